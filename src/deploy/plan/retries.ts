import { LAMBDA_RETRIES, type Desired } from '../desired.ts'
import type { Remote } from '../remote.ts'
import { emptyPlan, type Plan } from './plan.ts'

/** Retries of asynchronous invocations, which Lambda keeps for the alias. */
export function planRetries({ retries }: Desired, remote: Remote): Plan {
  const found = remote.retries
  if ((found ?? LAMBDA_RETRIES) === retries) return emptyPlan()
  return {
    changes: [
      {
        resource: 'function',
        action: 'update',
        path: 'retries',
        from: found ?? LAMBDA_RETRIES,
        to: retries,
      },
    ],
    steps: [
      retries === LAMBDA_RETRIES
        ? { call: 'lambda:DeleteFunctionEventInvokeConfig' }
        : { call: 'lambda:PutFunctionEventInvokeConfig', retries },
    ],
    notes: [],
  }
}
