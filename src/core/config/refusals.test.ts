import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OcheError } from '../errors.ts'
import { ARCHITECTURES, foreignArchitecture } from './kinds.ts'
import { parseConfig } from './parse.ts'
import { routeMistake } from './routes.ts'

function refusal(text: string): OcheError {
  try {
    parseConfig(text, 'oche.yaml')
  } catch (thrown) {
    if (thrown instanceof OcheError) return thrown
    throw thrown
  }
  throw new Error(`this was taken: ${text}`)
}

const api = (...routes: string[]) => `http: { kind: http-api, routes: ${JSON.stringify(routes)} }\n`
const layer = (name: string) => `arn:aws:lambda:us-east-1:123456789012:layer:${name}`

describe('what AWS would refuse, or serve in another way than it is written', () => {
  it.each([
    // A setting that the kind of endpoint does nothing about.
    [
      'http: { kind: url, routes: ["GET /x"] }',
      '1:20: http.routes: a Function URL has no',
      'http-api',
    ],
    [
      'http: { kind: none, routes: ["GET /x"] }',
      '1:21: http.routes: a function without',
      'http-api',
    ],
    ['http: { kind: http-api, streaming: true }', '1:25: http.streaming: an HTTP API', 'kind: url'],
    ['http: { kind: alb, cors: {} }', '1:20: http.cors: a load balancer', 'Leave it out'],
    ['http: { kind: url, stage: prod }', '1:20: http.stage: a Function URL', 'http-api'],
    ['http: { kind: url, multiValueHeaders: true }', 'http.multiValueHeaders', 'kind: alb'],
    ['http: { kind: url, binaryMediaTypes: ["a/b"] }', 'http.binaryMediaTypes', 'kind: rest'],
    [
      'http: { kind: url, authorizer: { type: jwt, issuer: "https://a.b", audience: [c] } }',
      '1:20: http.authorizer: a Function URL asks no authorizer',
      'kind: http-api',
    ],
    [
      'http: { kind: http-api, authorizer: { type: jwt, issuer: "https://a.b" } }',
      'http.authorizer.audience: a JWT authorizer needs an audience',
      'audience: [shop]',
    ],
    [
      'http: { kind: rest, authorizer: { type: jwt, issuer: "https://a.b" } }',
      'http.authorizer.issuer: a REST API takes tokens of a Cognito user pool alone',
      'cognito-idp',
    ],
    [
      'http: { kind: rest, authorizer: { type: jwt, issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a", audience: [a] } }',
      'http.authorizer.audience: a REST API does not look at the audience',
      'claims.aud',
    ],
    [
      'http: { kind: rest, authorizer: { type: jwt, issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a", identitySource: $request.querystring.t } }',
      'http.authorizer.identitySource: a REST API takes a token from a header',
      '$request.header.Authorization',
    ],
    ['http: { kind: rest, stage: $default }', 'http.stage: a REST API has no stage', 'Leave it'],
    ['http: { kind: http-api, stage: "a b" }', 'http.stage: a stage has', 'prod'],
    // Settings that need another one.
    ['logLevel: debug', '1:1: logLevel: Lambda keeps lines by their level only', 'logFormat: json'],
    [
      'logFormat: text\nsystemLogLevel: warn',
      '2:1: systemLogLevel: Lambda keeps',
      'logFormat: json',
    ],
    ['logFormat: json\nlogLevel: warning', 'expected one of trace, debug', '"logLevel: warn"'],
    ['logRetentionDays: forever', 'logRetentionDays: expected one of never', 'never'],
    [
      'fileSystem: { arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1", path: /mnt/a }',
      '1:1: fileSystem: a file system is reached through a VPC',
      'vpc:',
    ],
    ['fileSystem: { arn: "x", path: /mnt/a }', 'expected an ARN such as', 'access-point'],
    ['fileSystem: { arn: "${env:A}", path: /data }', 'mounted at a folder of /mnt', '/mnt/data'],
    [
      'reservedConcurrency: 2\nprovisionedConcurrency: 3',
      '2:1: provisionedConcurrency: 3 are more than the 2',
      'at most 2',
    ],
    ['kmsKey: alias/mine', 'kmsKey: expected an ARN such as arn:aws:kms:', 'whole ARN'],
    // Options of Dart's compiler.
    ['source: a.ts\ndart: { obfuscate: true }', '2:1: dart: only a Dart source', 'Leave it out'],
    ['dart: { define: { A: "1,2" } }', 'dart splits a value at its commas', 'file'],
    ['dart: { define: { "A B": x } }', 'a name has no space', 'FLAVOR'],
    ['dart: { extraGenSnapshotOptions: [obfuscate] }', 'an option begins with --', 'gen_snapshot'],
    ['dart: { obfuscation: true }', 'obfuscat', 'obfuscate'],
    // Routes.
    [
      api('GET /items/:id'),
      '1:34: http.routes[0]: "GET /items/:id" has ":id"',
      '"GET /items/{id}"',
    ],
    [api('GET /a', 'GET /a'), 'http.routes[1]: GET /a stands here twice', 'Leave one'],
    [api('GET /a/{b}', 'GET /a/{c}'), 'takes the same requests as GET /a/{b}', 'Leave one'],
    [api('GET /a/{p+}/b'), 'goes on after {p+}', '{proxy+}'],
    [api('GET /{a}/{a}'), 'two parameters called a', 'name of its own'],
    [api('GET /a//b'), 'has an empty part', '"GET /a/b"'],
    [api('GET /a?b=c'), 'has "a?b=c"', '"GET /a"'],
    [api('/a'), 'a route is "$default" or', '"ANY /a"'],
    [
      'functions:\n  a: { http: { kind: http-api, routes: ["GET /x"] } }\n  b: { http: { kind: http-api-v1, routes: ["GET /x"] } }',
      '3:44: functions.b.http.routes[0]: GET /x of b is a route of a already, in the HTTP API that they share, see oche.yaml:2:41',
      'http: url',
    ],
    [
      'http: http-api\nfunctions: { a: {}, b: {} }',
      '1:1: http: $default of b is a route of a',
      'url',
    ],
    [
      'http: { kind: rest, routes: ["GET /x/{id}", "PUT /x/{key}"] }',
      '1:45: http.routes[1]: PUT /x/{key} calls {key} what GET /x/{id} calls {id}',
      'Write {id} in both',
    ],
    // Variables.
    ['environment: { AWS_REGION: x }', '1:16: environment.AWS_REGION: Lambda sets', 'Leave it out'],
    [`environment: { AA: b, BIG: ${'x'.repeat(4096)} }`, '1:23: environment: the variables', 'BIG'],
    ['environment: { A: b }', 'environment.A: a variable name has two', 'another name'],
    // Layers.
    ['layers: [a, b, c, d, e, f]', '1:1: layers: expected at most 5 entries, not 6', 'at most 5'],
    [`layers: ["${layer('a')}:1", "${layer('a')}:2"]`, 'layers[1]: this layer stands', 'out'],
    [`layers: ["${layer('a')}"]`, '1:10: layers[0]: this is not the ARN of a version', 'version'],
    // Roles and policies.
    ['role: me', 'role: expected an ARN such as arn:aws:iam::', 'whole ARN'],
    ['policies: [{ Action: "s3:*", Resource: "*" }]', 'policies[0]: the statement needs', 'Effect'],
    ['policies: [{ Effect: Allow, Actions: x, Resource: y }]', 'IAM knows no Actions', '"Action"'],
    ['policies: ["arn:aws:s3:::bucket"]', 'policies[0]: expected an ARN such as', 'policy/name'],
    // Tags, networks, CORS.
    ['tags: { "aws:x": y }', '1:9: tags.aws:x: names with aws:', 'Correct'],
    ['tags: { Team: a, team: b }', '1:18: tags.team: IAM takes it for the same', 'Correct'],
    ['vpc: { subnets: [a], securityGroups: [sg-1] }', 'vpc.subnets[0]: a subnet', 'subnet-'],
    ['http: { cors: { methods: [OPTIONS] } }', 'Lambda refuses OPTIONS', 'answered anyway'],
    ['http: { cors: { origins: ["https://a.b/"] } }', 'http.cors.origins[0]: an origin', 'slash'],
    // Names of functions.
    [
      'functions: { jobs: { onFailure: alarn }, alarm: {} }',
      'functions.jobs.onFailure: there is no function "alarn"',
      'Did you mean "alarm"?',
    ],
    [
      'local: { environment: { AWS_REGION: x } }',
      '1:25: local.environment.AWS_REGION: Lambda sets AWS_REGION itself',
      'Leave it out',
    ],
    ['functions: { __proto__: {} }', '1:14: __proto__ cannot be a name', 'another name'],
    ['tags: { __proto__: x }', '1:9: __proto__ cannot be a name', 'another name'],
  ])('%s', (text, message, remedy) => {
    const error = refusal(text)
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.message).toMatch(/^oche\.yaml:\d+:\d+: /)
    expect(error.message).toContain(message)
    expect(error.remedy).toContain(remedy)
  })

  it('but not what goes together', () => {
    const whole = [
      'http: { kind: rest, streaming: true, routes: ["GET /a/{id}", "PUT /a/{id}", "ANY /{proxy+}", "$default"] }',
      'http: { kind: url, streaming: false, routes: ["$default"], multiValueHeaders: false }',
      'functions: { a: { http: http-api }, b: { http: rest }, c: {}, d: {} }',
      'tags: { n: 5 }',
      'role: "${env:ROLE}"',
      'environment: { KEY: "${env:KEY}" }',
    ]
    for (const text of whole) expect(() => parseConfig(text, 'oche.yaml')).not.toThrow()
  })
})

describe('words of other tools', () => {
  it.each([
    ['arch: amd64', 'Write "arch: x86_64".'],
    ['arch: x64', 'Write "arch: x86_64".'],
    ['arch: aarch64', 'Write "arch: arm64".'],
    ['arch: arm', 'Write "arch: arm64".'],
    ['memorySize: 512', 'Write "memory: 512" instead.'],
    [
      'memorySize: 64',
      'Write "memory:" instead of "memorySize". Write a whole number from 128 to 10240.',
    ],
    ['cpu: 4', 'Write "arch:" instead of "cpu". Write one of them: "arch: arm64".'],
    ['url: true', 'Write "http:" instead of "url". Write one of them: "http: url".'],
    ['cors: true', 'It stands below "http:": write "http: { cors: … }".'],
    ['schedule: rate(1 hour)', 'It stands below "events:": write "events: [{ schedule: … }]".'],
    ['functions: { a: { region: eu-west-1 } }', 'Write it beside "functions:", not below.'],
    ['http: { timeout: 5 }', 'Write it beside "http:", not below.'],
    ['events: [{ http: rest }]', 'Write it beside "events:", not below.'],
    ['environment: { variables: { A: b } }', 'Write what is below it right below "environment:".'],
    ['memory_size: 512', 'Write "memory: 512" instead.'],
    ['MemorySize: 512', 'Write "memory: 512" instead.'],
    ['architecture: amd64', 'Write "arch: x86_64" instead.'],
    ['runtime: nodejs22.x', 'Write "engine: node" instead.'],
    [
      'runtime: python3.13',
      'Write "engine:" with one of bun, node, quickjs instead of "runtime", or leave it out.',
    ],
    ['env: { A: b }', 'Write "environment:" instead of "env".'],
    ['entry: src/api.ts', 'Write "source: src/api.ts" instead.'],
    ['entrypoint: a.ts', 'Write "source: a.ts" instead.'],
    ['logFormat: JSON', 'Write "logFormat: json".'],
    ['http: function-url', 'Write "http: url".'],
    ['http: false', 'Write "http: none".'],
    ['http: { type: rest }', 'Write "kind: rest" instead.'],
    ['http: { auth: none }', 'Write "access: public" instead.'],
    ['functions: { a: { memory_size: 256 } }', 'Write "memory: 256" instead.'],
    ['vpc: { subnetIds: [], securityGroups: [] }', 'Write "subnets:" instead of "subnetIds".'],
    ['memory: 512MB', 'Write "memory: 512": a whole number from 128 to 10240.'],
    ['timeout: 5m', 'Write "timeout: 300": a whole number from 1 to 900.'],
    ['timeout: 2000s', 'Write a whole number from 1 to 900.'],
    ['memory: 64', 'Write a whole number from 128 to 10240.'],
    ['logRetentionDays: 10', 'Write "logRetentionDays: 14".'],
    ['name: 123', 'Write it in quotes: name: "123".'],
    ['layers: a', 'Write "layers: [a]".'],
    ['include: templates', 'Write "include: [{ from: templates }]".'],
    ['http: { cors: true }', 'Write "cors: {}" for the defaults.'],
    ['memory:', 'Give "memory:" a value, or leave it out.'],
    ['- name: a', 'Write each function under its name: "functions: { a: { … } }".'],
    ['functions: [a]', 'Write each function under its name: "functions: { hello: { … } }".'],
    ['hello', 'Write keys with values, for example "memory: 256".'],
    ['http: { authorizer: { type: cognito } }', 'Write one of them: "type: jwt".'],
  ])('%s', (text, remedy) => {
    expect(refusal(text)).toMatchObject({ code: 'CONFIG_INVALID', remedy })
  })

  it('no value of the environment is ever shown', () => {
    const error = refusal('environment: { KEY: { deep: secret }, OTHER: [secret] }')
    expect(`${error.message}${error.detail}${error.remedy}`).not.toContain('secret')
  })

  it('an architecture’s own name stands for itself', () => {
    for (const arch of ARCHITECTURES) expect(foreignArchitecture(arch)).toBe(arch)
  })
})

describe('a route as another framework writes it', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
  const middle = fc.oneof(
    name,
    name.map((one) => `:${one}`),
    name.map((one) => `<${one}>`),
    name.map((one) => `<int:${one}>`),
    name.map((one) => `[${one}]`),
    name.map((one) => `{${one}}`),
  )
  const last = fc.oneof(
    middle,
    fc.constantFrom('*', '**', ''),
    name.map((one) => `:${one}*`),
    name.map((one) => `[...${one}]`),
    name.map((one) => `{${one}+}`),
  )
  const method = fc.constantFrom('GET', 'get', 'Post', 'ANY', 'all', '*')

  it('is taken, or told with one that is taken', () => {
    fc.assert(
      fc.property(method, fc.array(middle, { maxLength: 4 }), last, (verb, parts, end) => {
        const names = [...parts, end].flatMap((part) => /[a-z]\w*(?=\W*$)/.exec(part)?.[0] ?? [])
        fc.pre(new Set(names).size === names.length)
        const route = `${verb} /${[...parts, end].join('/')}`
        const mistake = routeMistake(route)
        if (mistake === undefined) return
        const meant = /^Write "(.+)"\.$/.exec(mistake.remedy)?.[1]
        expect(meant, `${route}: ${mistake.message} ${mistake.remedy}`).toBeDefined()
        expect(routeMistake(meant!)).toBeUndefined()
      }),
    )
  })
})
