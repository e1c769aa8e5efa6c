import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { OcheError } from '../errors.ts'
import { parseConfig } from './parse.ts'
import { jsonSchema, normalizeHttp } from './schema.ts'

const WHOLE = `
name: hello
source: src/api.ts
handler: hello.method
engine: bun
build: make bootstrap
arch: arm64
memory: 128
timeout: 10
ephemeralStorage: 512
environment: { TABLE: items, KEY: "\${env:KEY}", COUNT: 3 }
reservedConcurrency: 5
retries: 2
logFormat: text
include: [{ from: templates, to: assets/templates }]
http:
  kind: rest
  access: iam
  routes: ["GET /items/{id}", "ANY /{proxy+}", "$default"]
  stage: dev
  binaryMediaTypes: ["image/*"]
  streaming: false
  multiValueHeaders: false
  cors: { origins: ["*"], methods: ["GET"], headers: [], credentials: false, maxAge: 3600 }
  authorizer: { type: jwt, issuer: "https://issuer.example", audience: [api] }
role: arn:aws:iam::123456789012:role/own
policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess", { Version: "2012-10-17", Statement: [] }]
permissions: basic
permissionsBoundary: arn:aws:iam::123456789012:policy/boundary
layers: ["arn:aws:lambda:us-east-1:123456789012:layer:x:1"]
vpc: { subnets: [subnet-1], securityGroups: [sg-1] }
tracing: false
logRetentionDays: 14
keepVersions: 5
tags: { team: games }
functions:
  items: { handler: items.list, http: { kind: http-api, routes: ["GET /items"] } }
  jobs: { source: src/jobs.ts, http: none, timeout: 60 }
`

const failure = (text: string): OcheError => {
  try {
    parseConfig(text, 'oche.yaml')
  } catch (thrown) {
    return thrown as OcheError
  }
  throw new Error('this was taken: ' + text)
}

describe('parseConfig', () => {
  it('takes every key of the interface', () => {
    const { config } = parseConfig(WHOLE, 'oche.yaml')
    expect(config.functions?.['jobs']).toEqual({ source: 'src/jobs.ts', http: 'none', timeout: 60 })
    expect(config.environment).toEqual({ TABLE: 'items', KEY: '${env:KEY}', COUNT: '3' })
  })

  it('takes an empty file', () => {
    expect(parseConfig('', 'oche.yaml').config).toEqual({})
    expect(parseConfig('# nothing yet\n', 'oche.yaml').config).toEqual({})
  })

  it('names line and column of malformed YAML', () => {
    const error = failure('name: a\nsource: [b\n')
    expect(error.code).toBe('CONFIG_SYNTAX')
    expect(error.message).toMatch(/^oche\.yaml:3:1: /)
  })

  it('names the nearest right key for an unknown one, wherever it stands', () => {
    expect(failure('name: a\nmemroy: 128\n')).toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'oche.yaml:2:1: unknown key "memroy"',
      remedy: 'Did you mean "memory"?',
    })
    expect(failure('http:\n  kind: rest\n  acess: public\n')).toMatchObject({
      message: 'oche.yaml:3:3: unknown key "acess" in http',
      remedy: 'Did you mean "access"?',
    })
    expect(failure('functions:\n  a:\n    timout: 3\n')).toMatchObject({
      message: 'oche.yaml:3:5: unknown key "timout" in functions.a',
      remedy: 'Did you mean "timeout"?',
    })
    expect(failure('functions: { a: { http: { cors: { origin: [] } } } }')).toMatchObject({
      remedy: 'Did you mean "origins"?',
    })
    expect(failure('include:\n  - { form: a }\n').remedy).toBe('Did you mean "from"?')
  })

  it('refuses a value of the wrong kind, naming the key and its place', () => {
    expect(failure('memory: lots\n').message).toMatch(/^oche\.yaml:1:1: memory: /)
    expect(failure('timeout: 901\n').message).toMatch(/^oche\.yaml:1:1: timeout: /)
    expect(failure('arch: mips\n').message).toMatch(/arm64.*x86_64/)
    expect(failure('http: ftp\n').message).toMatch(/http: expected one of url, http-api/)
    expect(failure('http: { routes: ["FETCH /"] }\n').message).toMatch(
      /http\.routes\[0\]: a route is/,
    )
    expect(failure('- a\n- b\n').message).toMatch(/^oche\.yaml:1:1: /)
  })

  it('tells every mistake at once', () => {
    expect(failure('memory: 1\ntimeout: 0\n').detail).toMatch(/oche\.yaml:2:1: timeout/)
  })

  it('refuses credentials for any origin, which no browser accepts', () => {
    expect(failure('http: { cors: { credentials: true } }\n').message).toMatch(/named origins/)
  })
})

describe('the JSON Schema', () => {
  const validate = new Ajv2020({ strict: false }).compile(jsonSchema())

  it('accepts what the program accepts', () => {
    expect(validate(parseYaml(WHOLE))).toBe(true)
    expect(validate({})).toBe(true)
  })

  it('refuses what the program refuses', () => {
    expect(validate({ memroy: 128 })).toBe(false)
    expect(validate({ memory: 'lots' })).toBe(false)
    expect(validate({ functions: { a: { timout: 3 } } })).toBe(false)
  })
})

describe('normalizeHttp', () => {
  it('is a private Function URL where nothing is said', () => {
    expect(normalizeHttp(undefined)).toMatchObject({
      kind: 'url',
      access: 'iam',
      stage: '$default',
    })
  })

  it('takes the short form for the long one', () => {
    expect(normalizeHttp('rest')).toEqual(normalizeHttp({ kind: 'rest' } as never))
    expect(normalizeHttp('rest').stage).toBe('prod')
  })
})
