import { shared } from './shared.ts'
import type { Hook } from './shared.ts'

/**
 * Runs before the first invocation, after the module has been loaded, and is waited for. What it
 * throws is an error of the initialisation.
 *
 * @example onInit(async () => { table = await connect() })
 */
export function onInit(hook: Hook): void {
  if (!shared.initHooks) throw new Error('onInit has to be called while the module is loaded')
  shared.initHooks.push(hook)
}

/**
 * Runs when the execution environment ends, and is waited for. Lambda tells so (SIGTERM, then 300 ms)
 * only where the function has an extension; `oche dev` always does.
 *
 * @example onShutdown(() => pool.end())
 */
export function onShutdown(hook: Hook): void {
  if (shared.shutdownHooks.push(hook) === 1) process.once('SIGTERM', shutDown)
}

/** In the order of registration, hooks of hooks included. */
export async function runInitHooks(): Promise<void> {
  for (const hook of shared.initHooks ?? []) await hook()
  shared.initHooks = undefined
}

async function shutDown(): Promise<void> {
  let status = 0
  const call = async (hook: Hook): Promise<void> => {
    try {
      await hook()
    } catch (reason) {
      console.error('Shutdown Error', reason)
      status = 1
    }
  }
  await Promise.all(shared.shutdownHooks.map(call))
  process.exit(status)
}
