import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { oche, root, workspace } from '../../support/cli.ts'
import { python } from './servers.ts'

const run = promisify(execFile)
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Something of everything that a deploy can make. */
const EVERYTHING = `
name: all
build: 'true'
api: { name: front, throttling: { rate: 10, burst: 20 }, accessLogs: true, domain: { name: api.example.com, certificate: "arn:aws:acm:eu-west-1:123456789012:certificate/0123abcd-1234-1234-1234-0123456789ab", basePath: v1 } }
environment: { TABLE: items, PARAMETER: "\${ssm:/all/p}", SECRET: "x-\${secret:all/s#k}", KEY: "a-\${env:SECRET_KEY}", DOLLAR: "\${x} %{y} \\"z\\"" }
functions:
  open: { http: { kind: url, access: public, cors: {}, streaming: true } }
  closed: { http: url, role: "arn:aws:iam::123456789012:role/given", reservedConcurrency: 2 }
  api:
    http:
      kind: http-api
      routes: ["GET /items/{id}", "$default"]
      cors: { origins: ["https://example.com"], credentials: true, headers: [x-a], maxAge: 60 }
      authorizer: { type: jwt, issuer: "https://issuer.example", audience: [me], scopes: [read] }
    permissions: minimal
    policies: [{ Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }]
    permissionsBoundary: arn:aws:iam::123456789012:policy/boundary
    vpc: { subnets: [subnet-12345678], securityGroups: [sg-12345678] }
    fileSystem: { arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0", path: /mnt/data }
  v1: { http: { kind: http-api-v1, routes: ["GET /v1"], access: public }, tracing: true, logFormat: json, logLevel: debug, logRetentionDays: never, description: first, kmsKey: "arn:aws:kms:eu-west-1:123456789012:key/0123abcd-1234-1234-1234-0123456789ab", provisionedConcurrency: 2 }
  guarded: { http: { kind: http-api, routes: ["GET /guarded"], authorizer: { type: lambda, function: jobs } } }
  jobs:
    http: none
    onFailure: "arn:aws:sqs:eu-west-1:\${env:ACCOUNT}:failed"
    onSuccess: open
    events:
      - sqs: { queue: "arn:aws:sqs:eu-west-1:\${env:ACCOUNT}:orders", maxConcurrency: 5, partialFailures: true, filter: { body: { kind: [a] } } }
      - kinesis: { stream: "arn:aws:kinesis:eu-west-1:123456789012:stream/s", onFailure: "arn:aws:sqs:eu-west-1:123456789012:failed", bisect: true }
      - dynamodb: "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/2026-01-31T08:00:00.000"
      - schedule: { expression: rate(5 minutes), input: { a: 1 } }
      - sns: { topic: "arn:aws:sns:eu-west-1:123456789012:news", filter: { kind: [a] } }
      - s3: { bucket: photos }
      - eventbridge: { pattern: { source: [shop] }, bus: orders }
    retries: 0
    tags: { team: games }
    layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:l:1", ./layer]
`

/** A REST API, and a domain whose records and certificate the other tool makes. */
const RESTED = `
name: rested
build: 'true'
tags: { team: games }
api: { throttling: { rate: 10, burst: 20 }, accessLogs: true, domain: { name: api.example.com, hostedZone: Z0123456789ABC, basePath: v1 } }
functions:
  items: { http: { kind: rest, access: public, routes: ["GET /items", "GET /items/{id}", "$default"], binaryMediaTypes: ["image/*"], cors: { origins: ["https://shop.example"], headers: [x-a], maxAge: 60 } } }
  reports: { http: { kind: rest, routes: ["GET /reports/{id}"], streaming: true } }
  orders: { http: { kind: rest, routes: ["POST /orders"], authorizer: { type: jwt, issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E", scopes: [shop/read] } } }
  invoices: { http: { kind: rest, routes: ["GET /invoices"], authorizer: { type: jwt, issuer: "\${env:ISSUER}" } } }
  receipts: { http: { kind: rest, routes: ["GET /receipts"], authorizer: { type: jwt, issuer: "https://cognito-idp.\${env:HOME_REGION}.amazonaws.com/\${ssm:/pool}" } } }
  admin: { http: { kind: rest, routes: ["ANY /admin/{proxy+}"], authorizer: { type: lambda, function: gate } } }
  gate: { http: none }
`

/** Names that come to the same id, and texts that look like the other tool's own. */
const TWINS = `
name: twins
build: 'true'
environment: { ONE: "\${env:KEY}", TWO: "\${env:key}", REGION: "\${AWS::Region}" }
tags: { team: "\${env:TEAM}" }
permissions: minimal
policies: ["arn:aws:iam::aws:policy/\${env:POLICY}"]
functions:
  my-fn: {}
  my_fn: {}
  MyFn: { http: { kind: http-api, stage: dev, access: public } }
  user: {}
  user-role: {}
  1st: {}
  _1st: {}
`

async function exported(format: string, file: string, configuration = EVERYTHING): Promise<string> {
  const project = workspace({ 'oche.yaml': configuration }, false)
  const { status, stderr } = await oche(['export', format, '--out', file, '--cwd', project.path])
  expect(status, stderr).toBe(0)
  return project.path
}

describe('an exported AWS SAM template', () => {
  it('is one that cfn-lint has nothing to say about, and that SAM can translate', async () => {
    const folder = await exported('sam', 'template.yaml')
    const { stdout } = await run(python('cfn-lint'), ['template.yaml'], { cwd: folder })
    expect(stdout).toBe('')
    const translated = await run(python('python'), [script('translate.py'), 'template.yaml'], {
      cwd: folder,
      env: { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' },
    })
    const { Resources } = JSON.parse(translated.stdout) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>
    }
    const all = Object.values(Resources)
    const properties = (type: string) =>
      all.filter(({ Type }) => Type === type).map(({ Properties }) => Properties)
    expect(properties('AWS::Lambda::Function')).toHaveLength(6)
    expect(properties('AWS::IAM::Role')).toHaveLength(6)
    expect(properties('AWS::Lambda::Alias').map(({ Name }) => Name)).toEqual(Array(6).fill('live'))
    const kinds = ['ApiGatewayV2::Api', 'ApiGatewayV2::ApiMapping', 'ApiGatewayV2::Authorizer']
    expect(kinds.map((kind) => properties(`AWS::${kind}`).length)).toEqual([1, 1, 2])
    expect(properties('AWS::Lambda::EventSourceMapping')).toHaveLength(3)
    const sources = properties('AWS::Lambda::Permission')
      .map(({ SourceArn }) => JSON.stringify(SourceArn ?? '').replace(/.*AccountId\}:/, ''))
      .filter((one) => one !== '""')
    expect(sources.toSorted()).toEqual(
      [
        ...Array(3).fill('${SharedApi}/*/*"}'),
        '${SharedApi}/authorizers/*"}',
        'rule/orders/jobs-1"}',
        '"arn:aws:sns:eu-west-1:123456789012:news"',
        '{"Fn::Sub":"arn:${AWS::Partition}:s3:::photos"}',
      ].toSorted(),
    )
    const anybody = properties('AWS::Lambda::Permission').filter(
      ({ Principal }) => Principal === '*',
    )
    expect(anybody).toEqual([
      expect.objectContaining({ FunctionUrlAuthType: 'NONE' }),
      expect.objectContaining({ InvokedViaFunctionUrl: true }),
    ])
    expect(properties('AWS::Lambda::Function')[0]).toMatchObject({
      Environment: {
        Variables: { KEY: { 'Fn::Sub': 'a-${EnvSecretKey}' }, DOLLAR: '${x} %{y} "z"' },
      },
    })
  })
})

const countOf = (all: readonly string[], one: string) => all.filter((is) => is === one).length

describe('an exported REST API, and its domain', () => {
  it('is valid to cfn-lint and SAM, and to Terraform', async () => {
    const cwd = await exported('sam', 'template.yaml', RESTED)
    expect((await run(python('cfn-lint'), ['template.yaml'], { cwd })).stdout).toBe('')
    const translated = await run(python('python'), [script('translate.py'), 'template.yaml'], {
      cwd,
      env: { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' },
    })
    const { Resources } = JSON.parse(translated.stdout) as { Resources: object }
    const kinds = Object.values(Resources).map(({ Type }: { Type: string }) => Type)
    const wanted = {
      'ApiGateway::Method': 18,
      'ApiGateway::GatewayResponse': 2,
      'ApiGateway::Resource': 10,
      'ApiGateway::Authorizer': 4,
      'ApiGateway::Deployment': 1,
      'ApiGateway::Stage': 1,
      'ApiGatewayV2::ApiMapping': 1,
      'CertificateManager::Certificate': 1,
      'Route53::RecordSet': 2,
      'Lambda::Permission': 7,
    }
    expect(
      Object.fromEntries(Object.keys(wanted).map((one) => [one, countOf(kinds, `AWS::${one}`)])),
    ).toEqual(wanted)

    const folder = await exported('terraform', 'main.tf', RESTED)
    const read = await run(python('python'), [script('read-hcl.py'), 'main.tf'], { cwd: folder })
    const types = JSON.parse(read.stdout) as string[]
    expect(countOf(types, 'aws_api_gateway_integration')).toBe(18)
    expect(countOf(types, 'aws_api_gateway_gateway_response')).toBe(2)
    expect(countOf(types, 'aws_api_gateway_resource')).toBe(10)
    expect(countOf(types, 'aws_route53_record')).toBe(3)
    expect(countOf(types, 'aws_acm_certificate_validation')).toBe(1)
    if (await hasTerraform()) await run('terraform', ['fmt', '-check', '-diff'], { cwd: folder })
  })
})

describe('examples/shop', () => {
  it.each(['dev', 'prod'])(
    'is exported for its stage %s, and its secrets are not',
    async (stage) => {
      const cwd = workspace({}, false).path
      const shop = join(root, 'examples', 'shop')
      for (const [format, file] of Object.entries({ sam: 'template.yaml', terraform: 'main.tf' })) {
        const out = ['--out', join(cwd, file), '--stage', stage, '--cwd', shop]
        const { status, stderr } = await oche(['export', format, ...out])
        expect(status, stderr).toBe(0)
      }
      const template = readFileSync(join(cwd, 'template.yaml'), 'utf8')
      expect(template).toContain(`{{resolve:secretsmanager:shop-${stage}:SecretString:signingKey}}`)
      expect(template).toContain(`FunctionName: shipping-${stage}`)
      expect((await run(python('cfn-lint'), ['template.yaml'], { cwd })).stdout).toBe('')
      const read = await run(python('python'), [script('read-hcl.py'), 'main.tf'], { cwd })
      expect(JSON.parse(read.stdout)).toContain('aws_scheduler_schedule')
      if (await hasTerraform()) await run('terraform', ['fmt', '-check', '-diff'], { cwd })
    },
  )
})

describe('functions of like names', () => {
  it('are all in the SAM template, which is valid', async () => {
    const folder = await exported('sam', 'template.yaml', TWINS)
    const { stdout } = await run(python('cfn-lint'), ['template.yaml'], { cwd: folder })
    expect(stdout).toBe('')
    const translated = await run(python('python'), [script('translate.py'), 'template.yaml'], {
      cwd: folder,
      env: { ...process.env, AWS_DEFAULT_REGION: 'eu-west-1' },
    })
    const { Resources } = JSON.parse(translated.stdout) as { Resources: object }
    const types = Object.values(Resources).map(({ Type }: { Type: string }) => Type)
    for (const type of ['Lambda::Function', 'IAM::Role', 'Logs::LogGroup', 'Lambda::Alias']) {
      expect(types.filter((one) => one === `AWS::${type}`)).toHaveLength(7)
    }
  })

  it('are all in the Terraform, which can be read', async () => {
    const folder = await exported('terraform', 'main.tf', TWINS)
    const { stdout } = await run(python('python'), [script('read-hcl.py'), 'main.tf'], {
      cwd: folder,
    })
    const types = JSON.parse(stdout) as string[]
    expect(types.filter((one) => one === 'aws_lambda_function')).toHaveLength(7)
  })
})

describe('exported Terraform', () => {
  it('can be read, and is the same functions', async () => {
    const folder = await exported('terraform', 'main.tf')
    const { stdout } = await run(python('python'), [script('read-hcl.py'), 'main.tf'], {
      cwd: folder,
    })
    const types = JSON.parse(stdout) as string[]
    const count = (type: string) => types.filter((one) => one === type).length
    expect(count('aws_lambda_function')).toBe(6)
    expect(count('aws_iam_role')).toBe(6)
    expect(count('aws_lambda_alias')).toBe(6)
    expect(count('aws_lambda_permission')).toBe(9)
    expect(count('aws_apigatewayv2_api')).toBe(1)
    expect(count('aws_apigatewayv2_route')).toBe(4)
    expect(count('aws_lambda_event_source_mapping')).toBe(3)
    expect(count('aws_scheduler_schedule')).toBe(1)
  })

  it('is formatted as Terraform itself would', async (context) => {
    if (!(await hasTerraform())) return context.skip('terraform is not installed')
    const cwd = await exported('terraform', 'main.tf')
    await run('terraform', ['fmt', '-check', '-diff'], { cwd })
  })

  it('is valid to Terraform and its AWS provider', async (context) => {
    if (!(await hasTerraform())) return context.skip('terraform is not installed')
    const cwd = await exported('terraform', 'main.tf')
    const ready = await run('terraform', ['init', '-backend=false', '-input=false'], { cwd }).then(
      () => true,
      () => false,
    )
    if (!ready) return context.skip('the AWS provider cannot be fetched')
    await run('terraform', ['validate'], { cwd })
  })
})

function hasTerraform(): Promise<boolean> {
  return run('terraform', ['version']).then(
    () => true,
    () => false,
  )
}
