import { EXIT, OcheError } from '../../../core/errors.ts'
import type { OutOfDate } from '../../aws/aws.ts'
import type { Context } from '../../converge/resource.ts'
import type { Facts } from '../../model/facts.ts'
import type { Place } from '../../model/place.ts'
import type { Step } from '../../model/plan.ts'
import type { Anchor } from '../../model/version.ts'
import { sameContent } from './compare.ts'

const STALE = /^(PreconditionFailed|InvalidParameterValue|ResourceConflict)$/

const UPDATES: ReadonlySet<string> = new Set([
  'lambda:UpdateFunctionConfiguration',
  'lambda:UpdateFunctionCode',
])

const MOVES: ReadonlySet<string> = new Set(['lambda:CreateAlias', 'lambda:UpdateAlias'])

/**
 * A revision that is no longer the current one can be our own doing: Lambda changes it by itself
 * while it finishes an update. Other code, other settings or an alias that points elsewhere are
 * somebody else's, and are not undone.
 *
 * @throws OcheError `CONCURRENT_DEPLOY`
 */
export function review(
  { facts, place }: Context,
  next: Anchor & { steps: readonly Step[] },
  thrown: OutOfDate,
): void {
  if (!STALE.test(thrown.failure.code)) return
  if (!isUpdatedByOthers(facts, next) && !isMovedByOthers(facts, next)) return
  throw changedByOthers(place, thrown)
}

export function changedByOthers(place: Place, cause?: unknown): OcheError {
  return new OcheError(
    'CONCURRENT_DEPLOY',
    `somebody else changed the function ${place.function} while it was being deployed`,
    {
      remedy: 'See "oche status"; deploy again once the other one is through.',
      exit: EXIT.aws,
      cause,
    },
  )
}

function isUpdatedByOthers(
  { latest: seen }: Facts,
  { function: found, steps }: Anchor & { steps: readonly Step[] },
): boolean {
  if (!steps.some(({ call }) => UPDATES.has(call))) return false
  if (seen === undefined || found === undefined) return false
  return !sameContent(seen, found.latest)
}

function isMovedByOthers(
  { alias: seen, version }: Facts,
  { alias: found, steps }: Anchor & { steps: readonly Step[] },
): boolean {
  if (!steps.some(({ call }) => MOVES.has(call))) return false
  return found !== undefined && found.version !== seen?.version && found.version !== version
}
