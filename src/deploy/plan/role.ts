import type { Desired } from '../desired.ts'
import { ownershipTags, roleArn } from '../names.ts'
import { INLINE_POLICY, INLINE_TAG } from '../read/role.ts'
import type { Remote, RemoteRole } from '../remote.ts'
import { samePolicy } from './equal.ts'
import { emptyPlan, type Change, type Plan, type Step } from './plan.ts'
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
export function roleTags({ tags, account, role }: Desired): Record<string, string> {
  return {
    ...tags,
    [ownershipTags.region]: account.region,
    ...(role.type === 'own' && role.inline !== undefined && { [INLINE_TAG]: 'yes' }),
  }
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
    changes: parts.map(({ change }) => change),
    steps: parts.map(({ step }) => step),
    notes: [],
  }
}

interface Part {
  change: Change
  step: Step
}

function creation(name: string): Part[] {
  return [
    { change: { resource: 'role', action: 'create', to: name }, step: { call: 'iam:CreateRole' } },
  ]
}

/** Tags first: one of them says that an inline policy may be there. */
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

function inlinePolicy({ role }: Desired, found: RemoteRole | undefined): Part[] {
  if (role.type === 'given') return []
  const path = INLINE_POLICY
  if (role.inline === undefined) {
    if (found?.inline === undefined) return []
    return [
      {
        change: { resource: 'role policy', action: 'delete', path },
        step: { call: 'iam:DeleteRolePolicy', policy: path },
      },
    ]
  }
  if (samePolicy(role.inline, found?.inline)) return []
  const action = found?.inline === undefined ? 'create' : 'update'
  return [
    {
      change: { resource: 'role policy', action, path },
      step: { call: 'iam:PutRolePolicy', document: role.inline },
    },
  ]
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
