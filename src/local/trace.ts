import type { HeaderLine } from '../contract/http/types.ts'

/**
 * What is recorded of an invocation and of the request it came by, as it happens: plain data, with the
 * bytes themselves. `at` is in milliseconds since 1970, with fractions.
 */
export type LocalTrace =
  /** A request has come; its body follows with `exchange-end`. */
  | {
      type: 'exchange'
      /** Its own number in this process. */
      exchange: number
      at: number
      /** `http://127.0.0.1:3000`: where it came to. */
      origin: string
      isInvokeApi: boolean
      method: string
      target: string
      headers: readonly HeaderLine[]
    }
  | {
      type: 'exchange-end'
      exchange: number
      at: number
      /** Undefined where the client went away before it had sent everything. */
      body: Uint8Array | undefined
      /** Undefined where nothing was sent. */
      response: TracedResponse | undefined
      refused: { cause: string; reason: string } | undefined
    }
  /** A function is asked. */
  | {
      type: 'invocation'
      /** Tells this attempt from others with the same request id. */
      id: string
      at: number
      function: string
      requestId: string
      event: Uint8Array
      /** By which request it came; undefined: by none. */
      exchange: number | undefined
    }
  /** A process gets it. */
  | { type: 'start'; id: string; at: number; environment: string; coldStart: boolean }
  /** The function has answered, or the answer that streams begins. */
  | {
      type: 'answer'
      id: string
      at: number
      kind: 'payload' | 'error' | 'stream'
      payload: Uint8Array | undefined
    }
  | { type: 'piece'; id: string; at: number; bytes: Uint8Array }
  /** The end of an answer that streams. */
  | { type: 'stream-end'; id: string; at: number; failure: string | undefined }
  /** The runtime has asked for more, or will not; what follows is the extensions' time, where there are any. */
  | { type: 'runtime-done'; id: string; at: number; hasExtensions: boolean }
  | ({ type: 'report'; id: string; at: number } & TracedReport)
  /** END and REPORT are written. */
  | { type: 'complete'; id: string; at: number }

export interface TracedResponse {
  status: number
  headers: readonly HeaderLine[]
  /** No more than is kept. */
  body: Uint8Array
  /** How many there were. */
  bytes: number
  /** When the first piece of the body went out. */
  firstAt: number | undefined
}

/** What a REPORT line tells; durations in milliseconds. */
export interface TracedReport {
  status: 'success' | 'error' | 'timeout'
  errorType: string | undefined
  durationMs: number
  initDurationMs: number | undefined
  memorySizeMb: number
  maxMemoryUsedMb: number | undefined
}

export type Trace = (trace: LocalTrace) => void

/** In milliseconds; less than that is a clock that is being set little by little. */
const ASLEEP = 1000

/**
 * Milliseconds since 1970, with fractions, that never go back: a clock that is set back is not followed.
 * One that is ahead is, as this machine was asleep, which the other clock does not count.
 */
export class TraceClock {
  #origin: number
  readonly #elapsed: () => number
  readonly #wall: () => number

  constructor(elapsed: () => number, wall: () => number, origin = wall() - elapsed()) {
    this.#elapsed = elapsed
    this.#wall = wall
    this.#origin = origin
  }

  now(): number {
    const elapsed = this.#elapsed()
    const wall = this.#wall()
    if (wall - (this.#origin + elapsed) > ASLEEP) this.#origin = wall - elapsed
    return this.#origin + elapsed
  }
}

const clock = new TraceClock(
  () => performance.now(),
  () => Date.now(),
  performance.timeOrigin,
)

/** As the clock of everything that is recorded. */
export const now = (): number => clock.now()
