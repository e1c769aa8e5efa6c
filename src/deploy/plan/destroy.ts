import type { Desired } from '../desired.ts'
import { bucketName, logGroupName } from '../names.ts'
import type { Remote, RemoteRole } from '../remote.ts'
import { planApiRemoval } from './api.ts'
import { ourStatements } from './permissions.ts'
import { emptyPlan, joinPlans, type Plan } from './plan.ts'
import { roleRemoval } from './role.ts'
import { isOurs, requireOurs } from './tags.ts'

export interface DestroyPlanOptions {
  /** Deletes the log group too. @default false */
  logs?: boolean | undefined
  /** Whether packages of the function are in the account's bucket. */
  uploads: boolean
  /** Every inline policy of the role: others may have added some. */
  inlinePolicies: readonly string[]
}

/**
 * Everything of a function that carries our tags. The endpoint first, so that no traffic meets
 * half a function; the role once nothing has it; what the bucket holds before the function, which
 * is what a second run is told by; the log group last.
 */
export function planDestroy(desired: Desired, remote: Remote, options: DestroyPlanOptions): Plan {
  if (remote.function !== undefined) {
    requireOurs(`the function ${desired.name}`, desired.tags, remote.function.tags, false)
  }
  const role = 'arn' in remote.role ? remote.role : undefined
  return joinPlans(
    remote.function === undefined ? emptyPlan() : endpoint(remote),
    planApiRemoval(desired, remote),
    options.uploads ? uploads(desired) : emptyPlan(),
    remote.function === undefined ? emptyPlan() : functionPlan(desired, remote),
    role !== undefined && isOurs(desired.tags, role.tags)
      ? rolePlan(role, options.inlinePolicies)
      : emptyPlan(),
    options.logs ? logGroup(desired, remote) : emptyPlan(),
  )
}

function endpoint(remote: Remote): Plan {
  const statements = ourStatements(remote)
  return {
    changes: remote.url ? [{ resource: 'url', action: 'delete', from: remote.url.url }] : [],
    steps: [
      ...(remote.url ? [{ call: 'lambda:DeleteFunctionUrlConfig' } as const] : []),
      ...statements.map(({ Sid }) => ({ call: 'lambda:RemovePermission', sid: Sid }) as const),
    ],
    notes: [],
  }
}

function uploads({ account }: Desired): Plan {
  return {
    changes: [{ resource: 'uploads', action: 'delete', from: bucketName(account) }],
    steps: [{ call: 's3:DeleteBucket' }],
    notes: [],
  }
}

function functionPlan({ name }: Desired, remote: Remote): Plan {
  return {
    changes: [{ resource: 'function', action: 'delete', from: name }],
    steps: [
      ...(remote.live ? [{ call: 'lambda:DeleteAlias' } as const] : []),
      { call: 'lambda:DeleteFunction' },
    ],
    notes: [],
  }
}

function rolePlan(role: RemoteRole, inlinePolicies: readonly string[]): Plan {
  const others = inlinePolicies.map((policy) => ({ call: 'iam:DeleteRolePolicy', policy }) as const)
  return {
    changes: [{ resource: 'role', action: 'delete', from: role.name }],
    steps: [...others, ...roleRemoval({ ...role, inline: undefined })],
    notes: [],
  }
}

function logGroup(desired: Desired, { logGroup: found }: Remote): Plan {
  const name = logGroupName(desired.name)
  if (found === undefined) return emptyPlan()
  if (!isOurs(desired.tags, found.tags ?? {})) {
    return { ...emptyPlan(), notes: [`the log group ${name} was not made by oche: it stays`] }
  }
  return {
    changes: [{ resource: 'log group', action: 'delete', from: name }],
    steps: [{ call: 'logs:DeleteLogGroup' }],
    notes: [],
  }
}
