import { describe, expect, it } from 'vitest'
import { Random } from '../../../tests/support/random.ts'
import { OcheError } from '../errors.ts'
import { parseConfig } from './parse.ts'
import { mergeStage } from './stages.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)

const failure = (text: string, stage?: string): OcheError => {
  try {
    parseConfig(text, 'oche.yaml', { stage })
  } catch (thrown) {
    return thrown as OcheError
  }
  throw new Error('this was taken: ' + text)
}

const SHOP = `
name: shop
memory: 128
environment: { TABLE: "items-\${stage}", ONE: 1 }
tags: { team: games }
http: http-api
functions:
  items: { handler: items.list, timeout: 5, http: { kind: http-api, routes: ["GET /items"] } }
  jobs: { http: none }
stage: dev
stages:
  dev:
  prod:
    memory: 512
    account: "123456789012"
    region: eu-west-1
    environment: { ONE: 2, TWO: "\${stage}" }
    http: { access: public }
    functions:
      items: { timeout: 20, http: { routes: ["GET /items", "POST /items"] } }
`

describe('a stage', () => {
  it('says what differs: maps are merged, lists and single values are replaced', () => {
    const { config, stage, stages } = parseConfig(SHOP, 'oche.yaml', { stage: 'prod' })
    expect([stage, stages]).toEqual(['prod', ['dev', 'prod']])
    expect(config).toMatchObject({
      memory: 512,
      account: '123456789012',
      region: 'eu-west-1',
      environment: { TABLE: 'items-prod', ONE: '2', TWO: 'prod' },
      tags: { team: 'games' },
      functions: { items: { handler: 'items.list', timeout: 20 }, jobs: { http: 'none' } },
    })
  })

  it('goes on with the short form of what it says more of', () => {
    const { config } = parseConfig(SHOP, 'oche.yaml', { stage: 'prod' })
    expect(config.http).toMatchObject({ kind: 'http-api', access: 'public' })
    expect(config.functions!['items']!.http).toMatchObject({
      kind: 'http-api',
      routes: ['GET /items', 'POST /items'],
    })
  })

  it('is the one that the file names where none is asked for', () => {
    const { config, stage } = parseConfig(SHOP, 'oche.yaml')
    expect([stage, config.memory]).toEqual(['dev', 128])
    expect(config.environment).toEqual({ TABLE: 'items-dev', ONE: '1' })
  })

  it('may come from a variable', () => {
    const text = 'stage: "${env:STAGE}"\nstages: { dev: {}, prod: {} }\n'
    const parsed = parseConfig(text, 'oche.yaml', { sources: [{ STAGE: 'prod' }] })
    expect(parsed.stage).toBe('prod')
    expect(failure(text).code).toBe('ENVIRONMENT_MISSING')
  })

  it('that the file names where none is asked for needs nothing of its own below "stages:"', () => {
    const text =
      'environment: { STAGE: "${stage}" }\nstage: dev\nstages: { prod: { memory: 512 } }\n'
    const own = parseConfig(text, 'oche.yaml')
    expect([own.stage, own.stages, own.config.environment]).toEqual([
      'dev',
      ['dev', 'prod'],
      { STAGE: 'dev' },
    ])
    expect(parseConfig(text, 'oche.yaml', { stage: 'dev' }).stage).toBe('dev')
    expect(parseConfig(text, 'oche.yaml', { stage: 'prod' }).config.memory).toBe(512)
    expect(parseConfig('stage: dev\n', 'oche.yaml').stages).toEqual(['dev'])
    expect(failure('stage: dev\nstages: { prod: {} }\n', 'test').remedy).toBe(
      'Stages here: dev, prod.',
    )
    expect(failure('stage: dev!\n').message).toContain('oche.yaml:1:1: stage:')
  })

  it('that there is not is told with the nearest one', () => {
    expect(failure(SHOP, 'prd')).toMatchObject({
      code: 'STAGE_UNKNOWN',
      message: 'there is no stage "prd"',
      remedy: 'Did you mean "prod"?',
    })
    expect(failure('name: a\n', 'prod').remedy).toContain('stages: { prod: {} }')
    expect(failure('name: a\nstage: pord\nstages: { prod: {} }\n')).toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'oche.yaml:2:1: stage: there is no stage "pord"',
      remedy: 'Did you mean "prod"?',
    })
  })

  it('has its mistakes told at their own line, whichever stage was asked for', () => {
    for (const stage of [undefined, 'dev', 'prod']) {
      const told = (below: string) =>
        failure(
          `memory: 256\nfunctions: { items: {} }\nstages:\n  dev: {}\n  prod: ${below}`,
          stage,
        )
      expect(told('{ memory: 64 }')).toMatchObject({
        message: 'oche.yaml:5:11: stages.prod.memory: 64 is too small',
      })
      expect(told('{ memroy: 64 }')).toMatchObject({
        message: 'oche.yaml:5:11: stages.prod: unknown key "memroy"',
        remedy: 'Did you mean "memory"?',
      })
      expect(told('{ functions: { items: { timeout: 1000 } } }').message).toBe(
        'oche.yaml:5:33: stages.prod.functions.items.timeout: 1000 is too large',
      )
      expect(told('{ functions: { itms: {} } }')).toMatchObject({
        message: 'oche.yaml:5:24: stages.prod.functions.itms: there is no function "itms"',
        remedy: 'Did you mean "items"?',
      })
      expect(told('{ environment: { AWS_REGION: x } }').message).toMatch(
        /^oche\.yaml:5:26: stages\.prod\.environment\.AWS_REGION: Lambda sets/,
      )
    }
  })

  it('has a mistake of the file told once, where it stands', () => {
    const error = failure('memory: 64\nstages: { dev: {}, prod: {} }\n')
    expect(error.message).toBe('oche.yaml:1:1: memory: 64 is too small')
    expect(error.detail).toBeUndefined()
  })

  it('changes no function where there is only one: its keys stand in the stage itself', () => {
    expect(failure('stages:\n  prod:\n    functions: { a: {} }\n').remedy).toContain(
      'directly below',
    )
  })

  it('has to be there for ${stage} to stand for something', () => {
    expect(
      failure('functions:\n  a: { handler: "x-${stage}" }\nstages: { dev: {} }\n'),
    ).toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'oche.yaml:2:8: functions.a.handler: ${stage} stands for nothing without a stage',
      remedy: expect.stringContaining('--stage'),
    })
  })
})

type Data = string | number | readonly Data[] | { [key: string]: Data }

function anyData(random: Random, depth: number): Data {
  const kind = depth === 0 ? random.below(2) : random.below(5)
  if (kind === 0) return random.below(100)
  if (kind === 1) return random.pick(['a', 'b', 'c'])
  if (kind === 2) return Array.from({ length: random.below(3) }, () => anyData(random, depth - 1))
  return anyMap(random, depth - 1)
}

function anyMap(random: Random, depth: number): { [key: string]: Data } {
  const keys = ['p', 'q', 'r', 's'].filter(() => random.once(2))
  return Object.fromEntries(keys.map((key) => [key, anyData(random, depth)]))
}

/** Every value that is no map, by its path; an empty map counts as one. */
function leaves(data: Data, path: string = ''): [path: string, value: string][] {
  const isMap = typeof data === 'object' && !Array.isArray(data)
  const entries = isMap ? Object.entries(data as { [key: string]: Data }) : []
  if (!isMap || entries.length === 0) return [[path, isMap ? 'map' : JSON.stringify(data)]]
  return entries.flatMap(([key, value]) => leaves(value, `${path}/${key}`))
}

const isNear = (a: string, b: string) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)

/** The leaves of the stage, and those of the file of which the stage has nothing at, below or above. */
function expected(base: Data, over: Data): string[] {
  const own = leaves(over)
  const kept = leaves(base).filter(([path]) => !own.some(([other]) => isNear(path, other)))
  const all = [...own, ...kept]
  // An empty map that is merged into one that is not says nothing.
  const below = leaves(base).filter(([path]) =>
    own.some(([other, value]) => value === 'map' && path.startsWith(`${other}/`)),
  )
  return [...all, ...below]
    .filter(
      ([path, value], _, every) =>
        value !== 'map' || !every.some(([other]) => other.startsWith(`${path}/`)),
    )
    .map(([path, value]) => `${path} ${value}`)
    .toSorted()
}

describe(`what a stage makes of any configuration (OCHE_SEED=${seed})`, () => {
  it('is what a comparison leaf by leaf says', () => {
    for (let one = seed; one < seed + 2000; one++) {
      const random = new Random(one)
      const [base, over] = [anyMap(random, 3), anyMap(random, 3)]
      const merged = mergeStage(base, over) as Data
      const found = leaves(merged).map(([path, value]) => `${path} ${value}`)
      expect(found.toSorted(), `OCHE_SEED=${one}`).toEqual(expected(base, over))
    }
  })

  it('leaves the file itself as it was', () => {
    const random = new Random(seed)
    for (let round = 0; round < 200; round++) {
      const [base, over] = [anyMap(random, 3), anyMap(random, 3)]
      const before = JSON.stringify([base, over])
      mergeStage(base, over)
      expect(JSON.stringify([base, over])).toBe(before)
    }
  })
})
