import { builtin } from './builtin.ts'
import { shared } from './shared.ts'
import type { CurrentInvocation } from './shared.ts'

/**
 * The invocation that the calling code works for, wherever in the program that is; undefined outside
 * of all invocations.
 *
 * @example currentInvocation()?.context.awsRequestId
 */
export function currentInvocation(): CurrentInvocation | undefined {
  trackInvocations()
  return peekInvocation()
}

/** The same without the cost of following asynchronous work, which begins at the first question. */
export function peekInvocation(): CurrentInvocation | undefined {
  return shared.storage?.getStore() ?? shared.running
}

/** From the next invocation on, work that outlives its invocation is told from the next one's. */
export function trackInvocations(): void {
  if (shared.storage) return
  const { AsyncLocalStorage } = builtin('node:async_hooks')
  shared.storage = new AsyncLocalStorage()
}

/** Runs an invocation's work so that `currentInvocation` finds it. */
export function within<T>(invocation: CurrentInvocation, alone: boolean, work: () => T): T {
  if (alone) shared.running = invocation
  return shared.storage ? shared.storage.run(invocation, work) : work()
}

/** The one invocation under way has been answered. */
export function leave(): void {
  shared.running = undefined
}
