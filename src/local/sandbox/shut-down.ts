import { shutdownTimes, type ShutdownReason } from '../../contract/extensions-api.ts'
import type { Extension } from '../extensions/extension.ts'
import type { Extensions } from '../extensions/extensions.ts'
import type { FunctionProcess } from './process.ts'

/** What runs in an execution environment. */
export interface Processes {
  runtime: FunctionProcess | undefined
  extensions: Extensions
  programs: readonly { extension: Extension; process: FunctionProcess }[]
}

/**
 * Ends an execution environment as Lambda does. Without extensions the runtime is killed. With some it
 * gets SIGTERM first; then external ones that registered for it get SHUTDOWN, the others are killed, and
 * who is still there at the deadline is.
 */
export async function shutDown(
  { runtime, extensions, programs }: Processes,
  shutdownReason: ShutdownReason,
): Promise<void> {
  const times = shutdownTimes(extensions.present)
  if (times === undefined) return runtime?.kill()
  const deadlineMs = Date.now() + times.all
  runtime?.terminate()
  if (runtime !== undefined) await within(times.runtime, runtime.gone)
  await runtime?.kill()
  extensions.telemetry.flush()
  extensions.give({ eventType: 'SHUTDOWN', deadlineMs, shutdownReason })
  await Promise.all(
    programs.map(async ({ extension, process }) => {
      if (extension.events.includes('SHUTDOWN')) await within(deadlineMs - Date.now(), process.gone)
      await process.kill()
    }),
  )
  extensions.telemetry.close()
}

/** Settled with the promise, or when the time is over. */
function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    void promise.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
