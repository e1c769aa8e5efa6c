import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { AwsModel } from '../support/aws-model/aws.ts'
import { differences } from '../support/aws-model/as-desired.ts'
import { Deploying } from '../support/aws-model/deploying.ts'
import { anyWorld, foreignIn, servedBy } from '../support/aws-model/world.ts'
import { Random } from '../support/random.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
const RUNS = Number(process.env['OCHE_RUNS'] ?? 25)
const seeds = Array.from({ length: RUNS }, (_, index) => seed + index)

const folder = mkdtempSync(join(tmpdir(), 'oche-model-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface World {
  model: AwsModel
  random: Random
  told: string[]
}

function world(one: number): World {
  const random = new Random(one)
  const model = new AwsModel(random)
  return { model, random, told: anyWorld(model, random) }
}

/** How everything came, for whoever has to understand it. */
const story = (one: number, { told, model }: World) =>
  [`OCHE_SEED=${one} OCHE_RUNS=1`, ...told, ...model.log].join('\n')

async function expectDesired(deploying: Deploying, one: number, at: World): Promise<void> {
  const { fn, wantsCode } = deploying
  expect(differences(at.model, fn, wantsCode), story(one, at)).toEqual([])
  expect(await deploying.pending(), story(one, at)).toEqual([])
}

describe(`from any state of AWS (OCHE_SEED=${seed})`, () => {
  it('a deploy ends with what oche.yaml says, or says why and leaves what serves', async () => {
    for (const one of seeds) {
      const at = world(one)
      const { model, random } = at
      const [served, foreign] = [servedBy(model), foreignIn(model)]
      model.faultsOnceIn = random.pick([0, 30, 8])
      model.staleOnceIn = random.pick([0, 0, 6])
      model.lambda.outcome = () => ({
        busyFor: random.below(3),
        ends: random.once(25) ? 'badly' : 'well',
      })
      const deploying = new Deploying(folder, 'one', model, random)
      const failure = await deploying.deploy()
      const refused = failure?.startsWith('NOT_OURS') === true
      model.faultsOnceIn = model.staleOnceIn = 0
      model.lambda.outcome = () => ({ busyFor: 0, ends: 'well' })
      if (refused) {
        // Whatever stands in the way is somebody's: nothing is touched before that is known.
        expect(model.writes, story(one, at)).toEqual([])
      } else if (failure === undefined) {
        await expectDesired(deploying, one, at)
      } else {
        const now = servedBy(model)
        const isServed = now === served || now?.includes(deploying.wantsCode) === true
        expect(isServed, `${failure}\n${story(one, at)}`).toBe(true)
        // The next run mends it.
        const second = await deploying.deploy()
        expect(second, `${failure}\n${story(one, at)}`).toBeUndefined()
        await expectDesired(deploying, one, at)
      }
      expect(foreignIn(model), story(one, at)).toEqual(expect.arrayContaining(foreign))
      expect(model.blind, story(one, at)).toEqual([])
    }
  })

  it('two deploys at once end each with a word, and a third finds nothing broken', async () => {
    for (const one of seeds) {
      const at = world(one)
      const { model, random } = at
      const foreign = foreignIn(model)
      model.lambda.outcome = () => ({ busyFor: random.below(3), ends: 'well' })
      const both = ['one', 'two'].map((who) => new Deploying(folder, who, model, random))
      const ended = await Promise.all(both.map((deploying) => deploying.deploy()))
      const served = servedBy(model)
      if (ended.includes(undefined)) {
        const codes = both.map(({ wantsCode }) => wantsCode)
        expect(
          codes.some((code) => served?.includes(code)),
          story(one, at),
        ).toBe(true)
      }
      expect(model.blind, story(one, at)).toEqual([])
      if (ended.every((failure) => failure?.startsWith('NOT_OURS'))) continue
      const [last] = both
      expect(await last!.deploy(), `${ended.join('\n')}\n${story(one, at)}`).toBeUndefined()
      await expectDesired(last!, one, at)
      expect(foreignIn(model), story(one, at)).toEqual(expect.arrayContaining(foreign))
    }
  })
})
