import type { Plan, StepCall } from '../plan/plan.ts'
import { apiHandlers } from './api.ts'
import { bucketHandlers } from './bucket.ts'
import type { Context } from './context.ts'
import { functionHandlers } from './function.ts'
import type { StepOf } from './handlers.ts'
import { logGroupHandlers } from './log-group.ts'
import { roleHandlers } from './role.ts'
import { aliasHandlers } from './url.ts'

const handlers: { [C in StepCall]: (context: Context, step: StepOf<C>) => Promise<void> } = {
  ...roleHandlers,
  ...logGroupHandlers,
  ...bucketHandlers,
  ...functionHandlers,
  ...aliasHandlers,
  ...apiHandlers,
}

/**
 * Carries a plan out, step by step; each waits for its own effect.
 *
 * @param begin is told of each step before it starts
 */
export async function applyPlan(
  context: Context,
  plan: Plan,
  begin: (call: StepCall) => void,
): Promise<void> {
  for (const step of plan.steps) {
    begin(step.call)
    await (handlers[step.call] as (context: Context, step: unknown) => Promise<void>)(context, step)
  }
}
