import { debug } from '../../core/debug.ts'
import { hiding, type Hidden } from '../../core/references.ts'
import type { Facts } from '../model/facts.ts'
import { ownershipOf, type Place } from '../model/place.ts'
import { joinPlans, type Change, type Plan } from '../model/plan.ts'
import { changingRecord, settledRecord } from './record.ts'
import type { Desired, Phases, Remote, Resources, Telling } from './resource.ts'

export interface PlanOptions {
  /** Takes over resources that Oche did not make. @default false */
  adopt?: boolean | undefined
}

/** The way from what there is to what there should be. */
export function planDeploy(
  resources: Resources,
  desired: Desired,
  remote: Remote,
  options: PlanOptions = {},
): Plan {
  const facts = factsOf(resources, desired, remote, options)
  const tags = remote.anchor.function?.tags ?? {}
  const record = {
    changing: changingRecord(resources, desired, tags),
    settled: settledRecord(resources, desired),
  }
  const phases = Object.entries(resources.all).map(([name, resource]): [string, Phases] => [
    name,
    resource.plan({ ...telling(name, desired, remote, options), facts, record }),
  ])
  const byName = Object.fromEntries(phases)
  for (const [name, parts] of phases) {
    debug('deploy', () => `${desired.place.function}: ${name}: ${planText(parts)}`)
  }
  const made = Object.values(byName)
  const plan = joinPlans(
    ...made.map(({ prepare }) => prepare),
    ...made.map(({ make }) => make),
    ...resources.removal.map((name) => byName[name]?.remove),
    ...made.map(({ settle }) => settle),
  )
  return { ...plan, changes: plan.changes.map((change) => shown(change, desired.hidden)) }
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
export function factsOf(
  { all }: Resources,
  desired: Desired,
  remote: Remote,
  options: PlanOptions = {},
): Facts {
  const told = Object.entries(all).map(([name, resource]) =>
    resource.tell?.(telling(name, desired, remote, options)),
  )
  return Object.assign({}, ...told) as Facts
}

function telling(
  name: string,
  { place, tags, wants }: Desired,
  { anchor, found }: Remote,
  { adopt = false }: PlanOptions,
): Telling<unknown, unknown> {
  return { ...anchor, place, tags, wanted: wants[name], found: found[name], adopt }
}

/** Everything of a function that carries our tags. */
export function planDestroy(
  { all, removal }: Resources,
  place: Place,
  { anchor, found }: Remote,
  logs: boolean,
): Plan {
  const seen = { ...anchor, place, tags: ownershipOf(place), logs }
  return joinPlans(...removal.map((name) => all[name]!.remove({ ...seen, found: found[name] })))
}
