import { system } from '../native.ts'

/** What the process does with an error that nobody caught; the `process` module puts itself here. */
export const listeners: { take?: (error: unknown, origin: string) => boolean } = {}

/** Ends the process, as Node.js does, unless somebody listens. */
export function uncaught(error: unknown, origin = 'uncaughtException'): void {
  if (listeners.take?.(error, origin)) return
  system.print(2, `Uncaught ${describe(error)}\n`)
  system.exit(1)
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? String(error)) : String(error)
  } catch {
    return 'an error that cannot be shown'
  }
}

export function guarded(callback: (...args: never[]) => void, args: never[]): void {
  try {
    // Most have none, and a list is slow to hand over.
    if (args.length === 0) (callback as () => void)()
    else callback(...args)
  } catch (error) {
    uncaught(error)
  }
}
