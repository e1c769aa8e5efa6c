import type { IncomingMessage, ServerResponse } from 'node:http'
import { responseTooLargeError } from '../../contract/function-error.ts'
import { limits } from '../../contract/limits.ts'
import { runtimeAccepted, runtimeRefusal } from '../../contract/runtime-api-refusals.ts'
import { responseModeHeader, STREAMING_RESPONSE_MODE } from '../../contract/runtime-api.ts'
import { answer, refuse } from '../http/answer.ts'
import { readBody } from '../http/read-body.ts'
import type { Invocation, WholeAnswer } from '../invocation/invocation.ts'
import { errorPayload, errorTypeOf, hand, invocationIdOf, trailingError } from './messages.ts'
import type { Poller, Runtime } from './runtime.ts'

/** What a runtime posts for an invocation. */
export interface Post {
  runtime: Runtime
  request: IncomingMessage
  response: ServerResponse
  requestId: string
}

/** GET next. */
export function next(runtime: Runtime, response: ServerResponse): void {
  const poller: Poller = {
    get isGone() {
      return response.destroyed
    },
    deliver: (invocation, deadlineMs) => hand(response, invocation, deadlineMs),
  }
  const refused = runtime.next(poller)
  if (refused !== undefined) answer(response, refused)
}

/** POST response. */
export async function respond(post: Post): Promise<void> {
  const { runtime, request, response, requestId } = post
  const mode = request.headers[responseModeHeader]
  if (mode !== undefined && mode !== STREAMING_RESPONSE_MODE) {
    return refuse(request, response, runtimeRefusal('invalid-response-mode'))
  }
  const claim = runtime.claim(requestId, invocationIdOf(request), 'response')
  if ('refused' in claim) return refuse(request, response, claim.refused)
  if (mode === STREAMING_RESPONSE_MODE) return stream(post, claim.invocation)
  return whole(post, claim.invocation, (payload) => ({ kind: 'payload', payload }))
}

/** POST error. */
export async function fail(post: Post): Promise<void> {
  const { runtime, request, response, requestId } = post
  const claim = runtime.claim(requestId, invocationIdOf(request), 'error')
  if ('refused' in claim) return refuse(request, response, claim.refused)
  return whole(post, claim.invocation, (body) => ({
    kind: 'error',
    payload: errorPayload(request, body),
  }))
}

async function whole(
  { runtime, request, response }: Post,
  invocation: Invocation,
  answerOf: (body: Buffer) => WholeAnswer,
): Promise<void> {
  const body = await readBody(request, limits.invokeResponseBytes)
  if (body === 'truncated') return runtime.unclaim(invocation)
  const isTooLarge = body === 'too-large'
  if (isTooLarge) invocation.fail(responseTooLargeError(limits.invokeResponseBytes))
  else invocation.settle(answerOf(body))
  runtime.sent(invocation)
  answer(response, isTooLarge ? runtimeRefusal('too-large') : runtimeAccepted)
}

/** The invoker reads while the function still writes. */
function stream({ runtime, request, response }: Post, invocation: Invocation): void {
  const contentType = request.headers['content-type'] ?? 'application/octet-stream'
  invocation.settleStream(contentType, request)
  request.once('close', () => {
    // Cut off: whether the process ended or goes on shows later, see `Invocation.complete`.
    if (request.complete) invocation.endStream(trailingError(request))
    runtime.sent(invocation)
    if (request.complete) answer(response, runtimeAccepted)
  })
}

/** POST init/error. */
export async function initError(
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = runtime.claimInitError()
  if (refused !== undefined) return refuse(request, response, refused)
  const body = await readBody(request, limits.invokeResponseBytes)
  const payload = errorPayload(request, typeof body === 'string' ? Buffer.alloc(0) : body)
  if (body !== 'truncated') answer(response, runtimeAccepted)
  runtime.initError({ payload, errorType: errorTypeOf(request) })
}
