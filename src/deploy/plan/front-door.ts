import type { Desired } from '../desired.ts'
import type { Remote } from '../remote.ts'
import { planApi, planApiRemoval } from './api.ts'
import { sameCors } from './equal.ts'
import { planPermissions, unwantedPermissions } from './permissions.ts'
import { emptyPlan, joinPlans, update, type Change, type Plan } from './plan.ts'

/** The front door on the alias. A kind that is no longer wanted goes once the new one is there. */
export function planFrontDoor(desired: Desired, remote: Remote, adopt: boolean): Plan {
  return joinPlans(
    desired.frontDoor.type === 'url' ? planUrl(desired, remote) : emptyPlan(),
    desired.frontDoor.type === 'api' ? planApi(desired, remote, adopt) : emptyPlan(),
    planPermissions(desired, remote),
    desired.frontDoor.type === 'url' ? emptyPlan() : planUrlRemoval(remote),
    desired.frontDoor.type === 'api' ? emptyPlan() : planApiRemoval(desired, remote),
    unwantedPermissions(desired, remote),
  )
}

function planUrl(desired: Desired, { url }: Remote): Plan {
  const { frontDoor } = desired
  if (frontDoor.type !== 'url') return emptyPlan()
  if (url === undefined) {
    return {
      changes: [{ resource: 'url', action: 'create', to: accessOf(frontDoor.auth) }],
      steps: [{ call: 'lambda:CreateFunctionUrlConfig' }],
      notes: [],
    }
  }
  const changes: Change[] = []
  if (url.auth !== frontDoor.auth) {
    changes.push(update('url', 'access', accessOf(url.auth), accessOf(frontDoor.auth)))
  }
  if (url.streaming !== frontDoor.streaming) {
    changes.push(update('url', 'streaming', url.streaming, frontDoor.streaming))
  }
  if (!sameCors(url.cors, frontDoor.cors)) changes.push(update('url', 'cors'))
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
