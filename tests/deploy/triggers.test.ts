import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isRead } from '../../src/deploy/aws/operations.ts'
import { AwsModel } from '../support/aws-model/aws.ts'
import { callersOf, idleCallers, wantedCallers } from '../support/aws-model/callers.ts'
import { Deploying } from '../support/aws-model/deploying.ts'
import { foreignIn, putSources } from '../support/aws-model/world.ts'
import { Random } from '../support/random.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
const RUNS = Number(process.env['OCHE_RUNS'] ?? 2)

const folder = mkdtempSync(join(tmpdir(), 'oche-triggers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:news'

const EVENTS = [
  [],
  [
    { sns: { topic: TOPIC, filter: { a: ['b'] } } },
    { s3: { bucket: 'photos', prefix: 'in/' } },
    { s3: { bucket: 'photos', prefix: 'out/', events: ['s3:ObjectRemoved:*'] } },
    { eventbridge: { pattern: { source: ['shop'] } } },
  ],
  [
    { sns: { topic: TOPIC, filter: { a: { b: ['c'] } }, scope: 'body' } },
    { s3: { bucket: 'photos', prefix: 'out/' } },
    { eventbridge: { pattern: { source: ['x'] }, bus: 'shop', enabled: false } },
    { eventbridge: { pattern: { source: ['y'] } } },
  ],
] as const

class Killed extends Error {}

/** A deploy, or a destroy, that is ended before one of its writes, or right after it. */
async function killed(model: AwsModel, at: number, run: () => Promise<unknown>): Promise<boolean> {
  const sender = model.sender.bind(model)
  let writes = 0
  model.sender = (who) => {
    const send = sender(who)
    return async (operation, input) => {
      if (isRead(operation)) {
        if (writes > at) throw new Killed()
        return send(operation, input)
      }
      if (writes++ >= at) {
        // Every second time the call arrives, and nobody hears of it.
        if (writes === at + 1 && at % 2 === 1) await send(operation, input)
        throw new Killed()
      }
      return send(operation, input)
    }
  }
  try {
    await run()
    return false
  } catch (thrown) {
    if (writes <= at) throw thrown
    return true
  } finally {
    model.sender = sender
  }
}

/** What ends badly throws. */
async function deployed(deploying: Deploying): Promise<void> {
  const failure = await deploying.deploy()
  if (failure !== undefined) throw new Error(failure)
}

describe(`topics, buckets and rules (OCHE_SEED=${seed})`, () => {
  it('are as oche.yaml says after a run that was killed at any call, and gone after a destroy', async () => {
    for (let one = seed; one < seed + RUNS; one++) {
      const random = new Random(one)
      const [before, after] = [random.pick([...EVENTS]), random.pick([...EVENTS])]
      for (let at = 0; at < 60; at++) {
        const model = new AwsModel(new Random(one))
        putSources(model)
        const foreign = foreignIn(model)
        const who = (events: (typeof EVENTS)[number], name: string) =>
          new Deploying(folder, `${one}-${name}`, model, new Random(one), undefined, events)
        await deployed(who(before, 'before'))
        const deploying = who(after, 'after')
        const wasKilled = await killed(model, at, () => deployed(deploying))
        await deployed(deploying)
        const about = `OCHE_SEED=${one}, killed at ${at}`
        expect(callersOf(model), about).toEqual(wantedCallers(deploying.fn))
        expect(await deploying.pending(), about).toEqual([])
        await killed(model, at, () => deploying.destroy())
        await deploying.destroy()
        expect(callersOf(model), about).toEqual(['0 permissions'])
        expect(idleCallers(model), about).toEqual([])
        expect(foreignIn(model), about).toEqual(foreign)
        if (!wasKilled) break
      }
    }
  })

  it('that outlive a function which somebody has deleted go with a destroy, as far as they have tags', async () => {
    const model = new AwsModel(new Random(seed))
    putSources(model)
    const events = [
      { eventbridge: { pattern: { source: ['shop'] }, bus: 'shop' } },
      { sqs: 'arn:aws:sqs:eu-west-1:123456789012:one' },
      { schedule: 'rate(1 day)' },
    ]
    const random = new Random(seed)
    const deploying = new Deploying(folder, 'gone', model, random, undefined, events)
    await deployed(deploying)
    expect([
      ...model.rules.all,
      ...model.lambda.mappings.all,
      ...model.scheduler.groups,
    ]).toHaveLength(3)
    model.lambda.functions.clear()
    await deploying.destroy()
    expect([...model.rules.all, ...model.lambda.mappings.all, ...model.scheduler.groups]).toEqual(
      [],
    )
  })
})
