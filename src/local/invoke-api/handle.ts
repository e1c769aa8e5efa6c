import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HeaderLine } from '../../contract/http/types.ts'
import {
  invokeResponseHeaders as names,
  parseInvokeTarget,
  UNHANDLED,
} from '../../contract/invoke-api.ts'
import {
  accessDenied,
  serviceUnavailable,
  tooManyRequests,
  unknownOperation,
  type InvokeError,
} from '../../contract/invoke-errors.ts'
import { debug } from '../../core/debug.ts'
import { send } from '../http/send.ts'
import type { Served } from '../http/served.ts'
import { exchangeOf } from '../http/tape.ts'
import type { Rejection } from '../functions/function.ts'
import { noCode } from '../functions/no-code.ts'
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
    const requestId = randomUUID() as string
    const notInvoked: Served = { function: '', requestId, coldStart: false }
    const refuse = (error: InvokeError): Served => {
      sendError(response, requestId, error)
      return { ...notInvoked, refused: error.refusal }
    }
    const isAdmitted = this.#admit(message, response)
    if (isAdmitted !== true) {
      message.resume()
      return isAdmitted === undefined ? notInvoked : refuse(isAdmitted)
    }
    const target = parseInvokeTarget(message.url!)
    if (target === undefined || message.method !== 'POST') {
      message.resume()
      return refuse(unknownOperation())
    }
    const request = await readInvokeRequest(message, target, this.#lambda)
    // Undefined: the caller went away.
    if (request === undefined) return notInvoked
    if ('status' in request) return refuse(request)
    const done = await this.#perform(request, requestId, response)
    if ('status' in done) return refuse(done)
    const { function: name = '', coldStart = false, refused } = done
    return { function: name, requestId, coldStart, refused }
  }

  /**
   * Whether the caller may go on; its CORS headers are on every answer then. Undefined: it was a
   * preflight, which is answered.
   */
  #admit(
    { headers, method }: IncomingMessage,
    response: ServerResponse,
  ): true | InvokeError | undefined {
    const admission = admit({ host: headers.host, origin: headers.origin }, this.#allowedHosts)
    if ('refused' in admission) {
      debug('local', () => `host ${headers.host}, origin ${headers.origin}: ${admission.refused}`)
      return accessDenied(admission.refused)
    }
    for (const [name, value] of admission.headers) response.setHeader(name, value)
    if (method !== 'OPTIONS' || headers.origin === undefined) return true
    const requested = headers['access-control-request-headers']
    send(response, { status: 204, headers: preflightHeaders(requested), body: EMPTY })
    return undefined
  }

  /** What is to be told of the invocation, where there was one. */
  async #perform(
    request: InvokeRequest,
    requestId: string,
    response: ServerResponse,
  ): Promise<Partial<Served> | InvokeError> {
    const { functionName, operation, type } = request
    if (type === 'DryRun') {
      send(response, { status: 204, headers: [[names.requestId, requestId]], body: EMPTY })
      return {}
    }
    const exchange = exchangeOf(response)
    const invocation = this.#lambda.prepare(functionName, { ...request.call, requestId, exchange })
    if (type === 'Event') {
      this.#queue.add(functionName, invocation)
      const headers: HeaderLine[] = [
        [names.requestId, requestId],
        [names.remappedContentLength, '0'],
      ]
      send(response, { status: 202, headers, body: EMPTY })
      return { function: functionName }
    }
    const rejection = await this.#lambda.invoke(functionName, invocation)
    if (rejection && rejection.reason !== 'no-code') return rejectionError(functionName, rejection)
    if (operation === 'Invoke') await sendAnswer(response, request, invocation)
    else await sendEventStream(response, request, invocation)
    if (rejection) return { refused: noCode(functionName, rejection) }
    return { function: functionName, coldStart: invocation.coldStart }
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

function rejectionError(name: string, { reason }: Rejection): InvokeError {
  return reason === 'throttled'
    ? tooManyRequests(name)
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
