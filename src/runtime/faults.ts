import { runtimeError } from './errors.ts'

/**
 * Rejections nobody handles and exceptions nobody catches belong to the work under way, where it is
 * one piece of work only.
 */
export interface Faults {
  /** The work's own outcome, or the fault that came while it was running. */
  watch<T>(work: () => T | PromiseLike<T>): Promise<T>
}

/** A piece of work under way. It is no closure that knows itself: those are left to the collector. */
interface Work<T = any> {
  running: Set<Work>
  resolve(result: T): void
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

  function report(error: unknown, thrown: boolean): void {
    const [only] = running
    if (only && running.size === 1) fail(only, error)
    else onStray(error, thrown && !only)
  }

  process
    .on('unhandledRejection', (reason) => report(unhandledRejection(reason), false))
    .on('uncaughtException', (error) => report(error, true))
    // Nothing is left that could still settle what is running, once Bun has told of rejections too.
    .on('beforeExit', () => {
      if (running.size > 0)
        setImmediate(() => running.forEach((work) => fail(work, neverSettled())))
    })

  return {
    watch<T>(work: () => T | PromiseLike<T>) {
      return new Promise<T>((resolve, reject) => {
        const one: Work<T> = { running, resolve, reject }
        running.add(one)
        outcome(work).then(
          // A rejection left behind is reported once the microtasks are through.
          (result) => setImmediate(succeed, one, result),
          (error) => fail(one, error),
        )
      })
    },
  }
}

/** What the work gives back, where that is a promise, rather than one more that waits for it. */
function outcome<T>(work: () => T | PromiseLike<T>): Promise<T> {
  try {
    return Promise.resolve(work())
  } catch (error) {
    return Promise.reject(error)
  }
}

function succeed<T>(work: Work<T>, result: T): void {
  work.running.delete(work)
  work.resolve(result)
}

function fail(work: Work, error: unknown): void {
  work.running.delete(work)
  work.reject(error)
}

function neverSettled(): Error {
  return runtimeError('NodeJsExit', 'Nothing is left to wait for, and the handler has not answered')
}

/** As managed Node.js reports it, with the stack of what was rejected. */
function unhandledRejection(reason: unknown): Error {
  const error = runtimeError('UnhandledPromiseRejection', String(reason))
  return Object.assign(error, reason instanceof Error && { stack: reason.stack })
}
