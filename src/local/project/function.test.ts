import { describe, expect, it } from 'vitest'
import { normalizeHttp } from '../../core/config/schema.ts'
import type { FunctionConfig } from '../../core/project.ts'
import { localFunction, unsetTexts } from './function.ts'

const fn = (over: Partial<FunctionConfig>): FunctionConfig =>
  ({
    name: 'hello',
    source: 'src/index.ts',
    engine: 'bun',
    build: undefined,
    include: [],
    layers: [],
    environment: {},
    http: normalizeHttp(undefined),
    local: {},
    ...over,
  }) as FunctionConfig

const none = { envFile: { path: '/p/.env', variables: {} } }

describe('localFunction', () => {
  it('is called in AWS by its name and its stage', () => {
    expect(localFunction(fn({}), { ...none, stage: 'prod' }, {}).awsName).toBe('hello-prod')
    expect(localFunction(fn({}), none, {}).awsName).toBe('hello')
  })

  it('resolves variables where oche runs', () => {
    const own = fn({ environment: { KEY: '${env:SECRET}' } })
    expect(localFunction(own, none, { SECRET: 'x' }).environment).toEqual({ KEY: 'x' })
  })

  it('has the variables of .env, then those of the configuration, then those that are local', () => {
    const envFile = {
      path: '/p/.env',
      variables: { ONE: 'file', TWO: 'file', THREE: 'file', FOUR: 'file', AWS_REGION: 'file' },
    }
    const own = fn({
      environment: { TWO: 'own', THREE: 'own' },
      local: { environment: { THREE: 'local ${env:ONE}' } },
    })
    expect(localFunction(own, { envFile }, { FOUR: 'process' }).environment).toEqual({
      ONE: 'file',
      TWO: 'own',
      THREE: 'local file',
      FOUR: 'process',
    })
  })

  it('does without what only AWS has, unless it is given here, and says which', () => {
    const environment = {
      A: '${secret:a}',
      B: 'x-${ssm:/b}',
      C: '${secret:c}',
      D: '${ssm:/d}',
      E: 'e',
    }
    const envFile = { path: '/p/.env', variables: { A: 'from .env' } }
    const own = fn({ environment, local: { environment: { D: 'local' } } })
    const local = localFunction(own, { envFile }, {})
    expect(local.environment).toEqual({ A: 'from .env', D: 'local', E: 'e' })
    expect(
      unsetTexts([local, { ...local, settings: { ...local.settings, name: 'other' } }]),
    ).toEqual([
      'hello, other: B (x-${ssm:/b}), C (${secret:c}) are read from AWS by a deploy, and are not set here; write B=… C=… into .env, or local: { environment: { … } }.',
    ])
    expect(unsetTexts([localFunction(fn({}), none, {})])).toEqual([])
  })

  it('has no layer that only AWS can name, and no endpoint that it would need for that', () => {
    const layers = ['./layer', '${ssm:/layer}']
    expect(localFunction(fn({ layers }), none, {}).settings.layers).toEqual(['./layer'])
    const http = normalizeHttp({ kind: 'http-api', routes: ['GET /${ssm:/x}'] })
    expect(() => localFunction(fn({ http }), none, {})).toThrow(
      expect.objectContaining({ code: 'REFERENCE_NOT_READ' }),
    )
  })

  it('keeps lines by the levels of the configuration', () => {
    const own = fn({ logFormat: 'json', logLevel: 'debug', systemLogLevel: 'warn' })
    expect(localFunction(own, none, {}).logLevels).toEqual({ application: 'DEBUG', system: 'WARN' })
  })

  it('names a reference of a local variable that is not set', () => {
    const own = fn({ local: { environment: { KEY: '${env:NOWHERE}' } } })
    expect(() => localFunction(own, none, {})).toThrow(
      'local.environment.KEY of hello needs NOWHERE, which is not set here',
    )
  })

  it('passes on what only the local Lambda looks at', () => {
    expect(localFunction(fn({ local: { maxConcurrency: 4 } }), none, {}).maxConcurrency).toBe(4)
  })

  it('tells the functions of this project what became of asynchronous invocations', () => {
    const onSuccess = 'arn:aws:sqs:eu-west-1:123456789012:done'
    const { destinations } = localFunction(fn({ onSuccess, onFailure: 'alarm' }), none, {})
    expect(destinations).toEqual({ onSuccess: undefined, onFailure: 'alarm' })
  })

  it.each([
    ['url', 'rest', 'prod'],
    ['rest', 'http-api', '$default'],
    ['url', 'http-api', '$default'],
  ] as const)('puts a %s function behind %s on the stage %s', (from, as, stage) => {
    const { settings } = localFunction(fn({ http: normalizeHttp(from) }), none, {}, as)
    expect(settings.http).toMatchObject({ kind: as, stage })
  })

  it('keeps a stage that the configuration names', () => {
    const http = normalizeHttp({ kind: 'http-api', stage: 'dev' } as never)
    expect(localFunction(fn({ http }), none, {}, 'rest').settings.http.stage).toBe('dev')
  })
})
