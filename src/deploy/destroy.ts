import type { Aws } from './aws/aws.ts'
import { plannedRemoval, remove, type PlannedRemoval } from './converge/converge.ts'
import type { Place } from './model/place.ts'
import type { Plan } from './model/plan.ts'
import { resources } from './resources/index.ts'

export interface DestroyOptions {
  aws: Aws
  place: Place
  /** Deletes the log group too. @default false */
  logs?: boolean | undefined
}

/** What would go. @throws OcheError `NOT_OURS` */
export function planFunctionDestroy(options: DestroyOptions): Promise<PlannedRemoval> {
  return plannedRemoval({ resources, ...options })
}

/** Deletes what was planned, and looks again until nothing is left. @throws OcheError */
export function applyFunctionDestroy(
  options: DestroyOptions & { progress: (message: string) => void },
  plan: Plan,
): Promise<void> {
  return remove({ resources, ...options }, plan)
}
