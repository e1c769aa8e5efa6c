import type { AsyncLocalStorage } from 'node:async_hooks'
import type { InvocationContext } from './context.ts'

/** An invocation that is being answered. */
export interface CurrentInvocation {
  /** The event as it came. */
  event: any
  context: InvocationContext
  /** @internal what others keep in the `InvokeStore` */
  values?: Record<PropertyKey, unknown>
}

export type Hook = () => unknown

/**
 * What the loop and the functions that users call have in common. A binary holds this package twice:
 * once beside its entry, once where the user's `import 'oche/runtime'` found it.
 */
interface Shared {
  /** The one invocation under way; unused where several run at once. */
  running?: CurrentInvocation | undefined
  /** Made when first needed: most functions never ask. */
  storage?: AsyncLocalStorage<CurrentInvocation>
  /** Undefined once the initialisation is over. */
  initHooks: Hook[] | undefined
  shutdownHooks: Hook[]
}

const KEY = Symbol.for('oche.runtime')

const holder = globalThis as { [KEY]?: Shared }

export const shared: Shared = (holder[KEY] ??= { initHooks: [], shutdownHooks: [] })
