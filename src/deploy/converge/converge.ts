import { randomBytes } from 'node:crypto'
import { OcheError } from '../../core/errors.ts'
import { OutOfDate, type Aws } from '../aws/aws.ts'
import type { Facts } from '../model/facts.ts'
import type { Ground, Place } from '../model/place.ts'
import type { Plan } from '../model/plan.ts'
import type { Anchor } from '../model/version.ts'
import { MAX_ROUNDS, untilUpToDate } from './again.ts'
import { applySteps } from './apply.ts'
import { factsOf, planDestroy, planDeploy, type PlanOptions } from './plan.ts'
import { readDesired, readPlace, readRest, type ReadOptions } from './read.ts'
import type { Context, Desired, Remote, Resources, Wants } from './resource.ts'
import { markOf } from './vouch.ts'

export interface ConvergeOptions<P = Place> extends PlanOptions, ReadOptions {
  resources: Resources<P>
  aws: Aws
  /** Told what happens, e.g. `making the role`. */
  progress: (message: string) => void
  /** What is known from elsewhere as it is now, for a run that has met another one. @default `given` */
  lookAgain?: (() => Promise<Readonly<Facts>>) | undefined
}

/** A plan and what it was made from. */
export interface Planned<P = Place> {
  desired: Desired<Wants, P>
  remote: Remote
  plan: Plan
}

type Planning<P> = Omit<ConvergeOptions<P>, 'progress'>

/** Reads and compares; changes nothing. */
export async function planned<P extends Ground>(
  options: Planning<P>,
  desired: Desired<Wants, P>,
): Promise<Planned<P>> {
  const remote = await readDesired(options.resources, options.aws, desired, options)
  return plannedFrom(options, desired, remote)
}

/** Compares with what was read; where a tag vouched for the rest, and something differs, that is read. */
export async function plannedFrom<P extends Ground>(
  options: Planning<P>,
  desired: Desired<Wants, P>,
  found: Remote,
): Promise<Planned<P>> {
  const { resources, aws, given = {} } = options
  const isRead = found.known === undefined
  const isKnown = isRead || resources.vouching?.known(desired, found.anchor, given) !== undefined
  const first = isKnown ? planDeploy(resources, desired, found, options) : undefined
  const isEnough = isRead || first?.steps.length === 0
  const remote = isEnough ? found : await readRest(resources, aws, desired, found.anchor, options)
  const plan = isEnough ? first! : planDeploy(resources, desired, remote, options)
  const { readMore } = resources
  const anchor = await readMore(aws, desired.place, remote.anchor, plan.steps)
  if (anchor === undefined) return { desired, remote, plan }
  const more = { ...remote, anchor }
  return { desired, remote: more, plan: planDeploy(resources, desired, more, options) }
}

/**
 * Makes a function as it is desired. Where the outcome of a call is unknown, or what was read turns
 * out to be old, the account is read and planned again: what there is decides, never what was
 * believed. A run that is killed and started again takes the same way.
 *
 * @returns what there is then
 * @throws OcheError
 */
export async function converge<P extends Ground>(
  options: ConvergeOptions<P>,
  start: Planned<P>,
): Promise<Facts> {
  let telling = reporting(options)
  const mark = markOf(randomBytes(4).toString('hex'))
  const { resources, aws } = telling
  const { desired } = start
  const replan = async (thorough: boolean) => {
    telling = { ...telling, given: (await telling.lookAgain?.()) ?? telling.given }
    return planned({ ...telling, thorough }, desired)
  }
  let current = start
  const contextNow = () => contextOf(telling, current, mark)
  let context = contextNow()
  // What a lost answer has left behind, or somebody else at the same time, is seen only by looking
  // again at the end, and at everything: also what the function's tags say may be the other's.
  let isSure = true
  const run = () =>
    untilUpToDate(aws, async (before) => {
      if (before !== undefined) {
        isSure = false
        telling.progress('reading again what AWS has')
        current = await replan(false)
        review(resources, context, current, before)
      }
      for (let round = 1; ; round++) {
        context = contextNow()
        const { steps } = current.plan
        await applySteps(resources, desired, context, steps, telling.progress)
        for (const [name, resource] of Object.entries(resources.all)) {
          await resource.confirm?.(context, desired.wants[name], steps)
        }
        if (isSure || round >= MAX_ROUNDS) return context.facts
        current = await replan(true)
        if (current.plan.steps.length === 0) return contextNow().facts
      }
    })
  try {
    return await run()
  } catch (thrown) {
    if (!isSure || isConcurrent(thrown)) await resources.leaveDoubt(aws, desired.place)
    throw thrown
  }
}

function isConcurrent(thrown: unknown): boolean {
  return thrown instanceof OcheError && thrown.code === 'CONCURRENT_DEPLOY'
}

function review<P>(
  { all }: Resources<P>,
  context: Context<P>,
  { remote, plan }: Planned<P>,
  thrown: OutOfDate,
): void {
  for (const resource of Object.values(all)) {
    resource.review?.(context, { ...remote.anchor, steps: plan.steps }, thrown)
  }
}

function contextOf<P extends Ground>(
  options: ConvergeOptions<P>,
  { desired, remote }: Planned<P>,
  mark: string,
): Context<P> {
  const { resources, aws, progress } = options
  const { place, tags } = desired
  const facts = { ...factsOf(resources, desired, remote, options), mark }
  return { aws, place, tags, facts, progress }
}

export interface RemoveOptions<P = Place> {
  resources: Resources<P>
  aws: Aws
  place: P
  /** Deletes the log group too. @default false */
  logs?: boolean | undefined
}

/** What would go, and what it was found by. */
export interface PlannedRemoval {
  anchor: Anchor
  plan: Plan
}

/** @throws OcheError `NOT_OURS` */
export async function plannedRemoval<P extends Ground>(
  options: RemoveOptions<P>,
): Promise<PlannedRemoval> {
  const { resources, aws, place, logs = false } = options
  const remote = await readPlace(resources, aws, place, logs)
  return { anchor: remote.anchor, plan: planDestroy(resources, place, remote, logs) }
}

/** Deletes what was planned, and looks again until nothing is left. @throws OcheError */
export async function remove<P extends Ground>(
  options: RemoveOptions<P> & { progress: (message: string) => void },
  start: Plan,
): Promise<void> {
  const telling = reporting(options)
  const { resources, aws, place, progress } = telling
  let plan = start
  await untilUpToDate(aws, async (before) => {
    if (before !== undefined) ({ plan } = await plannedRemoval(telling))
    for (let round = 1; plan.changes.length > 0 && round <= MAX_ROUNDS; round++) {
      const context = { aws, place, tags: {}, facts: {}, progress }
      await applySteps(resources, undefined, context, plan.steps, progress)
      progress('looking for what is left')
      plan = (await plannedRemoval(telling)).plan
    }
  })
}

/** Several calls make one thing: told once. What AWS is waited for is told in the same place. */
function reporting<T extends { aws: Aws; progress: (message: string) => void }>(options: T): T {
  let last: string | undefined
  const progress = (message: string) => {
    if (message !== last) options.progress(message)
    last = message
  }
  return {
    ...options,
    progress,
    aws: options.aws.reportingTo((what) => progress(`waiting for ${what}`)),
  }
}
