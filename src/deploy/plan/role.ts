import type { Desired, PolicyDocument } from '../desired.ts'
import { ownershipTags, roleArn } from '../names.ts'
import { INLINE_POLICY } from '../read/role.ts'
import type { Remote, RemoteRole } from '../remote.ts'
import { samePolicy } from './equal.ts'
import { emptyPlan, type Change, type Plan, type Step } from './plan.ts'
import { CHANGING, digestOf, INLINE_TAG, NONE } from './record.ts'
import { requireOurs, tagsToAdd } from './tags.ts'

/** ARN of the execution role, which is known before the role is there. */
export function executionRoleArn(desired: Desired, remote: Remote): string {
  return desired.role.type === 'given'
    ? desired.role.arn
    : roleArn(desired.account, remote.role.name)
}

export function isPresent(role: Remote['role']): role is RemoteRole {
  return 'arn' in role
}

/** Of the role: everything else's, and its region. */
export function roleTags({ tags, account }: Desired): Record<string, string> {
  return { ...tags, [ownershipTags.region]: account.region }
}

export function planRole(desired: Desired, remote: Remote, adopt: boolean): Plan {
  if (desired.role.type === 'given') return emptyPlan()
  const found = isPresent(remote.role) ? remote.role : undefined
  if (found !== undefined) requireOurs(`the role ${found.name}`, desired.tags, found.tags, adopt)
  const parts = [
    ...(found === undefined ? creation(remote.role.name) : settings(desired, found)),
    ...managedPolicies(desired.role.managed, found?.managed ?? []),
    ...inlinePolicy(desired, found),
  ]
  return {
    changes: parts.flatMap(({ change }) => change ?? []),
    steps: parts.map(({ step }) => step),
    notes: [],
  }
}

interface Part {
  /** Absent where only our own record is written. */
  change?: Change
  step: Step
}

function creation(name: string): Part[] {
  return [
    { change: { resource: 'role', action: 'create', to: name }, step: { call: 'iam:CreateRole' } },
  ]
}

function settings(desired: Desired, found: RemoteRole): Part[] {
  if (desired.role.type === 'given') return []
  const parts: Part[] = []
  const update = (path: string, step: Step) =>
    parts.push({ change: { resource: 'role', action: 'update', path }, step })
  const tags = tagsToAdd(roleTags(desired), found.tags)
  if (tags !== undefined) update('tags', { call: 'iam:TagRole', tags })
  if (!samePolicy(desired.role.trust, found.trust)) {
    update('trust', { call: 'iam:UpdateAssumeRolePolicy' })
  }
  const { boundary } = desired.role
  if (boundary !== found.boundary) {
    update(
      'permissionsBoundary',
      boundary === undefined
        ? { call: 'iam:DeleteRolePermissionsBoundary' }
        : { call: 'iam:PutRolePermissionsBoundary', arn: boundary },
    )
  }
  return parts
}

function managedPolicies(wanted: readonly string[], found: readonly string[]): Part[] {
  return [
    ...wanted
      .filter((arn) => !found.includes(arn))
      .map((arn) => policyPart('create', { call: 'iam:AttachRolePolicy', arn })),
    ...found
      .filter((arn) => !wanted.includes(arn))
      .map((arn) => policyPart('delete', { call: 'iam:DetachRolePolicy', arn })),
  ]
}

function policyPart(
  action: 'create' | 'delete',
  step: Step & { call: 'iam:AttachRolePolicy' | 'iam:DetachRolePolicy' },
): Part {
  const side = action === 'create' ? { to: step.arn } : { from: step.arn }
  return { change: { resource: 'role policy', action, ...side }, step }
}

/** The record says so before the policy changes, and what it is once it has. */
function inlinePolicy({ role }: Desired, found: RemoteRole | undefined): Part[] {
  if (role.type === 'given') return []
  const wanted = role.inline
  const before = found === undefined ? initialRecord(wanted) : (found.tags[INLINE_TAG] ?? NONE)
  const after = wanted === undefined ? NONE : digestOf(wanted)
  const change = inlineChange(wanted, found?.inline)
  if (change === undefined) return before === after ? [] : [record(after)]
  return [...(before === CHANGING ? [] : [record(CHANGING)]), change, record(after)]
}

function record(value: string): Part {
  return { step: { call: 'iam:TagRole', tags: { [INLINE_TAG]: value } } }
}

/** Of a role that is being made. */
export function initialRecord(inline: PolicyDocument | undefined): string {
  return inline === undefined ? NONE : CHANGING
}

function inlineChange(
  wanted: PolicyDocument | undefined,
  found: PolicyDocument | undefined,
): Part | undefined {
  if (samePolicy(wanted, found)) return undefined
  const action = found === undefined ? 'create' : wanted === undefined ? 'delete' : 'update'
  return {
    change: { resource: 'role policy', action, path: INLINE_POLICY },
    step:
      wanted === undefined
        ? { call: 'iam:DeleteRolePolicy', policy: INLINE_POLICY }
        : { call: 'iam:PutRolePolicy', document: wanted },
  }
}

/** A role of ours that the configuration no longer uses goes last, once no function has it. */
export function planUnusedRole(desired: Desired, remote: Remote): Plan {
  const { role } = remote
  if (desired.role.type === 'own' || !isPresent(role)) return emptyPlan()
  return {
    changes: [{ resource: 'role', action: 'delete', from: role.name }],
    steps: roleRemoval(role),
    notes: [],
  }
}

export function roleRemoval(role: RemoteRole): Step[] {
  return [
    ...role.managed.map((arn): Step => ({ call: 'iam:DetachRolePolicy', arn })),
    ...(role.inline ? [{ call: 'iam:DeleteRolePolicy', policy: INLINE_POLICY } as const] : []),
    { call: 'iam:DeleteRole' },
  ]
}
