import type { Desired } from '../desired.ts'
import type { Remote } from '../remote.ts'
import { planEndpoint } from './endpoint.ts'
import { planFunction, planRecord, planTags } from './function.ts'
import { planLogGroup } from './log-group.ts'
import { joinPlans, type Plan } from './plan.ts'
import { planRetries } from './retries.ts'
import { planRole, planUnusedRole } from './role.ts'

export interface PlanOptions {
  /** Takes over resources that Oche did not make. @default false */
  adopt?: boolean | undefined
}

/**
 * The way from what there is to what there should be. The role before the function that has it, the
 * log group before the first invocation, the alias before the endpoint that stands on it; what is
 * no longer wanted goes last.
 */
export function planDeploy(desired: Desired, remote: Remote, options: PlanOptions = {}): Plan {
  const adopt = options.adopt ?? false
  return joinPlans(
    planTags(desired, remote, adopt),
    planRole(desired, remote, adopt),
    planLogGroup(desired, remote, adopt),
    planFunction(desired, remote),
    planEndpoint(desired, remote, adopt),
    planRetries(desired, remote),
    planUnusedRole(desired, remote),
    planRecord(desired, remote),
  )
}
