import { debug } from '../../core/debug.ts'
import { hiding, type Hidden } from '../../core/references.ts'
import { joinFacts, type Facts } from '../model/facts.ts'
import { ownershipOf, type Ground } from '../model/place.ts'
import { joinPlans, type Change, type Plan } from '../model/plan.ts'
import { changingRecord, settledRecord } from './record.ts'
import type { Desired, Phases, Remote, Resources, Telling, Wants } from './resource.ts'

export interface PlanOptions {
  /** Takes over resources that Oche did not make. @default false */
  adopt?: boolean | undefined
  /** What is known from elsewhere: of what an application's functions share. */
  given?: Readonly<Facts> | undefined
  /** Only these parts of the plan. @default all */
  phases?: readonly (keyof Phases)[] | undefined
}

const ALL: readonly (keyof Phases)[] = ['prepare', 'make', 'remove', 'settle']

/** The way from what there is to what there should be. */
export function planDeploy<P extends Ground>(
  resources: Resources<P>,
  desired: Desired<Wants, P>,
  remote: Remote,
  options: PlanOptions = {},
): Plan {
  const facts = factsOf(resources, desired, remote, options)
  const tags = remote.anchor.function?.tags ?? {}
  const record = {
    changing: changingRecord(resources, desired, tags),
    settled: settledRecord(resources, desired, options.given, remote.anchor.function?.tags),
  }
  const phases = comparedIn(resources, remote).map(([name, resource]): [string, Phases] => [
    name,
    resource.plan({ ...telling(name, desired, remote, options), facts, record }),
  ])
  const byName = Object.fromEntries(phases)
  for (const [name, parts] of phases) {
    debug('deploy', () => `${nameOf(desired.place)}: ${name}: ${planText(parts)}`)
  }
  const made = Object.values(byName)
  const { phases: only = ALL } = options
  const changesRest = phases.some(
    ([name, parts]) => resources.vouching?.compared.includes(name) !== true && hasSteps(parts),
  )
  const { anchor } = remote
  const vouching = resources.vouching?.around({ desired, anchor, facts, changesRest })
  const plan = joinPlans(
    vouching?.before,
    ...ALL.filter((phase) => only.includes(phase)).flatMap((phase) =>
      phase === 'remove'
        ? resources.removal.map((name) => byName[name]?.remove)
        : made.map((parts) => parts[phase]),
    ),
    vouching?.after,
  )
  return { ...plan, changes: plan.changes.map((change) => shown(change, desired.hidden)) }
}

/** All resources, or those that are compared where a tag vouches for the others. */
function comparedIn<P>(
  { all, vouching }: Resources<P>,
  { known }: Remote,
): [name: string, Resources<P>['all'][string]][] {
  const entries = Object.entries(all)
  if (known === undefined) return entries
  return entries.filter(([name]) => vouching?.compared.includes(name))
}

function hasSteps(parts: Phases): boolean {
  return Object.values(parts).some((part: Plan | undefined) => (part?.steps.length ?? 0) > 0)
}

/** A change with the names of references in place of what they stand for. */
function shown(change: Change, hidden: readonly Hidden[]): Change {
  if (hidden.length === 0) return change
  const texts = Object.entries(change).map(([key, value]) => [
    key,
    typeof value === 'string' ? hiding(value, hidden) : value,
  ])
  return Object.fromEntries(texts) as unknown as Change
}

/** What is to be done with a resource, by calls; no input of theirs, which may be secret. */
function planText(parts: Phases): string {
  const texts = Object.entries(parts).flatMap(([phase, plan]: [string, Plan | undefined]) =>
    plan === undefined || plan.steps.length === 0
      ? []
      : [`${phase} ${plan.steps.map(({ call }) => call).join(', ')}`],
  )
  return texts.length === 0 ? 'as it should be' : texts.join('; ')
}

/** What the resources tell each other before the first step. */
export function factsOf<P extends Ground>(
  resources: Resources<P>,
  desired: Desired<Wants, P>,
  remote: Remote,
  options: PlanOptions = {},
): Facts {
  const told = comparedIn(resources, remote).map(([name, resource]) =>
    resource.tell?.(telling(name, desired, remote, options)),
  )
  return joinFacts(options.given, remote.known, ...told)
}

function nameOf(place: Ground): string {
  return 'function' in place ? String(place.function) : place.project
}

function telling<P extends Ground>(
  name: string,
  { place, tags, wants }: Desired<Wants, P>,
  { anchor, found }: Remote,
  { adopt = false }: PlanOptions,
): Telling<unknown, unknown, P> {
  return { ...anchor, place, tags, wanted: wants[name], found: found[name], adopt }
}

/** Everything that carries our tags. */
export function planDestroy<P extends Ground>(
  { all, removal, vouching }: Resources<P>,
  place: P,
  { anchor, found }: Remote,
  logs: boolean,
): Plan {
  const seen = { ...anchor, place, tags: ownershipOf(place), logs }
  const plan = joinPlans(
    ...removal.map((name) => all[name]!.remove({ ...seen, found: found[name] })),
  )
  if (plan.steps.length === 0) return plan
  return joinPlans(vouching?.beforeRemoval(place, anchor), plan)
}
