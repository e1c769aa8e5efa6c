import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { jsonSchema } from '../../core/config/schema.ts'
import { OcheError } from '../../core/errors.ts'
import { loadProject } from '../../core/project.ts'
import { exportSam } from './sam.ts'
import { exportTerraform } from './terraform.ts'

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; items?: Schema }
type Json = Record<string, unknown>

/** Every key of oche.yaml, with those that stand in it. */
function keysOf(schema: Schema, path: string): string[] {
  const found = optionsOf(schema).flatMap((option): string[] => {
    if (option.properties !== undefined) {
      return Object.entries(option.properties).flatMap(([key, inner]) =>
        keysOf(inner, path === '' ? key : `${path}.${key}`),
      )
    }
    const isList = option.items && optionsOf(option.items).some(({ properties }) => properties)
    return isList ? keysOf(option.items!, `${path}[]`) : []
  })
  return found.length > 0 ? [...new Set(found)] : [path]
}

function optionsOf(schema: Schema): Schema[] {
  const inner = [schema['anyOf'] ?? [], schema['oneOf'] ?? []].flat() as Schema[]
  return [schema, ...inner.flatMap(optionsOf)]
}

/** What a build, an editor or the local Lambda alone looks at. */
const NOT_OF_AWS = new Set(
  `$schema source engine external build include[].from include[].to
   dart.define dart.extraGenSnapshotOptions dart.obfuscate dart.symbols
   local.environment local.maxConcurrency http.authorizer.jwks`.split(/\s+/),
)

const ROLE = 'arn:aws:iam::123456789012:role/r'
const POLICY = 'arn:aws:iam::123456789012:policy/p'
const queue = (name: string) => `arn:aws:sqs:eu-west-1:123456789012:${name}`
const topic = (name: string) => `arn:aws:sns:eu-west-1:123456789012:${name}`
const kinesis = (name: string) => `arn:aws:kinesis:eu-west-1:123456789012:stream/${name}`
const dynamodb = (name: string) =>
  `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}/stream/2026-01-31T08:00:00.000`
const key = (name: string) => `arn:aws:kms:eu-west-1:123456789012:key/${name}`
const point = (name: string) =>
  `arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-${name}`
const certificate = (name: string) => `arn:aws:acm:eu-west-1:123456789012:certificate/${name}`

/** Two values of a key. */
type Pair = readonly [unknown, unknown]

const stream = (type: string, arn: (name: string) => string): Record<string, Pair> =>
  Object.fromEntries(
    Object.entries<Pair>({
      stream: [arn('a'), arn('b')],
      batchSize: [1, 2],
      startingPosition: ['LATEST', 'TRIM_HORIZON'],
      window: [1, 2],
      partialFailures: [true, false],
      filter: [{ a: ['1'] }, undefined],
      enabled: [true, false],
      parallelism: [1, 2],
      retries: [1, 2],
      maxAge: [60, 61],
      bisect: [true, false],
      onFailure: [queue('a'), queue('b')],
    }).map(([name, pair]) => [`events[].${type}.${name}`, pair]),
  )

const VALUES: Record<string, Pair> = {
  name: ['one', 'two'],
  stage: ['dev', 'prod'],
  account: ['123456789012', undefined],
  region: ['eu-west-1', undefined],
  'api.name': ['a', 'b'],
  'api.domain.name': ['a.example.com', 'b.example.com'],
  'api.domain.certificate': [certificate('a'), certificate('b')],
  'api.domain.basePath': ['a', 'b'],
  'api.domain.hostedZone': ['Z1', undefined],
  'api.throttling.rate': [1, 2],
  'api.throttling.burst': [1, 2],
  'api.accessLogs': [true, false],
  handler: ['a', 'b'],
  arch: ['arm64', 'x86_64'],
  memory: [128, 256],
  timeout: [1, 2],
  ephemeralStorage: [512, 1024],
  environment: [{ AA: 'a' }, { AA: 'b' }],
  description: ['a', 'b'],
  kmsKey: [key('a'), key('b')],
  reservedConcurrency: [1, 2],
  provisionedConcurrency: [1, 2],
  retries: [0, 1],
  logFormat: ['json', 'text'],
  logLevel: ['debug', 'warn'],
  systemLogLevel: ['debug', 'warn'],
  'http.kind': ['url', 'http-api'],
  'http.access': ['iam', 'public'],
  'http.routes': [['GET /a'], ['GET /b']],
  'http.stage': ['a', 'b'],
  'http.binaryMediaTypes': [['image/png'], []],
  'http.streaming': [true, false],
  'http.multiValueHeaders': [true, false],
  'http.cors.origins': [['https://a.example'], ['https://b.example']],
  'http.cors.methods': [['GET'], ['PUT']],
  'http.cors.headers': [['a'], ['b']],
  'http.cors.exposeHeaders': [['a'], ['b']],
  'http.cors.credentials': [true, false],
  'http.cors.maxAge': [1, 2],
  'http.authorizer.type': ['lambda', undefined],
  'http.authorizer.issuer': ['https://a.example', 'https://b.example'],
  'http.authorizer.audience': [['a'], ['b']],
  'http.authorizer.identitySource': [['$request.header.A'], ['$request.header.B']],
  'http.authorizer.scopes': [['a'], ['b']],
  'http.authorizer.function': ['g', 'h'],
  'http.authorizer.payloadFormat': ['1.0', '2.0'],
  'http.authorizer.simpleResponses': [true, false],
  'http.authorizer.ttl': [1, 2],
  'events[].schedule.expression': ['rate(1 minute)', 'rate(2 minutes)'],
  'events[].schedule.timezone': ['UTC', 'Europe/Berlin'],
  'events[].schedule.input': [{ a: 1 }, { a: 2 }],
  'events[].schedule.enabled': [true, false],
  'events[].sqs.queue': [queue('a'), queue('b')],
  'events[].sqs.batchSize': [1, 2],
  'events[].sqs.window': [1, 2],
  'events[].sqs.partialFailures': [true, false],
  'events[].sqs.filter': [{ a: ['1'] }, undefined],
  'events[].sqs.enabled': [true, false],
  'events[].sqs.maxConcurrency': [2, 3],
  'events[].sns.topic': [topic('a'), topic('b')],
  'events[].sns.filter': [{ a: ['1'] }, undefined],
  'events[].sns.scope': ['attributes', 'body'],
  'events[].s3.bucket': ['aaa', 'bbb'],
  'events[].s3.events': [['s3:ObjectCreated:*'], ['s3:ObjectRemoved:*']],
  'events[].s3.prefix': ['a', 'b'],
  'events[].s3.suffix': ['a', 'b'],
  ...stream('dynamodb', dynamodb),
  ...stream('kinesis', kinesis),
  'events[].eventbridge.pattern': [{ source: ['a'] }, { source: ['b'] }],
  'events[].eventbridge.bus': ['a', 'b'],
  'events[].eventbridge.enabled': [true, false],
  onSuccess: ['g', queue('b')],
  onFailure: ['g', queue('b')],
  role: [ROLE, undefined],
  policies: [[POLICY], []],
  permissions: ['basic', 'minimal'],
  permissionsBoundary: [POLICY, undefined],
  layers: [['./layer'], []],
  'vpc.subnets': [['subnet-a'], ['subnet-b']],
  'vpc.securityGroups': [['sg-a'], ['sg-b']],
  'fileSystem.arn': [point('a'), point('b')],
  'fileSystem.path': ['/mnt/a', '/mnt/b'],
  'fileSystem[].arn': [point('a'), point('b')],
  'fileSystem[].path': ['/mnt/a', '/mnt/b'],
  tracing: [true, false],
  logRetentionDays: [1, 'never'],
  keepVersions: [1, 2],
  tags: [{ a: '1' }, { a: '2' }],
}

const vpc = { subnets: ['subnet-a'], securityGroups: ['sg-a'] }
const fileSystem = { arn: point('a'), path: '/mnt/a' }
const JWT = { type: 'jwt', issuer: 'https://a.example', audience: ['a'] }
const LAMBDA = { type: 'lambda', function: 'g' }

/** What has to stand beside a key. The first that fits counts. */
const BESIDE: readonly (readonly [RegExp, Json])[] = [
  [/^api\.domain/, { api: { domain: { name: 'a.example.com', certificate: certificate('a') } } }],
  [/^api\.throttling/, { api: { throttling: { rate: 1, burst: 1 } } }],
  [/LogLevel|^logLevel/, { logFormat: 'json' }],
  [/^vpc/, { vpc }],
  [/^fileSystem\[/, { vpc, fileSystem: [fileSystem] }],
  [/^fileSystem/, { vpc, fileSystem }],
  [/binaryMediaTypes/, { http: { kind: 'rest' } }],
  [/multiValueHeaders/, { http: { kind: 'alb' } }],
  [/streaming/, { http: { kind: 'url' } }],
  [/credentials/, { http: { kind: 'http-api', cors: { origins: ['https://a.example'] } } }],
  [/authorizer\.(issuer|audience|scopes)/, { http: { kind: 'http-api', authorizer: JWT } }],
  [/authorizer/, { http: { kind: 'http-api', authorizer: LAMBDA } }],
  [/^http/, { http: { kind: 'http-api' } }],
  [/schedule/, { events: [{ schedule: { expression: 'rate(1 minute)' } }] }],
  [/sqs/, { events: [{ sqs: { queue: queue('a') } }] }],
  [/sns\.scope/, { events: [{ sns: { topic: topic('a'), filter: { a: ['1'] } } }] }],
  [/sns/, { events: [{ sns: { topic: topic('a') } }] }],
  [/s3/, { events: [{ s3: { bucket: 'aaa' } }] }],
  [/dynamodb/, { events: [{ dynamodb: { stream: dynamodb('a') } }] }],
  [/kinesis/, { events: [{ kinesis: { stream: kinesis('a') } }] }],
  [/eventbridge/, { events: [{ eventbridge: { pattern: { source: ['a'] } } }] }],
]

const OF_PROJECT = /^(name|stage|account|region|api)\b/

/** A configuration in which a key has a value, and nothing but what it needs. */
function withKey(path: string, value: unknown): Json {
  const beside = structuredClone(BESIDE.find(([fits]) => fits.test(path))?.[1] ?? {})
  const { api, ...own } = beside
  const f: Json = { http: 'http-api', ...own }
  const none = { http: 'none' }
  const project: Json = { name: 'p', build: 'true', functions: { f, g: none, h: none }, stages: {} }
  project['stages'] = { dev: {}, prod: {} }
  project['stage'] = 'dev'
  if (api !== undefined) project['api'] = api
  const steps = path.replaceAll('[]', '.0').split('.')
  let at = (OF_PROJECT.test(path) ? project : f) as Json
  // The authorizer goes as a whole.
  if (path === 'http.authorizer.type' && value === undefined) steps.pop()
  for (const one of steps.slice(0, -1)) at = (at[one] ??= {}) as Json
  at[steps.at(-1)!] = value
  return JSON.parse(JSON.stringify(project)) as Json
}

const folder = mkdtempSync(join(tmpdir(), 'oche-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What both files hold, and what is told of them. */
function outcomes(configuration: Json): string[] {
  writeFileSync(join(folder, 'oche.yaml'), stringify(configuration))
  const project = loadProject({ cwd: folder, env: {} })
  return [exportSam, exportTerraform].map((format) => {
    try {
      const { content, leftOut } = format(project, project.functions)
      return [content, ...leftOut].join('\n')
    } catch (thrown) {
      if (thrown instanceof OcheError && thrown.code === 'DEPLOY_UNSUPPORTED') return REFUSED
      throw thrown
    }
  })
}

const REFUSED = 'refused'

const { stages: _, functions: __, ...properties } = (jsonSchema() as Schema).properties!
const KEYS = keysOf({ properties }, '').filter((path) => !NOT_OF_AWS.has(path))

describe('every key of oche.yaml that a deploy looks at', () => {
  it('is tried below', () => {
    expect(Object.keys(VALUES).toSorted()).toEqual(KEYS.toSorted())
  })

  it.each(Object.entries(VALUES))('%s is in what is exported, or is named', (path, pair) => {
    const [one, other] = pair.map((value) => outcomes(withKey(path, value)))
    for (const [index, text] of one!.entries()) {
      if (text !== REFUSED) expect(text).not.toBe(other![index])
    }
  })
})
