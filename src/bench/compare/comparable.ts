import { OcheError } from '../../core/errors.ts'
import { figureText, share } from '../report/units.ts'
import type { Machine, Plan, PlannedFunction, Report } from '../report/types.ts'
import { median } from '../statistics/quantile.ts'

/**
 * Refuses to compare what says nothing of the function: what `requireSamePlan` refuses, or a machine that
 * was faster or slower itself.
 *
 * @param bound as a share
 * @throws OcheError `BENCH_NOT_COMPARABLE`
 */
export function requireComparable(then: Report, now: Report, bound: number): void {
  requireSamePlan(then, now)
  if (now.lambda === undefined) requireSameSpeed(then.work, now.work, bound)
}

/**
 * Refuses what is known before anything is measured: another machine, another event, or what was not
 * measured then.
 *
 * @throws OcheError `BENCH_NOT_COMPARABLE`
 */
export function requireSamePlan(then: Report, now: Plan): void {
  if (then.lambda?.region !== now.lambda?.region) {
    throw refused(`it was measured ${whereText(then)}, and now ${whereText(now)}`)
  }
  if (now.lambda === undefined) requireSameMachine(then.machine, now.machine)
  for (const fn of now.functions) {
    const before = then.functions.find(({ name }) => name === fn.name)
    if (before === undefined) throw refused(`${fn.name} was not measured then`)
    requireSameSubjects(before, fn)
  }
}

function whereText({ lambda }: Plan): string {
  return lambda === undefined ? 'on a machine of yours' : `on Lambda in ${lambda.region}`
}

const SAME = ['processor', 'cores', 'memoryBytes', 'platform', 'architecture'] as const

function requireSameMachine(then: Machine, now: Machine): void {
  const other = SAME.find((key) => then[key] !== now[key])
  if (other === undefined) return
  const text = (machine: Machine) =>
    other === 'memoryBytes' ? figureText(machine[other], 'bytes') : String(machine[other])
  throw refused(`it is of another machine: ${text(then)} then, ${text(now)} now`)
}

function requireSameSubjects(then: PlannedFunction, now: PlannedFunction): void {
  if (then.event.sha256 !== now.event.sha256) {
    throw refused(
      `${now.name} was measured with another event: ${then.event.name} then, ${now.event.name} now`,
    )
  }
  const known = then.subjects.map(({ name }) => name)
  const other = now.subjects.find(({ name }) => !known.includes(name))
  if (other === undefined) return
  throw new OcheError(
    'BENCH_NOT_COMPARABLE',
    `${now.name} was not measured with ${other.name} then, but with ${known.join(', ')}: only what ran in one run is compared`,
    { remedy: `Measure them in one: oche bench ${now.name} --engine ${known[0]},${other.name}` },
  )
}

/** The fixed piece of work is the same program: a difference is the machine's. */
function requireSameSpeed(then: readonly number[], now: readonly number[], bound: number): void {
  const ratio = median(now) / median(then)
  if (Math.abs(ratio - 1) <= bound) return
  const how = ratio > 1 ? `${share(ratio - 1)} slower` : `${share(1 - ratio)} faster`
  throw refused(`this machine itself is ${how} than then, by the fixed piece of work`)
}

function refused(reason: string): OcheError {
  return new OcheError('BENCH_NOT_COMPARABLE', `the reports cannot be compared: ${reason}`, {
    remedy:
      'Measure both on the same machine, with the same functions and events: oche bench --save <file>, ' +
      'then --compare <file>.',
  })
}
