import { aliasArn, type Desired } from '../desired.ts'
import { apiSourceArn } from '../names.ts'
import type { Remote, Statement } from '../remote.ts'
import { ourApis } from './api.ts'
import { equal } from './equal.ts'
import type { Plan, Step } from './plan.ts'

/** Ids of the statements that are ours in the alias's policy. */
export const SIDS = {
  url: 'FunctionURLAllowPublicAccess',
  invoke: 'FunctionURLInvokeAllowPublicAccess',
  api: 'OcheHttpApi',
} as const

const OURS: readonly string[] = Object.values(SIDS)

/**
 * Statements that the endpoint needs; the API's only once its id is known.
 *
 * A public URL needs both of its statements since November 2026, or callers get 403. Without the
 * condition on the second one any AWS account could invoke the function directly.
 */
export function wantedStatements(desired: Desired, apiId: string | undefined): Statement[] {
  const { endpoint } = desired
  const Resource = aliasArn(desired)
  if (endpoint.type === 'url' && endpoint.auth === 'NONE') {
    return [
      {
        Sid: SIDS.url,
        Effect: 'Allow',
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Resource,
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      },
      {
        Sid: SIDS.invoke,
        Effect: 'Allow',
        Principal: '*',
        Action: 'lambda:InvokeFunction',
        Resource,
        Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
      },
    ]
  }
  if (endpoint.type === 'api' && apiId !== undefined) {
    return [
      {
        Sid: SIDS.api,
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource,
        Condition: { ArnLike: { 'AWS:SourceArn': apiSourceArn(desired.account, apiId) } },
      },
    ]
  }
  return []
}

/** Missing statements are added, wrong ones replaced: on every deploy, not only on the first. */
export function planPermissions(desired: Desired, remote: Remote): Plan {
  // An API that is not there yet has no id: whatever stands in the policy is not for it.
  const apiId = ourApis(desired, remote)[0]?.id ?? ''
  const steps: Step[] = []
  const changes: Plan['changes'] = []
  for (const { Sid } of missingStatements(desired, apiId, remote.statements)) {
    const replaced = remote.statements.some((found) => found.Sid === Sid)
    if (replaced) steps.push({ call: 'lambda:RemovePermission', sid: Sid })
    steps.push({ call: 'lambda:AddPermission', sid: Sid })
    changes.push({ resource: 'permission', action: replaced ? 'replace' : 'create', path: Sid })
  }
  return { changes, steps, notes: [] }
}

/** Those that are not there as they should be. */
function missingStatements(
  desired: Desired,
  apiId: string | undefined,
  found: readonly Statement[],
): Statement[] {
  return wantedStatements(desired, apiId).filter(
    (wanted) => !found.some((has) => has.Sid === wanted.Sid && sameStatement(has, wanted)),
  )
}

/** Lambda keeps the statements of a URL that is deleted. */
export function unwantedPermissions(desired: Desired, remote: Remote): Plan {
  const wanted = wantedStatements(desired, '').map(({ Sid }) => Sid)
  const unwanted = ourStatements(remote).filter(({ Sid }) => !wanted.includes(Sid))
  return {
    changes: unwanted.map(({ Sid }) => ({ resource: 'permission', action: 'delete', path: Sid })),
    steps: unwanted.map(({ Sid }) => ({ call: 'lambda:RemovePermission', sid: Sid })),
    notes: [],
  }
}

export function ourStatements({ statements }: Remote): Statement[] {
  return statements.filter(({ Sid }) => OURS.includes(Sid))
}

function sameStatement(a: Statement, b: Statement): boolean {
  return equal(comparable(a), comparable(b))
}

/** Any caller is written `"*"` or `{"AWS": "*"}`; AWS varies the case of condition keys. */
function comparable({ Effect, Principal, Action, Condition }: Statement): unknown {
  const anybody = equal(Principal, { AWS: '*' }) ? '*' : Principal
  return [Effect, anybody, Action, JSON.stringify(Condition ?? {}).toLowerCase()]
}
