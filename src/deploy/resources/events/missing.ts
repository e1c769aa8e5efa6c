import { OcheError } from '../../../core/errors.ts'
import type { Source } from '../../converge/resource.ts'

/** What `events:` names and AWS does not have here: told before anything is made. */
export function sourceMissing(what: string, remedy: string): OcheError {
  return new OcheError('EVENT_SOURCE_MISSING', what, { remedy })
}

/**
 * Topics, queues and streams start functions of their own region only. Where the region, or that of the ARN, is
 * known later, AWS tells.
 *
 * @param kind `topic`, `queue`, …
 * @throws OcheError `EVENT_SOURCE_MISSING`
 */
export function requireRegion(kind: string, arn: string, { fn, place }: Source): void {
  const { region } = place.account
  const its = arn.split(':')[3]
  const isKnown = [its, region].every((one) => /^[a-z0-9-]+$/.test(one ?? ''))
  if (!isKnown || its === region) return
  throw sourceMissing(
    `a ${kind} of ${fn.name} is in ${its}, and the function in ${region}: ${arn}`,
    `Name a ${kind} of the same region, by stage where regions differ.`,
  )
}
