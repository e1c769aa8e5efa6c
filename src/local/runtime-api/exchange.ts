import { responseTooLargeError } from '../../contract/function-error.ts'
import { limits } from '../../contract/limits.ts'
import { runtimeAccepted, runtimeRefusal } from '../../contract/runtime-api-refusals.ts'
import { responseModeHeader, STREAMING_RESPONSE_MODE } from '../../contract/runtime-api.ts'
import type { Invocation, WholeAnswer } from '../invocation/invocation.ts'
import type { Exchange } from '../wire/exchange.ts'
import { errorPayload, errorTypeOf, hand, invocationIdOf, trailingError } from './messages.ts'
import type { Poller, Runtime } from './runtime.ts'

/** What a runtime posts for an invocation. */
export interface Post {
  runtime: Runtime
  exchange: Exchange
  requestId: string
}

/** GET next. */
export function next(runtime: Runtime, exchange: Exchange): void {
  const poller: Poller = {
    isGone: () => exchange.isGone,
    deliver: (invocation, deadlineMs) => hand(exchange, invocation, deadlineMs),
  }
  const refused = runtime.next(poller)
  if (refused !== undefined) exchange.answer(refused)
}

/** POST response. */
export function respond(post: Post): Promise<void> | void {
  const { runtime, exchange, requestId } = post
  const mode = exchange.header(responseModeHeader)
  if (mode !== undefined && mode !== STREAMING_RESPONSE_MODE) {
    return exchange.answer(runtimeRefusal('invalid-response-mode'))
  }
  const claim = runtime.claim(requestId, invocationIdOf(exchange), 'response')
  if ('refused' in claim) return exchange.answer(claim.refused)
  if (mode === STREAMING_RESPONSE_MODE) return stream(post, claim.invocation)
  return whole(post, claim.invocation, (payload) => ({ kind: 'payload', payload }))
}

/** POST error. */
export function fail(post: Post): Promise<void> | void {
  const { runtime, exchange, requestId } = post
  const claim = runtime.claim(requestId, invocationIdOf(exchange), 'error')
  if ('refused' in claim) return exchange.answer(claim.refused)
  return whole(post, claim.invocation, (body) => ({
    kind: 'error',
    payload: errorPayload(exchange, body),
  }))
}

async function whole(
  { runtime, exchange }: Post,
  invocation: Invocation,
  answerOf: (body: Buffer) => WholeAnswer,
): Promise<void> {
  const body = await exchange.readBody(limits.invokeResponseBytes)
  if (body === 'truncated') return runtime.unclaim(invocation)
  const isTooLarge = body === 'too-large'
  if (isTooLarge) invocation.fail(responseTooLargeError(limits.invokeResponseBytes))
  else invocation.settle(answerOf(body))
  // Whoever waits for the answer gets it first: it reads while the runtime is told.
  await new Promise<void>((resolve) => process.nextTick(resolve))
  runtime.sent(invocation)
  exchange.answer(isTooLarge ? runtimeRefusal('too-large') : runtimeAccepted)
}

/** The invoker reads while the function still writes. */
function stream({ runtime, exchange }: Post, invocation: Invocation): void {
  const contentType = exchange.header('content-type') ?? 'application/octet-stream'
  const body = exchange.streamBody()
  invocation.settleStream(contentType, body)
  body.once('close', () => {
    // Cut off: whether the process ended or goes on shows later, see `Invocation.complete`.
    if (exchange.isComplete) invocation.endStream(trailingError(exchange))
    runtime.sent(invocation)
    if (exchange.isComplete) exchange.answer(runtimeAccepted)
  })
}

/** POST init/error. */
export async function initError(runtime: Runtime, exchange: Exchange): Promise<void> {
  const refused = runtime.claimInitError()
  if (refused !== undefined) return exchange.answer(refused)
  const body = await exchange.readBody(limits.invokeResponseBytes)
  const payload = errorPayload(exchange, typeof body === 'string' ? Buffer.alloc(0) : body)
  if (body !== 'truncated') exchange.answer(runtimeAccepted)
  runtime.initError({ payload, errorType: errorTypeOf(exchange) })
}
