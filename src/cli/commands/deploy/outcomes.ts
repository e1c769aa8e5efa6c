import { OcheError } from '../../../core/errors.ts'
import type { Deployed } from '../../../deploy/index.ts'

/**
 * What went wrong with functions that were deployed side by side; undefined where nothing did. A bug
 * goes first, one failure alone as it is.
 *
 * @param names in the order of the outcomes
 */
export function failureOf(
  names: readonly string[],
  outcomes: readonly PromiseSettledResult<Deployed>[],
): unknown {
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected'
      ? [{ name: names[index]!, reason: outcome.reason as unknown }]
      : [],
  )
  const bug = failed.find(({ reason }) => !(reason instanceof OcheError))
  if (bug !== undefined || failed.length < 2) return (bug ?? failed[0])?.reason
  const errors = failed.map(({ name, reason }) => ({ name, error: reason as OcheError }))
  return new OcheError(
    'DEPLOYS_FAILED',
    `${failed.length} of ${names.length} functions could not be deployed`,
    {
      detail: errors.map(errorText).join('\n'),
      remedy: `Fix that and type: oche deploy ${failed.map(({ name }) => name).join(' ')}`,
      exit: errors[0]!.error.exit,
    },
  )
}

function errorText({ name, error }: { name: string; error: OcheError }): string {
  const remedy = error.remedy === undefined ? '' : `\n  → ${error.remedy}`
  return `${name}: ${error.message}${remedy}`
}
