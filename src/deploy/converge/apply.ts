import type { Input, Operation } from '../aws/operations.ts'
import type { Step } from '../model/plan.ts'
import type { Context, Desired, Handlers, Resources, Wants } from './resource.ts'

type Handler<P> = (context: Context<P>, input: object) => Promise<void>

/**
 * Carries steps out, one by one; each waits for its own effect.
 *
 * @param desired undefined where everything is to go
 * @param begin is told of each step before it starts
 */
export async function applySteps<P>(
  { all }: Resources<P>,
  desired: Desired<Wants, P> | undefined,
  context: Context<P>,
  steps: readonly Step[],
  begin: (message: string) => void,
): Promise<void> {
  const handlers = Object.entries(all).map(([name, resource]): Handlers<P> => ({
    ...resource.removing,
    ...(desired && resource.apply?.(desired.wants[name])),
  }))
  const byCall = Object.assign({}, ...handlers) as Partial<Record<Operation, Handler<P>>>
  for (const { call, input, made } of steps) {
    begin(progressText(all, call))
    const handler = byCall[call]
    if (handler === undefined) {
      await context.aws.call(call, input as Input<typeof call>, { afterCreate: made })
    } else await handler(context, input)
  }
}

function progressText<P>(all: Resources<P>['all'], call: Operation): string {
  for (const resource of Object.values(all)) {
    const text = resource.progress(call)
    if (text !== undefined) return text
  }
  return call
}
