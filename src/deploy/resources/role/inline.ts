import { CHANGING, digestOf } from '../../model/digest.ts'
import type { PolicyDocument } from '../../model/policy.ts'

/** Name of the one inline policy of a role. */
export const INLINE_POLICY = 'oche'

/** Tag of the role: digest of its inline policy, `changing`, or `none`. */
export const INLINE_TAG = 'oche:inline'

export const NONE = 'none'

/** What the tag says once the policy is as wanted. */
export function settledTag(wanted: PolicyDocument | undefined): string {
  return wanted === undefined ? NONE : digestOf(wanted)
}

/** Of a role that is being made. */
export function initialTag(wanted: PolicyDocument | undefined): string {
  return wanted === undefined ? NONE : CHANGING
}
