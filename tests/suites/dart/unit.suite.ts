import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDartPackages } from '../../../src/cli/commands/new/dart-package.ts'
import { writeTemplate } from '../../../src/cli/commands/new/template.ts'
import { templates } from '../../../src/cli/commands/new/templates.ts'
import { sampleEvents, startLocalLambda } from '../../../src/local/index.ts'
import { root, workspace, type Workspace } from '../../support/cli.ts'
import { dart, DartPrograms } from '../../support/dart.ts'

if (!dart) throw new Error('OCHE_DART has to name what runs Dart')

const programs = new DartPrograms(dart)
afterAll(() => programs[Symbol.dispose]())

/** Compiled once for all test files: that is what takes the time. */
it.each([
  'dart/oche',
  'dart/oche_shelf',
  'examples/dart-hello',
  'examples/dart-shelf',
  'examples/shop',
])('the tests of %s pass', (folder) => {
  const tests = join(root, folder, 'test')
  const files = readdirSync(tests).filter((file) => file.endsWith('_test.dart'))
  const { ok, output } = programs.runSource(allOf(tests, files), folder)
  expect(ok, output).toBe(true)
  expect(output).toMatch(/[1-9]\d* passed, 0 failed/)
})

function allOf(folder: string, files: string[]): string {
  const imports = files.map(
    (file, at) => `import '${pathToFileURL(join(folder, file)).href}' as t${at};`,
  )
  const groups = files.map((file, at) => `  group('${file}', t${at}.main);`)
  return `import 'package:test/test.dart';
${imports.join('\n')}
void main() {
${groups.join('\n')}
}
`
}

describe('the examples', () => {
  it.each([
    'dart/oche/example/oche_example.dart',
    'dart/oche_shelf/example/oche_shelf_example.dart',
  ])('%s compiles', (script) => {
    expect(() => programs.compile(script)).not.toThrow()
  })
})

/** What `bin/api.dart` of a new project answers; dart_frog is not to be had here. */
const ANSWERS: Record<string, object> = {
  http: { statusCode: 200, body: '{"message":"Hello, Ada!","path":"/"}' },
  shelf: { statusCode: 200 },
  rest: { statusCode: 200 },
  stream: { statusCode: 200, body: 'data: 1\n\ndata: 2\n\n' },
  sqs: { batchItemFailures: [] },
  cron: {},
}

describe('new projects', () => {
  const names = templates
    .filter(({ langs, name }) => langs.includes('dart') && name !== 'dart_frog')
    .map(({ name }) => name)
  let folder: Workspace
  let own: DartPrograms
  beforeAll(() => {
    folder = workspace()
    for (const name of names) {
      const template = templates.find((one) => one.name === name)!
      const rest = { lang: 'dart', engine: 'bun', access: 'iam' } as const
      writeTemplate(join(folder.path, name), { name: `my-${name}`, template, ...rest })
    }
    writeDartPackages(folder.path)
    own = new DartPrograms(dart!, {
      ...Object.fromEntries(names.map((name) => [`my_${name}`, join(folder.path, name)])),
      oche: join(folder.path, 'packages', 'oche'),
      oche_shelf: join(folder.path, 'packages', 'oche_shelf'),
    })
  })
  afterAll(() => {
    own[Symbol.dispose]()
    folder.remove()
  })

  it('have tests that pass', () => {
    const tests = names.flatMap((name) => {
      const inside = join(folder.path, name, 'test')
      return readdirSync(inside).map((file) => join(inside, file))
    })
    const { ok, output } = own.runSource(allOf('/', tests), folder.path)
    expect(ok, output).toBe(true)
  })

  it('answer', async () => {
    folder.write('all.dart', oneProgram(folder.path, names))
    const code = { executable: own.bootstrap(join(folder.path, 'all.dart')) }
    const functions = names.map((name) => ({
      settings: { name, timeout: 60 },
      environment: { PROGRAM: name },
      code,
    }))
    await using lambda = await startLocalLambda({ functions })
    for (const name of names) {
      const { payload, functionError } = await lambda.invoke(name, JSON.stringify(eventOf(name)))
      expect(functionError, payload.toString()).toBeUndefined()
      expect(JSON.parse(payload.toString() || 'null') ?? {}).toMatchObject(ANSWERS[name]!)
    }
  })
})

/** Compiled once: that is what takes the time. */
function oneProgram(folder: string, names: string[]): string {
  const imports = names.map(
    (name) => `import '${pathToFileURL(join(folder, name, 'bin/api.dart')).href}' as ${name};`,
  )
  const entries = names.map((name) => `'${name}': ${name}.main`)
  return `import 'dart:io';
${imports.join('\n')}
Future<void> main() => {${entries.join(', ')}}[Platform.environment['PROGRAM']]!();
`
}

function eventOf(name: string): unknown {
  if (name === 'sqs') return sampleEvents['sqs']!.event
  if (name === 'cron') return sampleEvents['schedule']!.event
  const path = name === 'rest' ? '/items' : '/'
  const http = {
    method: 'GET',
    path,
    sourceIp: '127.0.0.1',
    userAgent: 'test',
    protocol: 'HTTP/1.1',
  }
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: 'name=Ada&to=2',
    queryStringParameters: { name: 'Ada', to: '2' },
    headers: { host: 'localhost' },
    requestContext: { http, requestId: '1', timeEpoch: 1, domainName: 'localhost' },
    isBase64Encoded: false,
  }
}
