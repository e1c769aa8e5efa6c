import { CHANGING, digestOf } from '../../model/digest.ts'
import type { Change } from '../../model/plan.ts'
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

/** What it allows and denies, for a plan: its name says nothing to whoever reads one. */
export function inlineChange(
  wanted: PolicyDocument | undefined,
  has: PolicyDocument | undefined,
): Change {
  const resource = 'role policy'
  if (wanted === undefined) return { resource, action: 'delete', from: actionsText(has) }
  const to = actionsText(wanted)
  if (has === undefined) return { resource, action: 'create', to }
  const from = actionsText(has)
  return from === to
    ? { resource, action: 'update', path: `resources or conditions of ${to}` }
    : { resource, action: 'update', from, to }
}

function actionsText(policy: PolicyDocument | undefined): string {
  const texts = (policy?.Statement ?? []).flatMap(({ Effect, Action, NotAction }) => {
    const effect = Effect === 'Deny' ? 'deny ' : ''
    return [
      ...[Action ?? []].flat().map((action) => effect + String(action)),
      ...[NotAction ?? []].flat().map((action) => `${effect}all but ${String(action)}`),
    ]
  })
  return [...new Set(texts)].toSorted().join(', ')
}

/** Of a role that is being made. */
export function initialTag(wanted: PolicyDocument | undefined): string {
  return wanted === undefined ? NONE : CHANGING
}
