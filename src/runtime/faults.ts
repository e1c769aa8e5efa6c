import { RuntimeError, runtimeErrorTypes } from './errors.ts'

/**
 * Rejections nobody handles and exceptions nobody catches belong to the work under way, where it is
 * one piece of work only.
 */
export class Faults {
  readonly #running = new Set<(error: unknown) => void>()
  readonly #onStray: (error: unknown, fatal: boolean) => void

  /**
   * @param onStray told of what belongs to no work or to nobody knows which; fatal is an exception
   *   outside of all work, after which Node.js calls the process's state undefined
   */
  constructor(onStray: (error: unknown, fatal: boolean) => void) {
    this.#onStray = onStray
  }

  listen(target: NodeJS.Process): void {
    target.on('unhandledRejection', (reason) => this.#report(unhandledRejection(reason), false))
    target.on('uncaughtException', (error) => this.#report(error, true))
    target.on('beforeExit', () => this.#giveUp())
  }

  /** The work's own outcome, or the fault that came while it was running. */
  watch<T>(work: () => T | PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const fail = (error: unknown): void => {
        this.#running.delete(fail)
        reject(error)
      }
      // A rejection left behind is reported once the microtasks are through.
      const succeed = (result: T): void => {
        setImmediate(() => {
          this.#running.delete(fail)
          resolve(result)
        })
      }
      this.#running.add(fail)
      try {
        Promise.resolve(work()).then(succeed, fail)
      } catch (error) {
        fail(error)
      }
    })
  }

  /** Nothing is left that could still settle what is running, once Bun has told of rejections too. */
  #giveUp(): void {
    if (this.#running.size === 0) return
    setImmediate(() => this.#running.forEach((fail) => fail(neverSettled())))
  }

  #report(error: unknown, thrown: boolean): void {
    const [only] = this.#running
    if (only && this.#running.size === 1) only(error)
    else this.#onStray(error, thrown && this.#running.size === 0)
  }
}

function neverSettled(): RuntimeError {
  return new RuntimeError(
    runtimeErrorTypes.neverSettled,
    'The handler has not answered and nothing is left to wait for: a promise never settles, or a stream never ends',
  )
}

/** As managed Node.js reports it, with the stack of what was rejected. */
function unhandledRejection(reason: unknown): RuntimeError {
  const error = new RuntimeError(runtimeErrorTypes.unhandledRejection, String(reason))
  if (reason instanceof Error && reason.stack) error.stack = reason.stack
  return error
}
