import type { Service } from '../aws/operations.ts'
import type { Step, StepCall } from '../plan/plan.ts'
import type { Context } from './context.ts'

export type StepOf<C extends StepCall> = Extract<Step, { call: C }>

/** How each step of a service is carried out. */
export type Handlers<S extends Service> = {
  [C in StepCall as C extends `${S}:${string}` ? C : never]: (
    context: Context,
    step: StepOf<C>,
  ) => Promise<void>
}
