import type { Desired } from '../desired.ts'
import type { Remote } from '../remote.ts'
import { planApi, planApiRemoval } from './api.ts'
import { sameCors } from './equal.ts'
import { planPermissions, unwantedPermissions } from './permissions.ts'
import { emptyPlan, joinPlans, update, type Change, type Plan } from './plan.ts'

/** The endpoint on the alias. A kind that is no longer wanted goes once the new one is there. */
export function planEndpoint(desired: Desired, remote: Remote, adopt: boolean): Plan {
  return joinPlans(
    desired.endpoint.type === 'url' ? planUrl(desired, remote) : emptyPlan(),
    desired.endpoint.type === 'api' ? planApi(desired, remote, adopt) : emptyPlan(),
    planPermissions(desired, remote),
    desired.endpoint.type === 'url' ? emptyPlan() : planUrlRemoval(remote),
    desired.endpoint.type === 'api' ? emptyPlan() : planApiRemoval(desired, remote),
    unwantedPermissions(desired, remote),
  )
}

function planUrl(desired: Desired, { url }: Remote): Plan {
  const { endpoint } = desired
  if (endpoint.type !== 'url') return emptyPlan()
  if (url === undefined) {
    return {
      changes: [{ resource: 'url', action: 'create', to: accessOf(endpoint.auth) }],
      steps: [{ call: 'lambda:CreateFunctionUrlConfig' }],
      notes: [],
    }
  }
  const changes: Change[] = []
  if (url.auth !== endpoint.auth) {
    changes.push(update('url', 'access', accessOf(url.auth), accessOf(endpoint.auth)))
  }
  if (url.streaming !== endpoint.streaming) {
    changes.push(update('url', 'streaming', url.streaming, endpoint.streaming))
  }
  if (!sameCors(url.cors, endpoint.cors)) changes.push(update('url', 'cors'))
  return {
    changes,
    steps: changes.length > 0 ? [{ call: 'lambda:UpdateFunctionUrlConfig' }] : [],
    notes: [],
  }
}

function planUrlRemoval({ url }: Remote): Plan {
  if (url === undefined) return emptyPlan()
  return {
    changes: [{ resource: 'url', action: 'delete', from: url.url }],
    steps: [{ call: 'lambda:DeleteFunctionUrlConfig' }],
    notes: [],
  }
}

/** In the words of `oche.yaml`. */
function accessOf(auth: string): string {
  return auth === 'NONE' ? 'public' : 'iam'
}
