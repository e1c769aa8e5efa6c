import { createHash } from 'node:crypto'
import type { PolicyDocument } from '../../model/policy.ts'

/** Name of the one inline policy of a role. */
export const INLINE_POLICY = 'oche'

/** Tag of the role: digest of its inline policy, `changing`, or `none`. */
export const INLINE_TAG = 'oche:inline'

/** In place of a digest while the policy is being changed. */
export const CHANGING = 'changing'

export const NONE = 'none'

export function digestOf(policy: PolicyDocument): string {
  return createHash('sha256').update(JSON.stringify(policy)).digest('hex').slice(0, 32)
}

/** What the tag says once the policy is as wanted. */
export function settledTag(wanted: PolicyDocument | undefined): string {
  return wanted === undefined ? NONE : digestOf(wanted)
}

/** Of a role that is being made. */
export function initialTag(wanted: PolicyDocument | undefined): string {
  return wanted === undefined ? NONE : CHANGING
}
