import type { EndpointResponse } from '../../contract/http/refusal.ts'
import type { Rejection } from '../functions/function.ts'
import { noCode } from '../functions/no-code.ts'
import { send } from '../http/send.ts'
import type { Refused } from '../types.ts'
import type { Invocation } from '../invocation/invocation.ts'
import { awaitAnswer } from './await-answer.ts'
import { exchangeOf, withSiteCors, type Passage } from './passage.ts'
import { closing, functionFailed, throttled, tooLate } from './reasons.ts'
import type { SiteRoute } from './sites.ts'
import { pipeStream } from './stream.ts'

/** Sends the answer of an invocation as it comes, and says why where it is not the function's. */
export async function reply(
  passage: Passage,
  route: SiteRoute,
  invocation: Invocation,
): Promise<Refused | undefined> {
  const { endpoint } = route
  const exchange = exchangeOf(passage)
  const answer = await awaitAnswer(route, invocation)
  if (answer === undefined) {
    return sendAnswer(passage, endpoint.refuse(tooLate(endpoint.timeoutMs!), exchange))
  }
  if (answer.kind === 'error') {
    return sendAnswer(passage, endpoint.refuse(functionFailed(answer.payload), exchange))
  }
  if (answer.kind === 'payload' && !(route.streaming && endpoint.alwaysHasMetadata)) {
    return sendAnswer(passage, endpoint.toResponse(answer.payload, exchange))
  }
  return pipeStream(answer, passage.exchange, {
    endpoint,
    exchange,
    adjust: (response) => withSiteCors(passage, response),
  })
}

/** The answer where Lambda does not take the invocation. */
export function replyRejected(
  passage: Passage,
  { endpoint, function: name }: SiteRoute,
  rejection: Rejection,
): Refused | undefined {
  const exchange = exchangeOf(passage)
  if (rejection.reason !== 'no-code') {
    const refusal = rejection.reason === 'throttled' ? throttled(name) : closing()
    return sendAnswer(passage, endpoint.refuse(refusal, exchange))
  }
  sendAnswer(passage, {
    status: 502,
    headers: [['Content-Type', 'text/plain; charset=utf-8']],
    body: Buffer.from(rejection.failure),
  })
  return noCode(name, rejection)
}

export function sendAnswer(passage: Passage, response: EndpointResponse): Refused | undefined {
  send(passage.exchange, withSiteCors(passage, response))
  return refusedBy(response)
}

/** What is told of a response that is refused. */
export function refusedBy({ refusal }: EndpointResponse): Refused | undefined {
  return refusal && { cause: refusal.cause, reason: refusal.reason }
}
