import {
  invalidStateTransition,
  runtimeRefusal,
  type RuntimeAnswer,
} from '../../contract/runtime-api-refusals.ts'
import {
  runtimeMove,
  type RuntimeProgress,
  type RuntimeState,
} from '../../contract/runtime-states.ts'
import { Few } from '../../core/few.ts'
import type { Invocation } from '../invocation/invocation.ts'

/** A runtime that waits for an invocation. */
export interface Poller {
  isGone(): boolean
  deliver(invocation: Invocation, deadlineMs: number): void
}

export interface RuntimeHooks {
  /** The runtime asks for an invocation and has none. */
  onReady(): void
  onAnswered(invocation: Invocation): void
  onInitError(error: { payload: Buffer; errorType: string }): void
}

interface Work {
  invocation: Invocation
  deadlineMs: number
}

/** One round of the state machine, with what it is about since it was delivered. */
interface Lane {
  state: RuntimeState
  work: Work | undefined
}

/** Accepted for answering, or why not. */
export type Claim = { invocation: Invocation } | { refused: RuntimeAnswer }

/**
 * What the Runtime API remembers of the runtime in one process: its states and invocations, without
 * any HTTP. With one invocation at a time there is one lane. With several, as on Lambda Managed
 * Instances, every poller goes through next and response by itself: the first lane stays Ready, and
 * each invocation that is delivered has a lane of its own.
 */
export class Runtime {
  readonly #isConcurrent: boolean
  readonly #hooks: RuntimeHooks
  readonly #first: Lane = { state: 'Started', work: undefined }
  /** Lanes with an invocation, by its request id. */
  readonly #lanes = new Few<string, Lane>()
  #pollers: Poller[] = []
  /** Handed out before a poller asked. */
  #offered: Work[] = []

  constructor(isConcurrent: boolean, hooks: RuntimeHooks) {
    this.#isConcurrent = isConcurrent
    this.#hooks = hooks
  }

  /** Hands an invocation out, now or at the next request for one. */
  offer(invocation: Invocation, deadlineMs: number): void {
    this.#offered.push({ invocation, deadlineMs })
    this.#deliver()
  }

  /** Takes back an invocation whose time is over. */
  abandon(invocation: Invocation): void {
    this.#lanes.delete(invocation.request.requestId)
    this.#offered = this.#offered.filter((one) => one.invocation !== invocation)
  }

  /** GET next. Undefined: the poller waits, or was served. */
  next(poller: Poller): RuntimeAnswer | undefined {
    const { state: from, work } = this.#first
    const to = runtimeMove(from, 'next')
    if (to === undefined) return invalidStateTransition(from, 'next')
    this.#first.state = to
    if (to === 'Running') {
      poller.deliver(work!.invocation, work!.deadlineMs)
      return undefined
    }
    this.#pollers.push(poller)
    if (from !== to) this.#hooks.onReady()
    this.#deliver()
    return undefined
  }

  /** Before a response or an error is read: whether it may be posted now. */
  claim(requestId: string, invocationId: string | undefined, by: 'response' | 'error'): Claim {
    const lane = this.#lanes.get(requestId)
    const invocation = lane?.work?.invocation
    if (invocationId !== undefined && invocationId !== invocation?.invocationId) {
      return { refused: runtimeRefusal('invoke-timeout') }
    }
    if (lane === undefined) return { refused: runtimeRefusal('invalid-request-id') }
    const to = runtimeMove(lane.state, by)
    if (to === undefined) return { refused: invalidStateTransition(lane.state, by) }
    lane.state = to
    return { invocation: invocation! }
  }

  /** What was claimed never came whole: it may be posted again. */
  unclaim(invocation: Invocation): void {
    const lane = this.#laneOf(invocation)
    if (lane !== undefined) advance(lane, 'cut-off')
  }

  /** The answer has come whole, streamed or not. */
  sent(invocation: Invocation): void {
    const lane = this.#laneOf(invocation)
    if (lane === undefined) return
    advance(lane, 'sent')
    lane.work = undefined
    this.#lanes.delete(invocation.request.requestId)
    this.#hooks.onAnswered(invocation)
  }

  /** POST init/error, before its body is read. */
  claimInitError(): RuntimeAnswer | undefined {
    const { state: from } = this.#first
    const to = runtimeMove(from, 'init-error')
    if (to === undefined) return invalidStateTransition(from, 'init-error')
    this.#first.state = to
    return undefined
  }

  initError(error: { payload: Buffer; errorType: string }): void {
    this.#hooks.onInitError(error)
  }

  #laneOf(invocation: Invocation): Lane | undefined {
    const lane = this.#lanes.get(invocation.request.requestId)
    return lane?.work?.invocation === invocation ? lane : undefined
  }

  /** In one lane every poller gets the one event, as a second next while Running does. */
  #deliver(): void {
    this.#pollers = this.#pollers.filter((one) => !one.isGone())
    while (this.#offered.length > 0 && this.#pollers.length > 0) {
      const work = this.#offered.shift()!
      const lane = this.#isConcurrent ? { ...this.#first } : this.#first
      lane.work = work
      advance(lane, 'delivered')
      this.#lanes.set(work.invocation.request.requestId, lane)
      const served = this.#pollers.splice(0, this.#isConcurrent ? 1 : Infinity)
      for (const poller of served) poller.deliver(work.invocation, work.deadlineMs)
    }
  }
}

/** A move that cannot be refused. */
function advance(lane: Lane, by: RuntimeProgress): void {
  lane.state = runtimeMove(lane.state, by) ?? lane.state
}
