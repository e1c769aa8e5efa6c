import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { AwsModel } from '../support/aws-model/aws.ts'
import { Deploying } from '../support/aws-model/deploying.ts'
import { NAME, putSources } from '../support/aws-model/world.ts'
import { Random } from '../support/random.ts'

const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 1_000_000)
const RUNS = Number(process.env['OCHE_RUNS'] ?? 15)

const folder = mkdtempSync(join(tmpdir(), 'oche-stages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const STAGES = [undefined, 'dev', 'prod', 'prod-2'] as const

/** All that AWS has, in words, by the stage in its name: what was made is called by nothing else. */
function inventory(model: AwsModel): Map<string, string[]> {
  const { lambda, iam, logs, api, rest, scheduler, topics, rules, notifications } = model
  const entries = notifications.buckets.get('photos')!['LambdaFunctionConfigurations'] ?? []
  const subscriptions = [...topics.all.values()]
    .flat()
    .filter(({ endpoint }) => endpoint.includes(NAME))
  const named: [name: string, what: unknown][] = [
    ...[...lambda.functions].map(([name, fn]): [string, unknown] => [name, fn]),
    ...iam.roles,
    ...logs.groups,
    ...[...api.apis.values()].map((one): [string, unknown] => [one.name, one]),
    ...[...rest.apis.values()].map((one): [string, unknown] => [one.name, one]),
    ...scheduler.groups,
    ...[...rules.all].map(([arn, one]): [string, unknown] => [
      one.tags['oche:function']!,
      { arn, ...one },
    ]),
    ...entries.map((one: { LambdaFunctionArn: string }) => [one.LambdaFunctionArn, one]),
    ...subscriptions.map((one): [string, unknown] => [one.endpoint, one]),
    ...[...lambda.mappings.all.values()].map((one): [string, unknown] => [one.of, one]),
  ]
  const all = new Map<string, string[]>()
  for (const [name, what] of named) {
    const stage = new RegExp(`${NAME}(?:-(dev|prod-2|prod))?(?![a-z])`).exec(name)?.[1] ?? 'none'
    const text = `${name}: ${inspect(what, { depth: null, sorted: true })}`
    all.set(stage, [...(all.get(stage) ?? []), text].toSorted())
  }
  return all
}

async function oneRun(one: number): Promise<void> {
  const random = new Random(one)
  const model = new AwsModel(random.fork())
  putSources(model)
  for (let turn = 0; turn < 8; turn++) {
    const stage = random.pick([...STAGES])
    const own = stage ?? 'none'
    const before = inventory(model)
    const deploying = new Deploying(folder, `${one}-${turn}`, model, random.fork(), stage)
    model.faultsOnceIn = random.pick([0, 20])
    const isDestroy = random.once(3)
    const run = isDestroy ? deploying.destroy() : deploying.deploy()
    const failure = await run.catch(() => undefined)
    model.faultsOnceIn = 0
    if (isDestroy) await deploying.destroy()
    const after = inventory(model)
    const others = STAGES.map((other) => other ?? 'none').filter((other) => other !== own)
    for (const other of others) {
      expect(after.get(other), `OCHE_SEED=${one}: ${own} has touched ${other}`).toEqual(
        before.get(other),
      )
    }
    if (isDestroy) expect(after.get(own), `OCHE_SEED=${one}`).toBeUndefined()
    // Objects that start another stage's function already.
    else if (failure?.startsWith('NOT_OURS') !== true) {
      expect(after.get(own)?.length).toBeGreaterThan(0)
    }
  }
}

describe(`stages of one application (OCHE_SEED=${seed})`, () => {
  it('never touch what is another one’s, whatever is deployed, fails and is destroyed', async () => {
    for (let one = seed; one < seed + RUNS; one++) await oneRun(one)
  })
})
