import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { root } from '../../../../../tests/support/cli.ts'
import { found } from '../../../../../tests/support/existing.ts'

const fixture = (name: string) => readFileSync(join(root, 'tests/fixtures/existing', name), 'utf8')
const sources = (...files: string[]) => Object.fromEntries(files.map((file) => [file, '']))

const SERVERLESS = {
  'serverless.yml': fixture('serverless.yml'),
  ...sources(
    ...['create', 'get', 'list', 'health', 'worker', 'nightly', 'upload', 'change'].map(
      (name) => `src/handlers/${name}.ts`,
    ),
  ),
}
const SAM = {
  'template.yaml': fixture('template.yaml'),
  ...sources('src/create.ts', 'src/get.ts', 'src/worker.ts', 'src/nightly.ts'),
}

describe('a service of Serverless', () => {
  const { functions, notes, todo, ...shared } = found(SERVERLESS)
  const said = notes.map((note) => note.replace('serverless.yml: ', ''))

  it('keeps once what is said for all of its functions', () => {
    expect(shared).toMatchObject({
      arch: 'arm64',
      memory: 512,
      timeout: 6,
      environment: { STRIPE_KEY: '${ssm:/orders/stripe-key}', SENTRY_DSN: '${env:SENTRY_DSN}' },
      layers: [expect.stringContaining('LambdaInsightsExtension')],
      vpc: { subnets: [expect.anything(), expect.anything()] },
      tracing: true,
      logRetentionDays: 30,
      tags: { team: 'orders' },
    })
    expect(said.filter((note) => note.includes('TABLE_NAME'))).toEqual([
      "provider.environment.TABLE_NAME refers to orders-${opt:stage, 'dev'}",
    ])
  })

  it('leaves out what is neither TypeScript nor Dart, and says so', () => {
    expect(Object.keys(functions!)).not.toContain('report')
    expect(said).toContain('functions.report, which is of python3.12')
    expect(said).toContain('functions.thumb, which is an image')
    expect(todo).toEqual([])
  })

  it('lets nobody in where an authorizer decided', () => {
    expect(functions!['orders-service-create']!.http).toMatchObject({ access: 'iam' })
    expect(functions!['getOrder']!.http).toMatchObject({ access: 'public' })
  })

  it('has every event with its settings, those that are switched off switched off', () => {
    expect(functions!['nightly']!.events).toMatchObject([
      {
        schedule: { expression: 'cron(0 2 * * ? *)', enabled: false, input: { kind: 'full' } },
      },
      { schedule: 'rate(10 minutes)' },
      { schedule: 'rate(1 hour)' },
    ])
    expect(functions!['worker']!.events).toMatchObject([
      { sqs: { batchSize: 20, window: 30, filter: [{ body: { type: ['order'] } }] } },
    ])
    expect(functions!['onUpload']!.events).toMatchObject([
      { s3: { bucket: 'order-uploads', prefix: 'in/', suffix: '.csv' } },
    ])
    expect(functions!['onChange']!.events).toMatchObject([
      { dynamodb: { batchSize: 50, startingPosition: 'LATEST' } },
      { eventbridge: { pattern: { source: ['shop'] } } },
      { sns: { filter: { kind: ['new'] } } },
    ])
  })

  it('has an endpoint only where it had one', () => {
    for (const name of ['worker', 'nightly', 'onUpload', 'onChange'])
      expect(functions![name]!.http).toBe('none')
  })

  it('has the memory and the time that Serverless gives where nothing is said', () => {
    const plain = 'service: a\nfunctions: { one: { handler: index.handler } }\n'
    const files = { 'serverless.yml': plain, 'index.ts': '' }
    expect(found(files)).toMatchObject({ memory: 1024, timeout: 6, arch: 'x86_64', http: 'none' })
  })

  it('may lie in several files, or be no YAML, of which is told', () => {
    const split = 'service: a\nfunctions:\n  - ${file(functions/one.yml)}\n'
    expect(found({ 'serverless.yml': split, 'index.ts': '' }).notes).toContain(
      'serverless.yml: functions: ${file(functions/one.yml)}',
    )
    expect(found({ 'serverless.yml': 'a: [', 'index.ts': '' }).notes).toEqual([
      'serverless.yml: all of it: it is no YAML',
    ])
  })

  it('may have merged maps and values that lead in a circle', () => {
    const text = `
service: a
custom: { a: "\${self:custom.b}", b: "\${self:custom.a}", size: 300 }
x-base: &base { memorySize: "\${self:custom.size}" }
functions: { one: { <<: *base, handler: index.handler, description: "\${self:custom.a}" } }
`
    const { memory, notes } = found({ 'serverless.yml': text, 'index.ts': '' })
    expect(memory).toBe(300)
    expect(notes.join('\n')).toMatch(/functions\.one\.description refers to /)
  })
})

describe('a template of SAM', () => {
  const { functions, notes, ...shared } = found(SAM)

  it('keeps once what is said for all of its functions', () => {
    expect(shared).toMatchObject({
      arch: 'arm64',
      timeout: 15,
      environment: { LOG_LEVEL: 'info' },
      tracing: true,
    })
    expect(notes.filter((note) => note.includes('MemorySize'))).toEqual([
      'template.yaml: Globals.Function.MemorySize refers to !If',
    ])
  })

  it('lets nobody in where an authorizer decided for all', () => {
    expect(functions!['CreateOrder']!.http).toMatchObject({ access: 'iam' })
    expect(functions!['GetOrder']!.http).toMatchObject({ access: 'public' })
  })

  it('has every event with its settings, those that are switched off switched off', () => {
    expect(functions!['Nightly']!.events).toMatchObject([
      { schedule: { timezone: 'Europe/Berlin', enabled: false, input: { kind: 'full' } } },
      { schedule: 'rate(10 minutes)' },
    ])
    expect(functions!['Worker']!.events).toMatchObject([
      { sqs: { enabled: false } },
      { eventbridge: { pattern: { source: ['shop'] } } },
    ])
  })

  it('refers to a parameter or a secret as oche.yaml does', () => {
    const text = fixture('template.yaml').replace(
      'LOG_LEVEL: info',
      'KEY: "{{resolve:ssm:/key}}"\n        PASSWORD: "{{resolve:secretsmanager:db:SecretString:password}}"\n        OTHER: "{{resolve:ssm:/key:3}}"',
    )
    const { environment, notes: said } = found({ ...SAM, 'template.yaml': text })
    expect(environment).toEqual({ KEY: '${ssm:/key}', PASSWORD: '${secret:db#password}' })
    expect(said.join('\n')).toContain('Environment.OTHER refers to {{resolve:ssm:/key:3}}')
  })
})

/** Places whose keys mean something to the tool: one that nobody knows has to be told of. */
const PLACES = {
  'serverless.yml': [
    [],
    ['provider'],
    ['functions', 'createOrder'],
    ['functions', 'createOrder', 'events', 0, 'httpApi'],
    ['functions', 'health', 'url'],
    ['functions', 'worker', 'events', 1, 'sqs'],
    ['functions', 'nightly', 'events', 0, 'schedule'],
    ['functions', 'onUpload', 'events', 0, 's3'],
    ['functions', 'onChange', 'events', 0, 'stream'],
    ['functions', 'onChange', 'events', 1, 'eventBridge'],
    ['functions', 'onChange', 'events', 2, 'sns'],
  ],
  'template.yaml': [
    [],
    ['Globals'],
    ['Globals', 'Function'],
    ['Resources', 'CreateOrder', 'Properties'],
    ['Resources', 'CreateOrder', 'Properties', 'Events', 'Post', 'Properties'],
    ['Resources', 'Worker', 'Properties', 'Events', 'Other', 'Properties'],
    ['Resources', 'Worker', 'Properties', 'Events', 'Changes', 'Properties'],
    ['Resources', 'Worker', 'Properties', 'Events', 'Bus', 'Properties'],
    ['Resources', 'Nightly', 'Properties', 'Events', 'Night', 'Properties'],
  ],
}

describe.each([
  ['serverless.yml' as const, SERVERLESS],
  ['template.yaml' as const, SAM],
])('of %s', (file, files) => {
  it.each(PLACES[file])('nothing is passed over in silence (%j)', (...path) => {
    const document = parseDocument(fixture(file), { logLevel: 'silent' })
    document.setIn([...path, 'Unheard'], 'of')
    const { notes } = found({ ...files, [file]: String(document) })
    expect(notes.filter((note) => /\bUnheard$/.test(note))).toHaveLength(1)
  })
})

describe('a script that deploys', () => {
  it('is read with the variables that it sets, also inside of a container', () => {
    const {
      notes,
      text: _,
      todo,
      ...config
    } = found({
      'deploy.sh': fixture('deploy.sh'),
      'pubspec.yaml': 'name: orders_api\n',
      'bin/main.dart': '',
    })
    expect(config).toEqual({
      name: 'orders-api',
      region: 'eu-west-1',
      source: 'bin/main.dart',
      arch: 'arm64',
      memory: 256,
      timeout: 30,
      environment: { TABLE: 'orders', STAGE: 'prod' },
      role: 'arn:aws:iam::111122223333:role/orders-api',
      http: expect.objectContaining({ kind: 'url', access: 'public' }),
    })
    expect(notes).toEqual(['deploy.sh: docker build', 'deploy.sh: docker run'])
    expect(todo).toEqual([])
  })

  it('leaves out a variable that it sets in two ways, or by a command', () => {
    const text =
      'A=x\nif test; then A=y; fi\nA=y\nREGION=$(aws configure get region)\n' +
      'aws lambda update-function-configuration --function-name $A --region "$REGION" --memory-size 256 --handler hello.method\n'
    const { name, region, memory, handler } = found({ 'deploy.sh': text, 'index.ts': '' })
    expect({ region, memory, handler }).toEqual({ memory: 256, handler: 'hello.method' })
    expect(name).not.toMatch(/^[xy]$/)
  })

  it('may be a Makefile, or the Dockerfile of an image of Lambda’s', () => {
    const make =
      'FUNC := orders\ndeploy:\n\taws lambda update-function-configuration --function-name $(FUNC) --timeout 9\n'
    expect(found({ Makefile: make, 'index.ts': '' })).toMatchObject({ name: 'orders', timeout: 9 })
    const docker = 'FROM public.ecr.aws/lambda/nodejs:22\nCOPY . .\nCMD ["dist/app.main"]\n'
    expect(found({ Dockerfile: docker, 'src/app.ts': '' })).toMatchObject({
      source: 'src/app.ts',
      handler: 'index.main',
    })
  })
})

it('what another tool runs as a program is not read, of which is told', () => {
  const files = { 'serverless.ts': '', 'sst.config.ts': '', 'main.tf': '', 'src/index.ts': '' }
  expect(found(files)).toMatchObject({
    source: 'src/index.ts',
    notes: ['main.tf: all of it', 'serverless.ts: all of it', 'sst.config.ts: all of it'],
  })
})

const withLayers = (name: string, layers: string) =>
  `  ${name}: { handler: ${name}.handler, layers: [${layers}] }\n`

it('what several functions refer to is told of once, with all of them', () => {
  const text =
    'service: s\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions:\n' +
    withLayers('a', '{ Ref: LibLayer }, "${cf:x.Y}"') +
    withLayers('b', '{ Ref: LibLayer }') +
    withLayers('c', '{ Ref: LibLayer }')
  expect(found({ 'serverless.yml': text }).notes).toEqual([
    'serverless.yml: functions.a.layers, functions.b.layers, functions.c.layers refer to Ref LibLayer',
    'serverless.yml: functions.a.layers refers to ${cf:x.Y}',
  ])
})

it('JSON is read as YAML is', () => {
  const text = '{"service":"a","functions":{"one":{"handler":"index.handler","memorySize":300}}}'
  expect(found({ 'serverless.json': text, 'index.ts': '' })).toMatchObject({ memory: 300 })
})

const manifest = (data: object) => JSON.stringify({ name: 'api', ...data })

describe('an application that says nothing of Lambda', () => {
  it.each([
    [
      'exports itself, beside the file that listens',
      { main: 'dist/server.js' },
      { 'src/server.ts': 'app.listen(3000)', 'src/app.ts': 'export const app = express()' },
      { source: 'src/app.ts', handler: 'index.app', todo: [] },
    ],
    [
      'listens',
      { scripts: { start: 'node server.js' }, dependencies: { fastify: '5' } },
      { 'server.js': "const app = require('fastify')()\napp.listen({ port: 3000 })" },
      { source: 'server.js', todo: [expect.stringContaining('write "module.exports = app"')] },
    ],
    [
      'exports itself and listens',
      {},
      { 'src/index.ts': 'const app = express()\napp.listen(3000)\nexport default app' },
      { source: 'src/index.ts', todo: ['src/index.ts calls listen: leave that out, Oche does it'] },
    ],
    [
      'is made by Nest',
      { scripts: { 'start:prod': 'node dist/main' }, dependencies: { '@nestjs/core': '11' } },
      { 'src/main.ts': 'const app = await NestFactory.create(A)\nawait app.listen(3000)' },
      {
        source: 'src/main.ts',
        todo: [expect.stringContaining('await NestFactory.create(AppModule)')],
      },
    ],
    [
      'has a server of its own',
      { dependencies: { next: '16' } },
      { 'app/page.tsx': '' },
      { todo: ['next builds a server of its own, which Oche does not run'] },
    ],
  ])('that %s', (_, data, files, expected) => {
    expect(found({ 'package.json': manifest(data), ...files })).toMatchObject(expected)
  })

  it('is told of where its manifest cannot be read', () => {
    const { notes, todo } = found({ 'package.json': '{' })
    expect(notes).toEqual(['package.json: all of it: it cannot be read'])
    expect(todo).toHaveLength(1)
  })
})
