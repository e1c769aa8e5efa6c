import { describe, expect, it } from 'vitest'
import { normalizeHttp } from '../../../core/config/schema.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import { groupByBuild, localFunction } from './functions.ts'

const fn = (over: Partial<FunctionConfig>): FunctionConfig =>
  ({
    name: 'hello',
    source: 'src/index.ts',
    engine: 'bun',
    build: undefined,
    include: [],
    environment: {},
    http: normalizeHttp(undefined),
    local: {},
    ...over,
  }) as FunctionConfig

describe('localFunction', () => {
  it('resolves variables where oche runs', () => {
    const { environment } = localFunction(fn({ environment: { KEY: '${env:SECRET}' } }), {
      SECRET: 'x',
    })
    expect(environment).toEqual({ KEY: 'x' })
  })

  it('passes on what only the local Lambda looks at', () => {
    const local = { maxConcurrency: 4, onFailure: 'alarm' }
    expect(localFunction(fn({ local }), {})).toMatchObject({
      maxConcurrency: 4,
      destinations: { onFailure: 'alarm' },
    })
  })

  it.each([
    ['url', 'rest', 'prod'],
    ['rest', 'http-api', '$default'],
    ['url', 'http-api', '$default'],
  ] as const)('puts a %s function behind %s on the stage %s', (from, as, stage) => {
    const { settings } = localFunction(fn({ http: normalizeHttp(from) }), {}, as)
    expect(settings.http).toMatchObject({ kind: as, stage })
  })

  it('keeps a stage that the configuration names', () => {
    const http = normalizeHttp({ kind: 'http-api', stage: 'dev' } as never)
    expect(localFunction(fn({ http }), {}, 'rest').settings.http.stage).toBe('dev')
  })
})

describe('groupByBuild', () => {
  it('builds functions of one source once', () => {
    const [a, b, c] = [fn({ name: 'a' }), fn({ name: 'b' }), fn({ name: 'c', source: 'c.ts' })]
    expect(groupByBuild([a, b, c])).toEqual([[a, b], [c]])
  })
})
