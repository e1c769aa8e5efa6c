import { OcheError } from '../../core/errors.ts'
import { startLocalLambda, type LocalLambda, type LocalLambdaOptions } from '../../local/index.ts'
import type { Candidate } from './candidate.ts'

/** What one invocation took, as a REPORT line tells it; milliseconds. */
export interface Took {
  durationMs: number
  /** From the start of the process until it asked for its first invocation, where it was cold. */
  initDurationMs: number | undefined
}

export type EnvironmentOptions = Pick<LocalLambdaOptions, 'root' | 'region' | 'credentials'> & {
  signal?: AbortSignal | undefined
  /** Is told, once each, what went wrong beside an answer. */
  onFault?: ((message: string) => void) | undefined
}

/** A local Lambda for one candidate, which runs in one process at most. */
export class Environment implements AsyncDisposable {
  readonly #candidate: Candidate
  readonly #lambda: LocalLambda
  readonly #signal: AbortSignal | undefined
  readonly #closeEarly = () => void this.#lambda.close()
  #took: Took | undefined

  private constructor(candidate: Candidate, lambda: LocalLambda, signal: AbortSignal | undefined) {
    this.#candidate = candidate
    this.#lambda = lambda
    this.#signal = signal
    signal?.addEventListener('abort', this.#closeEarly, { once: true })
  }

  static async open(candidate: Candidate, options: EnvironmentOptions): Promise<Environment> {
    const { signal, onFault = () => {}, ...lambdaOptions } = options
    const { local, code } = candidate
    const told = new Set<string>()
    const lambda = await startLocalLambda({
      ...lambdaOptions,
      // Only asynchronous invocations have destinations, and those are not here.
      functions: [{ ...local, code, destinations: {} }],
      concurrency: 1,
      // Nothing ends while others are measured.
      idleMs: Infinity,
      recorder: {
        event: (event) => {
          if (event.type !== 'fault' || told.has(event.message)) return
          told.add(event.message)
          onFault(event.message)
        },
        trace: (trace) => {
          if (trace.type === 'report') environment.#took = trace
        },
      },
    })
    const environment = new Environment(candidate, lambda, signal)
    return environment
  }

  /** Of its process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#lambda.environments()[0]?.pid
  }

  /**
   * Sends the event.
   *
   * @throws OcheError `BENCH_FUNCTION_FAILED` where the function answers with an error
   */
  async invoke(): Promise<Took> {
    const signal = this.#signal
    const { local, event } = this.#candidate
    this.#took = undefined
    const { functionError, payload } = await this.#lambda.invoke(
      local.settings.name,
      event,
      signal && { signal },
    )
    if (functionError !== undefined) throw functionFailed(this.#candidate, payload)
    return this.#took!
  }

  /** Ends its process: the next invocation starts a new one. */
  async stop(): Promise<void> {
    await this.#lambda.replace(this.#candidate.local.settings.name, this.#candidate.code)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#closeEarly)
    await this.#lambda.close()
  }
}

/** Of an answer, that is shown. */
const SHOWN_CHARACTERS = 300

function functionFailed({ function: fn, name }: Candidate, payload: Uint8Array): OcheError {
  const text = Buffer.from(payload).toString()
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
  return new OcheError(
    'BENCH_FUNCTION_FAILED',
    `${fn} (${name}) answers this event with an error: ${shown}`,
    { remedy: `See what it is: oche invoke ${fn} --local, or give another event: --event <event>` },
  )
}
