import type { Readable } from 'node:stream'
import { truncatedError, type FunctionError } from '../../contract/function-error.ts'
import { deferred, type Deferred } from '../../core/deferred.ts'
import { now, type Trace } from '../trace.ts'
import { newUuid } from './ids.ts'
import { invocationMove, type InvocationMove, type InvocationState } from './states.ts'
import { tapped } from './tapped.ts'

/** What is asked of a function. */
export interface InvocationRequest {
  requestId: string
  payload: Buffer
  /** That was invoked, e.g. `$LATEST`. */
  version: string
  functionArn: string
  traceId: string
  /** Whether the caller wants to see the log. @default false */
  keepsLog?: boolean | undefined
  /** JSON. */
  clientContext?: string | undefined
  /** JSON. */
  cognitoIdentity?: string | undefined
  tenantId?: string | undefined
}

/** What a function answered. */
export type Answer = WholeAnswer | StreamAnswer

export type WholeAnswer =
  | { kind: 'payload'; payload: Buffer }
  /** The payload that the invoker gets with the function error header. */
  | { kind: 'error'; payload: Buffer }

/** An answer on its way: whoever takes it must read the body to its end. */
export interface StreamAnswer {
  kind: 'stream'
  contentType: string
  body: Readable
  /** Settled after the body: the error that came in the trailers, or that cut the body off. */
  failure: Promise<FunctionError | undefined>
  /** To be told where more comes than whoever takes it passes on. */
  fail(error: FunctionError): void
}

/** Who is told what becomes of an invocation. */
export interface Traced {
  trace: Trace
  function: string
  /** The request that it came by. */
  exchange: number | undefined
}

/** What became known of an invocation at its end. */
type Report = Omit<Extract<Parameters<Trace>[0], { type: 'report' }>, 'type' | 'id' | 'at'>

/** One invocation from the moment it is accepted to the runtime's following next. */
export class Invocation {
  readonly request: InvocationRequest
  /** Tells this attempt from others with the same request id. */
  readonly invocationId = newUuid()
  /** Everything logged for it so far, where the caller wants to see it. */
  readonly logs: string[] = []
  /** Whether a process was started for it. */
  coldStart = false
  /** Milliseconds that the function worked on it; true once `completed` is settled. */
  durationMs = 0
  readonly #answer = deferred<Answer>()
  /** Of an answer that streams. */
  #streamFailure: Deferred<FunctionError | undefined> | undefined
  /** Once somebody waits for it. */
  #completed: Deferred<void> | undefined
  #state: InvocationState = 'waiting'
  readonly #traced: Traced | undefined

  constructor(request: InvocationRequest, traced?: Traced) {
    this.request = request
    this.#traced = traced
    if (traced === undefined) return
    const { trace, function: name, exchange } = traced
    const { requestId, payload: event } = request
    const id = this.invocationId
    trace({ type: 'invocation', id, at: now(), function: name, requestId, event, exchange })
  }

  /** The same once more. */
  again(): Invocation {
    return new Invocation(this.request, this.#traced)
  }

  /** A process gets it. */
  started(environment: string, coldStart: boolean): void {
    this.coldStart = coldStart
    const id = this.invocationId
    this.#traced?.trace({ type: 'start', id, at: now(), environment, coldStart })
  }

  /** The runtime has asked for more, or will not. */
  runtimeDone(hasExtensions: boolean): void {
    const id = this.invocationId
    this.#traced?.trace({ type: 'runtime-done', id, at: now(), hasExtensions })
  }

  reported(report: Report): void {
    const { status, errorType, durationMs, initDurationMs, memorySizeMb, maxMemoryUsedMb } = report
    this.#traced?.trace({
      type: 'report',
      id: this.invocationId,
      at: now(),
      status,
      errorType,
      durationMs,
      initDurationMs,
      memorySizeMb,
      maxMemoryUsedMb,
    })
  }

  get answer(): Promise<Answer> {
    return this.#answer.promise
  }

  /** Settled once END and REPORT are written: the runtime asked for more, or is gone. */
  get completed(): Promise<void> {
    if (this.#state === 'complete') return Promise.resolve()
    this.#completed ??= deferred()
    return this.#completed.promise
  }

  get state(): InvocationState {
    return this.#state
  }

  log(line: string): void {
    if (this.request.keepsLog) this.logs.push(line)
  }

  settle(answer: WholeAnswer): void {
    if (!this.#move('answer')) return
    this.#traceAnswer(answer.kind, answer.payload)
    this.#answer.resolve(answer)
  }

  settleStream(contentType: string, body: Readable): void {
    if (!this.#move('stream')) return
    this.#streamFailure = deferred()
    const failure = this.#streamFailure.promise
    const fail = (error: FunctionError) => this.endStream(error)
    this.#traceAnswer('stream')
    this.#answer.resolve({ kind: 'stream', contentType, body: this.#recorded(body), failure, fail })
  }

  /** A streamed answer has come to its end, with the error of its trailers if it has one. */
  endStream(failure: FunctionError | undefined): void {
    if (!this.#move('end-stream')) return
    this.#traced?.trace({
      type: 'stream-end',
      id: this.invocationId,
      at: now(),
      failure: failure && JSON.stringify(failure),
    })
    this.#streamFailure!.resolve(failure)
  }

  /** Lambda's own error: the answer, or the end of a streamed one that has begun. */
  fail(error: FunctionError): void {
    this.settle({ kind: 'error', payload: Buffer.from(JSON.stringify(error)) })
    this.endStream(error)
  }

  /** A stream that has not come to its end by now never will. */
  complete(): void {
    this.endStream(truncatedError(this.request.requestId))
    if (!this.#move('complete')) return
    this.#traced?.trace({ type: 'complete', id: this.invocationId, at: now() })
    this.#completed?.resolve()
  }

  #traceAnswer(kind: Answer['kind'], payload?: Buffer): void {
    this.#traced?.trace({ type: 'answer', id: this.invocationId, at: now(), kind, payload })
  }

  /** The same body, of which each piece is told as it is read. */
  #recorded(body: Readable): Readable {
    if (this.#traced === undefined) return body
    const { trace } = this.#traced
    const id = this.invocationId
    return tapped(body, (bytes) => trace({ type: 'piece', id, at: now(), bytes }))
  }

  #move(by: InvocationMove): boolean {
    const to = invocationMove(this.#state, by)
    if (to !== undefined) this.#state = to
    return to !== undefined
  }
}
