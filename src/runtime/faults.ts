import { runtimeError } from './errors.ts'
import { isQuiet } from './wire/quickjs.ts'

/**
 * Rejections nobody handles and exceptions nobody catches belong to the work under way, where it is
 * one piece of work only.
 */
export interface Faults {
  /** The work's own outcome, or the fault that came while it was running. */
  watch<T>(work: () => T | PromiseLike<T>): Promise<T>
}

/** A piece of work under way. It is no closure that knows itself: those are left to the collector. */
interface Work {
  resolve(result: any): void
  reject(error: unknown): void
}

/**
 * Listens to the process for what nobody handles.
 *
 * @param onStray told of what belongs to no work or to nobody knows which; fatal is an exception
 *   outside of all work, after which Node.js calls the process's state undefined
 */
export function watchFaults(onStray: (error: unknown, fatal: boolean) => void): Faults {
  const running = new Set<Work>()

  function settle(work: Work, how: keyof Work, outcome: unknown): void {
    running.delete(work)
    work[how](outcome)
  }

  function report(error: unknown, thrown: boolean): void {
    const [only] = running
    if (only && running.size === 1) settle(only, 'reject', error)
    else onStray(error, thrown && !only)
  }

  process
    .on('unhandledRejection', (reason) => report(unhandledRejection(reason), false))
    .on('uncaughtException', (error) => report(error, true))
    // Nothing is left that could still settle what is running, once Bun has told of rejections too.
    .on('beforeExit', () => {
      if (running.size > 0)
        setImmediate(() => running.forEach((work) => settle(work, 'reject', neverSettled())))
    })

  return {
    watch<T>(work: () => T | PromiseLike<T>) {
      return new Promise<T>((resolve, reject) => {
        const one: Work = { resolve, reject }
        const failed = (error: unknown) => settle(one, 'reject', error)
        running.add(one)
        try {
          // A rejection left behind is reported once the microtasks are through.
          Promise.resolve(work()).then(
            (result) =>
              isQuiet()
                ? settle(one, 'resolve', result)
                : setImmediate(settle, one, 'resolve', result),
            failed,
          )
        } catch (error) {
          failed(error)
        }
      })
    },
  }
}

function neverSettled(): Error {
  return runtimeError('NodeJsExit', 'Nothing is left to wait for, and the handler has not answered')
}

/** As managed Node.js reports it, with the stack of what was rejected. */
function unhandledRejection(reason: unknown): Error {
  const error = runtimeError('UnhandledPromiseRejection', String(reason))
  return Object.assign(error, reason instanceof Error && { stack: reason.stack })
}
