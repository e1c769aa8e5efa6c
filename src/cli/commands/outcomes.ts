import { OcheError } from '../../core/errors.ts'
import { errorJson } from '../output/failure.ts'

type Outcomes = readonly PromiseSettledResult<unknown>[]

/** A function that failed. */
interface Failed {
  name: string
  reason: unknown
}

function failedOf(names: readonly string[], outcomes: Outcomes): Failed[] {
  return outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected'
      ? [{ name: names[index]!, reason: outcome.reason as unknown }]
      : [],
  )
}

export function failedNames(names: readonly string[], outcomes: Outcomes): string[] {
  return failedOf(names, outcomes).map(({ name }) => name)
}

/** Failures that a user can fix, by function, as they stand in the JSON beside those that succeeded. */
export function failuresJson(names: readonly string[], outcomes: Outcomes): object[] {
  return failedOf(names, outcomes).flatMap(({ name, reason }) =>
    reason instanceof OcheError ? [{ name, error: errorJson(reason) }] : [],
  )
}

/**
 * What went wrong with functions that were worked on side by side; undefined where nothing did. A bug
 * goes first; one failure alone says whose it is where there are several functions.
 *
 * @param names in the order of the outcomes
 */
export function failureOf(names: readonly string[], outcomes: Outcomes): unknown {
  const failed = failedOf(names, outcomes)
  const bug = failed.find(({ reason }) => !(reason instanceof OcheError))
  if (bug !== undefined) return bug.reason
  const errors = failed.map(({ name, reason }) => ({ name, error: reason as OcheError }))
  if (errors.length < 2) return names.length > 1 ? errors[0] && named(errors[0]) : errors[0]?.error
  return new OcheError('FUNCTIONS_FAILED', `${failed.length} of ${names.length} functions failed`, {
    detail: errors.map(errorText).join('\n'),
    remedy: 'Fix that and type it again: what is done already stands.',
    exit: errors[0]!.error.exit,
  })
}

function named({ name, error }: { name: string; error: OcheError }): OcheError {
  const { code, message, detail, remedy, exit, cause } = error
  return new OcheError(code, `${name}: ${message}`, {
    exit,
    cause,
    ...(detail !== undefined && { detail }),
    ...(remedy !== undefined && { remedy }),
  })
}

/**
 * What all of them gave, in their order.
 *
 * @throws what `failureOf` finds, once all have ended
 */
export async function allOf<T>(
  names: readonly string[],
  work: readonly Promise<T>[],
): Promise<T[]> {
  const outcomes = await Promise.allSettled(work)
  const failure = failureOf(names, outcomes)
  if (failure !== undefined) throw failure
  return valuesOf(outcomes)
}

export function valuesOf<T>(outcomes: readonly PromiseSettledResult<T>[]): T[] {
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
}

function errorText({ name, error }: { name: string; error: OcheError }): string {
  const remedy = error.remedy === undefined ? '' : `\n  → ${error.remedy}`
  return `${name}: ${error.message}${remedy}`
}
