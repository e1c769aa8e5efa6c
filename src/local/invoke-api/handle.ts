import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HeaderLine } from '../../contract/http/types.ts'
import {
  accessDenied,
  invokeResponseHeaders as names,
  parseInvokeTarget,
  serviceUnavailable,
  tooManyRequests,
  UNHANDLED,
  unknownOperation,
  type InvokeError,
} from '../../contract/invoke-api.ts'
import { debug } from '../../core/debug.ts'
import { send } from '../http/send.ts'
import type { Served } from '../http/served.ts'
import type { Rejection } from '../functions/function.ts'
import type { Invocation, WholeAnswer } from '../invocation/invocation.ts'
import type { Lambda } from '../functions/lambda.ts'
import { wholeAnswer } from '../invocation/read-answer.ts'
import { admit, preflightHeaders } from './admission.ts'
import type { AsyncQueue } from './async-queue.ts'
import { readInvokeRequest, type InvokeRequest } from './request.ts'
import { sendEventStream } from './event-stream.ts'
import { commonHeaders, logTail } from './headers.ts'

/** Lambda's own API, as far as it invokes. */
export class InvokeApi {
  readonly #lambda: Lambda
  readonly #queue: AsyncQueue
  readonly #allowedHosts: readonly string[]

  /** @param allowedHosts names that may stand in Host and Origin besides those of this machine */
  constructor(lambda: Lambda, queue: AsyncQueue, allowedHosts: readonly string[]) {
    this.#lambda = lambda
    this.#queue = queue
    this.#allowedHosts = allowedHosts
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<Served> {
    const target = parseInvokeTarget(message.url!)
    const served = {
      function: target?.functionName ?? '',
      requestId: randomUUID() as string,
      coldStart: false,
    }
    const early = this.#early(message, response)
    if (early !== undefined) {
      message.resume()
      early(served.requestId)
      return served
    }
    if (target === undefined || message.method !== 'POST') {
      message.resume()
      sendError(response, served.requestId, unknownOperation())
      return served
    }
    const request = await readInvokeRequest(message, target, this.#lambda)
    // Undefined: the caller went away.
    if (request === undefined) return served
    if ('status' in request) sendError(response, served.requestId, request)
    else served.coldStart = await this.#perform(request, served.requestId, response)
    return served
  }

  /** The answer to a preflight, or to what may not call; its CORS headers are on every other. */
  #early(
    { headers, method }: IncomingMessage,
    response: ServerResponse,
  ): ((requestId: string) => void) | undefined {
    const admission = admit({ host: headers.host, origin: headers.origin }, this.#allowedHosts)
    if ('refused' in admission) {
      debug('local', () => `host ${headers.host}, origin ${headers.origin}: ${admission.refused}`)
      return (requestId) => sendError(response, requestId, accessDenied(admission.refused))
    }
    for (const [name, value] of admission.headers) response.setHeader(name, value)
    if (method !== 'OPTIONS' || headers.origin === undefined) return undefined
    const requested = headers['access-control-request-headers']
    return () => send(response, { status: 204, headers: preflightHeaders(requested), body: EMPTY })
  }

  /** Says whether a process was started for it. */
  async #perform(
    request: InvokeRequest,
    requestId: string,
    response: ServerResponse,
  ): Promise<boolean> {
    const { functionName, operation, type } = request
    if (type === 'DryRun') {
      send(response, { status: 204, headers: [[names.requestId, requestId]], body: EMPTY })
      return false
    }
    const invocation = this.#lambda.prepare(functionName, { ...request.call, requestId })
    if (type === 'Event') {
      this.#queue.add(functionName, invocation)
      const headers: HeaderLine[] = [
        [names.requestId, requestId],
        [names.remappedContentLength, '0'],
      ]
      send(response, { status: 202, headers, body: EMPTY })
      return false
    }
    const rejection = this.#lambda.invoke(functionName, invocation)
    if (rejection && rejection.reason !== 'no-code') {
      sendError(response, requestId, rejectionError(rejection))
      return false
    }
    if (operation === 'Invoke') await sendAnswer(response, request, invocation)
    else await sendEventStream(response, request, invocation)
    return invocation.coldStart
  }
}

const EMPTY = new Uint8Array()

async function sendAnswer(
  response: ServerResponse,
  { tail }: InvokeRequest,
  invocation: Invocation,
): Promise<void> {
  const answer = await wholeAnswer(await invocation.answer)
  if (tail) await invocation.completed
  send(response, {
    status: 200,
    headers: [
      ...commonHeaders(invocation),
      ['Content-Type', 'application/json'],
      ...functionErrorHeader(answer),
      ...(tail ? [[names.logResult, logTail(invocation)] as const] : []),
    ],
    body: answer.payload,
  })
}

function functionErrorHeader({ kind }: WholeAnswer): HeaderLine[] {
  return kind === 'error' ? [[names.functionError, UNHANDLED]] : []
}

function rejectionError({ reason }: Rejection): InvokeError {
  return reason === 'throttled'
    ? tooManyRequests()
    : serviceUnavailable('The local Lambda is being closed.')
}

function sendError(
  response: ServerResponse,
  requestId: string,
  { status, type, body }: InvokeError,
): void {
  const headers: HeaderLine[] = [
    ['Content-Type', 'application/json'],
    [names.requestId, requestId],
    [names.errorType, type],
  ]
  send(response, { status, headers, body: Buffer.from(body) })
}
