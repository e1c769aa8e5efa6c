import {
  invalidStateTransition,
  runtimeRefusal,
  type RuntimeAnswer,
} from '../../contract/runtime-api-refusals.ts'
import type { Invocation } from '../invocation/invocation.ts'
import type { Claim, Poller, Session, SessionHooks } from './session.ts'

interface Running {
  invocation: Invocation
  isClaimed: boolean
}

/**
 * Several invocations at once in one process, as on Lambda Managed Instances: every poller goes
 * through next and response by itself, so that there is no state of the whole.
 */
export class ConcurrentSession implements Session {
  readonly #hooks: SessionHooks
  readonly #running = new Map<string, Running>()
  #state: 'Started' | 'InitError' | 'Ready' = 'Started'
  #pollers: Poller[] = []
  /** Handed out before enough pollers asked. */
  #offered: { invocation: Invocation; deadlineMs: number }[] = []

  constructor(hooks: SessionHooks) {
    this.#hooks = hooks
  }

  offer(invocation: Invocation, deadlineMs: number): void {
    this.#offered.push({ invocation, deadlineMs })
    this.#deliver()
  }

  abandon(invocation: Invocation): void {
    this.#running.delete(invocation.request.requestId)
    this.#offered = this.#offered.filter((one) => one.invocation !== invocation)
  }

  next(poller: Poller): RuntimeAnswer | undefined {
    if (this.#state === 'InitError') return invalidStateTransition('InitError', 'Ready')
    const isFirst = this.#state === 'Started'
    this.#state = 'Ready'
    this.#pollers.push(poller)
    if (isFirst) this.#hooks.onReady()
    this.#deliver()
    return undefined
  }

  claim(
    requestId: string,
    invocationId: string | undefined,
    to: 'InvocationResponse' | 'InvocationErrorResponse',
  ): Claim {
    const running = this.#running.get(requestId)
    if (invocationId !== undefined && invocationId !== running?.invocation.invocationId) {
      return { refused: runtimeRefusal('invoke-timeout') }
    }
    if (running === undefined) return { refused: runtimeRefusal('invalid-request-id') }
    if (running.isClaimed) return { refused: invalidStateTransition(to, to) }
    running.isClaimed = true
    return { invocation: running.invocation }
  }

  unclaim({ request }: Invocation): void {
    const running = this.#running.get(request.requestId)
    if (running !== undefined) running.isClaimed = false
  }

  sent(invocation: Invocation): void {
    if (!this.#running.delete(invocation.request.requestId)) return
    this.#hooks.onAnswered(invocation)
  }

  claimInitError(): RuntimeAnswer | undefined {
    if (this.#state !== 'Started') return invalidStateTransition(this.#state, 'InitError')
    this.#state = 'InitError'
    return undefined
  }

  initError(error: { payload: Buffer; errorType: string }): void {
    this.#hooks.onInitError(error)
  }

  #deliver(): void {
    this.#pollers = this.#pollers.filter(({ isGone }) => !isGone)
    while (this.#offered.length > 0 && this.#pollers.length > 0) {
      const { invocation, deadlineMs } = this.#offered.shift()!
      this.#running.set(invocation.request.requestId, { invocation, isClaimed: false })
      this.#pollers.shift()!.deliver(invocation, deadlineMs)
    }
  }
}
