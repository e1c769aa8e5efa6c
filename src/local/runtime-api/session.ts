import {
  invalidStateTransition,
  isAllowedMove,
  runtimeRefusal,
  type RuntimeAnswer,
  type RuntimeState,
} from '../../contract/runtime-api-refusals.ts'
import type { Invocation } from '../invocation/invocation.ts'

/** A runtime that waits for an invocation. */
export interface Poller {
  readonly isGone: boolean
  deliver(invocation: Invocation, deadlineMs: number): void
}

export interface SessionHooks {
  /** The runtime asks for an invocation and has none. */
  onReady(): void
  onAnswered(invocation: Invocation): void
  onInitError(error: { payload: Buffer; errorType: string }): void
}

interface Running {
  invocation: Invocation
  deadlineMs: number
}

/** Accepted for answering, or why not. */
export type Claim = { invocation: Invocation } | { refused: RuntimeAnswer }

/** What the Runtime API remembers of one process: its states and invocations, without any HTTP. */
export interface Session {
  /** Hands an invocation out, now or at the next request for one. */
  offer(invocation: Invocation, deadlineMs: number): void
  /** Takes back an invocation whose time is over. */
  abandon(invocation: Invocation): void
  /** GET next. Undefined: the poller waits, or was served. */
  next(poller: Poller): RuntimeAnswer | undefined
  /** Before a response or an error is read: whether it may be posted now. */
  claim(
    requestId: string,
    invocationId: string | undefined,
    to: 'InvocationResponse' | 'InvocationErrorResponse',
  ): Claim
  /** What was claimed never came whole: it may be posted again. */
  unclaim(invocation: Invocation): void
  /** The answer has come whole, streamed or not. */
  sent(invocation: Invocation): void
  /** POST init/error, before its body is read. */
  claimInitError(): RuntimeAnswer | undefined
  initError(error: { payload: Buffer; errorType: string }): void
}

/** One invocation after the other, and Lambda's state machine. */
export class RuntimeSession implements Session {
  readonly #hooks: SessionHooks
  #state: RuntimeState = 'Started'
  #pollers: Poller[] = []
  #running: Running | undefined

  constructor(hooks: SessionHooks) {
    this.#hooks = hooks
  }

  offer(invocation: Invocation, deadlineMs: number): void {
    this.#running = { invocation, deadlineMs }
    if (this.#state === 'Ready') this.#deliver()
  }

  /** The process is ended together with an invocation that ran out of time. */
  abandon(): void {}

  next(poller: Poller): RuntimeAnswer | undefined {
    if (!isAllowedMove(this.#state, 'Ready')) return invalidStateTransition(this.#state, 'Ready')
    if (this.#state === 'Running') {
      poller.deliver(this.#running!.invocation, this.#running!.deadlineMs)
      return undefined
    }
    const isFirst = this.#state !== 'Ready'
    this.#state = 'Ready'
    this.#pollers.push(poller)
    if (isFirst) this.#hooks.onReady()
    if (this.#running !== undefined) this.#deliver()
    return undefined
  }

  claim(
    requestId: string,
    invocationId: string | undefined,
    to: 'InvocationResponse' | 'InvocationErrorResponse',
  ): Claim {
    const invocation = this.#running?.invocation
    if (invocationId !== undefined && invocationId !== invocation?.invocationId) {
      return { refused: runtimeRefusal('invoke-timeout') }
    }
    if (invocation?.request.requestId !== requestId || this.#state === 'Ready') {
      return { refused: runtimeRefusal('invalid-request-id') }
    }
    if (!isAllowedMove(this.#state, to)) return { refused: invalidStateTransition(this.#state, to) }
    this.#state = to
    return { invocation }
  }

  unclaim(invocation: Invocation): void {
    if (this.#running?.invocation === invocation) this.#state = 'Running'
  }

  sent(invocation: Invocation): void {
    if (this.#running?.invocation !== invocation) return
    this.#running = undefined
    this.#state = 'ResponseSent'
    this.#hooks.onAnswered(invocation)
  }

  claimInitError(): RuntimeAnswer | undefined {
    if (!isAllowedMove(this.#state, 'InitError')) {
      return invalidStateTransition(this.#state, 'InitError')
    }
    this.#state = 'InitError'
    return undefined
  }

  initError(error: { payload: Buffer; errorType: string }): void {
    this.#hooks.onInitError(error)
  }

  /** Every poller gets the one event, as a second next while Running does. */
  #deliver(): void {
    const { invocation, deadlineMs } = this.#running!
    const pollers = this.#pollers.filter(({ isGone }) => !isGone)
    this.#pollers = []
    if (pollers.length === 0) return
    this.#state = 'Running'
    for (const poller of pollers) poller.deliver(invocation, deadlineMs)
  }
}
