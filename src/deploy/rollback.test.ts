import { describe, expect, it } from 'vitest'
import { Random } from '../../tests/support/random.ts'
import { silentReporter } from '../core/reporter.ts'
import { createAws } from './aws/aws.ts'
import type { Send } from './aws/clients.ts'
import { placeOf } from './model/place.ts'
import { newRun } from './model/run.ts'
import { lastMove, movedBy, moveText } from './resources/function/alias.ts'
import { moveBack, planPrevious, rollback } from './rollback.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
const account = { partition: 'aws', region: 'eu-west-1', id: '1' }
const project = { name: 'shop', stage: 'prod' }
const NAMES = ['items', 'jobs', 'mail']

interface Deployed {
  versions: string[]
  alias: { FunctionVersion: string; Description?: string | undefined }
}

/** Lambda, as far as aliases are of it. */
function world() {
  const functions = new Map<string, Deployed>()
  let runs = 0
  const answers: Record<string, (fn: Deployed, input: Record<string, string>) => unknown> = {
    GetFunction: (_, { FunctionName }) => ({
      Configuration: { FunctionName },
      Tags: { 'oche:project': 'shop', 'oche:function': FunctionName, 'oche:stage': 'prod' },
    }),
    GetAlias: ({ alias }) => ({ ...alias }),
    ListVersionsByFunction: ({ versions }) => ({
      Versions: versions.map((Version) => ({ Version, CodeSha256: Version })),
    }),
    UpdateAlias: (fn, { FunctionVersion, Description = fn.alias.Description }) => {
      fn.alias = { FunctionVersion: FunctionVersion!, Description }
      return {}
    },
  }
  const send = (async (operation: string, input: Record<string, string>) => {
    const fn = functions.get(input['FunctionName']!)
    if (fn === undefined) {
      throw Object.assign(new Error('none'), { name: 'ResourceNotFoundException' })
    }
    return answers[operation.split(':')[1]!]!(fn, input)
  }) as unknown as Send
  const clock = { now: () => 0, sleep: async () => {}, random: () => 1 }
  const aws = createAws({ send, clock, reporter: silentReporter })
  const run = () => newRun(new Date(1_700_000_000_000 + 1000 * runs++))
  return {
    aws,
    functions,
    run,
    /** As a deploy that publishes a version of each of these. */
    deploy(...names: string[]) {
      const by = run()
      for (const name of names) {
        const deployed = `${name}-prod`
        const has = functions.get(deployed)
        const next = String((has?.versions.length ?? 0) + 1)
        const Description = movedBy(by, next, has?.alias.FunctionVersion)
        const alias = { FunctionVersion: next, Description }
        functions.set(deployed, { versions: [...(has?.versions ?? []), next], alias })
      }
    },
    serving: () =>
      Object.fromEntries(
        NAMES.map((name) => [name, functions.get(`${name}-prod`)?.alias.FunctionVersion]),
      ),
    async previous(...names: string[]) {
      const places = names.map((name) => placeOf(account, project, name))
      const { moves, staying } = await planPrevious(aws, places)
      for (const move of moves) await moveBack(aws, move)
      return { moves, staying: staying.map((place) => place.function) }
    },
  }
}

describe('oche rollback previous', () => {
  it('takes back what the last deploy changed, and nothing else', async () => {
    const at = world()
    at.deploy(...NAMES)
    at.deploy('items')
    at.deploy('items', 'jobs')
    await at.previous(...NAMES)
    expect(at.serving()).toEqual({ items: '2', jobs: '1', mail: '1' })
  })

  it('goes forward again where all of it was taken back', async () => {
    const at = world()
    at.deploy(...NAMES)
    at.deploy('items', 'jobs')
    await at.previous(...NAMES)
    await at.previous(...NAMES)
    expect(at.serving()).toEqual({ items: '2', jobs: '2', mail: '1' })
  })

  it('finishes one that was cut short', async () => {
    const at = world()
    at.deploy(...NAMES)
    at.deploy(...NAMES)
    await at.previous('jobs')
    expect(at.serving()).toEqual({ items: '2', jobs: '1', mail: '2' })
    await at.previous(...NAMES)
    expect(at.serving()).toEqual({ items: '1', jobs: '1', mail: '1' })
  })

  it('leaves a function that was made by that deploy', async () => {
    const at = world()
    at.deploy('items')
    at.deploy('items', 'jobs')
    expect((await at.previous('items', 'jobs')).staying).toEqual(['jobs-prod'])
    expect(at.serving()).toEqual({ items: '1', jobs: '1', mail: undefined })
  })

  it('says so where nobody has written down what served, or that version is gone', async () => {
    const at = world()
    at.deploy('items')
    at.deploy('items')
    at.functions.get('items-prod')!.versions = ['2']
    await expect(at.previous('items')).rejects.toMatchObject({
      code: 'VERSION_UNKNOWN',
      message: 'items has no version "1"',
    })
    at.functions.get('items-prod')!.alias = { FunctionVersion: '2', Description: 'moved by hand' }
    await expect(at.previous('items')).rejects.toMatchObject({ code: 'VERSION_UNKNOWN' })
  })

  it('after a choice of a version goes back to what served before that', async () => {
    const at = world()
    for (let round = 0; round < 4; round++) at.deploy('items')
    await rollback(at.aws, placeOf(account, project, 'items'), '2', at.run())
    await at.previous('items')
    expect(at.serving()['items']).toBe('4')
  })

  it(`is what a memory of every state says, whatever came before (OCHE_SEED=${seed})`, async () => {
    const random = new Random(seed)
    for (let round = 0; round < 60; round++) {
      const at = world()
      at.deploy(...NAMES)
      let [before, after] = [at.serving(), at.serving()]
      for (let turn = 0; turn < 12; turn++) {
        const was = at.serving()
        const kind = random.pick(['deploy', 'choose', 'previous'])
        if (kind === 'deploy') {
          const names = NAMES.filter(() => random.once(2))
          if (names.length === 0) continue
          at.deploy(...names)
          ;[before, after] = [was, at.serving()]
        } else if (kind === 'choose') {
          const place = placeOf(account, project, random.pick(NAMES))
          const { versions, alias } = at.functions.get(place.function)!
          const version = random.pick(versions)
          if (version === alias.FunctionVersion) continue
          await rollback(at.aws, place, version, at.run())
          ;[before, after] = [was, at.serving()]
        } else if (JSON.stringify(before) !== JSON.stringify(after)) {
          const wanted = JSON.stringify(was) === JSON.stringify(after) ? before : after
          await at.previous(...NAMES)
          expect(at.serving(), `OCHE_SEED=${seed}`).toEqual(wanted)
        }
      }
    }
  })
})

describe('what is written down of a move', () => {
  it('is read again as it was', () => {
    const run = newRun()
    for (const undone of [true, false]) {
      for (const before of ['4', undefined]) {
        const move = { version: '5', before, run, undone }
        const description = moveText(move)
        expect(lastMove({ version: '5', weights: {}, description })).toEqual(move)
        expect(lastMove({ version: '6', weights: {}, description })).toBeUndefined()
      }
    }
  })
})
