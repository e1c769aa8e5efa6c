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
import type { Rejection } from '../functions/function.ts'
import { noCode } from '../functions/no-code.ts'
import { newUuid } from '../invocation/ids.ts'
import type { Invocation, WholeAnswer } from '../invocation/invocation.ts'
import type { Lambda } from '../functions/lambda.ts'
import { wholeAnswer } from '../invocation/read-answer.ts'
import type { Exchange } from '../wire/exchange.ts'
import { linesOf } from '../wire/lines.ts'
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

  async handle(exchange: Exchange): Promise<Served> {
    const requestId = newUuid()
    const notInvoked: Served = { function: '', requestId, coldStart: false }
    const refuse = (error: InvokeError): Served => {
      sendError(exchange, requestId, error)
      return { ...notInvoked, refused: error.refusal }
    }
    const isAdmitted = this.#admit(exchange)
    if (isAdmitted !== true) return isAdmitted === undefined ? notInvoked : refuse(isAdmitted)
    const target = parseInvokeTarget(exchange.target)
    if (target === undefined || exchange.method !== 'POST') return refuse(unknownOperation())
    const request = await readInvokeRequest(exchange, target, this.#lambda)
    // Undefined: the caller went away.
    if (request === undefined) return notInvoked
    if ('status' in request) return refuse(request)
    const done = await this.#perform(request, requestId, exchange)
    if ('status' in done) return refuse(done)
    const { function: name = '', coldStart = false, refused } = done
    return { function: name, requestId, coldStart, refused }
  }

  /**
   * Whether the caller may go on; its CORS headers are on every answer then. Undefined: it was a
   * preflight, which is answered.
   */
  #admit(exchange: Exchange): true | InvokeError | undefined {
    const [host, origin] = [exchange.header('host'), exchange.header('origin')]
    const admission = admit({ host, origin }, this.#allowedHosts)
    if ('refused' in admission) {
      debug('local', () => `host ${host}, origin ${origin}: ${admission.refused}`)
      return accessDenied(admission.refused)
    }
    exchange.addLines(linesOf(admission.headers))
    if (exchange.method !== 'OPTIONS' || origin === undefined) return true
    const requested = exchange.header('access-control-request-headers')
    send(exchange, { status: 204, headers: preflightHeaders(requested), body: EMPTY })
    return undefined
  }

  /** What is to be told of the invocation, where there was one. */
  async #perform(
    request: InvokeRequest,
    requestId: string,
    exchange: Exchange,
  ): Promise<Partial<Served> | InvokeError> {
    const { functionName, operation, type, call } = request
    if (type === 'DryRun') {
      send(exchange, { status: 204, headers: [[names.requestId, requestId]], body: EMPTY })
      return {}
    }
    const invocation = this.#lambda.prepare(functionName, {
      payload: call.payload,
      requestId,
      qualifier: call.qualifier,
      traceId: call.traceId,
      clientContext: call.clientContext,
      tenantId: call.tenantId,
      keepsLog: call.keepsLog,
      exchange: exchange.tape?.exchange,
    })
    if (type === 'Event') {
      this.#queue.add(functionName, invocation)
      const headers: HeaderLine[] = [
        [names.requestId, requestId],
        [names.remappedContentLength, '0'],
      ]
      send(exchange, { status: 202, headers, body: EMPTY })
      return { function: functionName }
    }
    const rejection = await this.#lambda.invoke(functionName, invocation)
    if (rejection && rejection.reason !== 'no-code') return rejectionError(functionName, rejection)
    if (operation === 'Invoke') await sendAnswer(exchange, request, invocation)
    else await sendEventStream(exchange, request, invocation)
    if (rejection) return { refused: noCode(functionName, rejection) }
    return { function: functionName, coldStart: invocation.coldStart }
  }
}

const EMPTY = new Uint8Array()

async function sendAnswer(
  exchange: Exchange,
  { tail }: InvokeRequest,
  invocation: Invocation,
): Promise<void> {
  const answer = await wholeAnswer(await invocation.answer)
  if (tail) await invocation.completed
  send(exchange, {
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
  exchange: Exchange,
  requestId: string,
  { status, type, body }: InvokeError,
): void {
  const headers: HeaderLine[] = [
    ['Content-Type', 'application/json'],
    [names.requestId, requestId],
    [names.errorType, type],
  ]
  send(exchange, { status, headers, body: Buffer.from(body) })
}
