import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { amazonHeaders } from '../../contract/amazon-headers.ts'
import { preflight, withCors } from '../../contract/http/cors.ts'
import { endpointKinds, type Exchange, type Endpoint } from '../../contract/http/endpoints/index.ts'
import { headerValue, LOWER_CASE_NAMES } from '../../contract/http/header-lines.ts'
import type {
  EndpointContext,
  HeaderLine,
  HttpRequest,
  HttpResponse,
  Refusal,
} from '../../contract/http/types.ts'
import { limits } from '../../contract/limits.ts'
import { readBody } from '../http/read-body.ts'
import { send } from '../http/send.ts'
import type { Served } from '../http/served.ts'
import type { Rejection } from '../functions/function.ts'
import { newGatewayId, newTraceId } from '../invocation/ids.ts'
import type { Answer } from '../invocation/invocation.ts'
import { ACCOUNT, type Lambda } from '../functions/lambda.ts'
import { wholeAnswer } from '../invocation/read-answer.ts'
import { within } from '../../core/within.ts'
import type { Authorizer } from './authorizer/authorizer.ts'
import { createAuthorizer } from './authorizer/create.ts'
import { findTarget, sitesFor, type Site, type Target } from './sites.ts'
import { pipeStream } from './stream.ts'

export interface EndpointsOptions {
  sites: readonly Site[]
  lambda: Lambda
  /** That clients use. */
  port(): number
  /** Folder that files in settings are relative to. */
  root: string
  onFault(functionName: string, message: string): void
}

/** The endpoints of all functions on one port. */
export class Endpoints {
  readonly #sites: readonly Site[]
  readonly #lambda: Lambda
  readonly #port: () => number
  /** By the name of the function that they stand before. */
  readonly #authorizers = new Map<string, Authorizer>()

  constructor({ sites, lambda, port, root, onFault }: EndpointsOptions) {
    this.#sites = sites
    this.#lambda = lambda
    this.#port = port
    for (const route of sites.flatMap((site) => site.routes)) {
      const { function: name, authorizer } = route
      if (authorizer === undefined || this.#authorizers.has(name)) continue
      const options = { lambda, root, onFault: (message: string) => onFault(name, message) }
      this.#authorizers.set(name, createAuthorizer(authorizer, options))
    }
  }

  /** Answers a request; settled once the response is handed to the connection. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<Served> {
    const head = headOf(request)
    const sites = sitesFor(this.#sites, request.headers.host)
    const target = findTarget(sites, head.method, head.target)
    const context = this.#context(request, head.headers, target)
    const passage = { request, response, head, context, site: target?.site ?? sites[0] }
    const served = { function: target?.route.function ?? '', coldStart: false }
    const early = withoutFunction(passage, target)
    if (early === undefined) {
      return { requestId: context.requestId, ...served, ...(await this.#invoke(passage, target!)) }
    }
    if ((await readBody(request, 0)) !== 'truncated') send(response, early)
    return { requestId: context.requestId, ...served }
  }

  /** What is to be told of the invocation, where it came to one. */
  async #invoke(passage: Passage, target: Target): Promise<Partial<Served>> {
    const { endpoint, function: name } = target.route
    const payload = await this.#payload(passage, target)
    if (payload === undefined) return {}
    if ('refusal' in payload) {
      answerWith(passage, refused(passage, endpoint, payload))
      return {}
    }
    const invocation = this.#lambda.prepare(name, {
      payload,
      traceId: passage.context.traceId,
      ...(endpoint.requestIds === 'of-the-invocation' && { requestId: passage.context.requestId }),
    })
    const rejection = this.#lambda.invoke(name, invocation)
    if (rejection) {
      answerWith(passage, rejected(rejection, passage, target))
      return {}
    }
    const { timeoutMs } = endpoint
    // The invocation goes on where the endpoint stops waiting.
    const answer = await (timeoutMs === undefined
      ? invocation.answer
      : within(timeoutMs, invocation.answer))
    if (answer === undefined)
      answerWith(passage, refused(passage, endpoint, { refusal: 'timeout' }))
    else await respond(passage, target, answer)
    const { coldStart } = invocation
    return { coldStart, requestId: invocation.request.requestId }
  }

  /** The event, or why there is none; undefined where the client went away. */
  async #payload(
    { request, head, context }: Passage,
    { route: { endpoint, function: name } }: Target,
  ): Promise<Buffer | Refused | undefined> {
    const authorizer = this.#authorizers.get(name)
    const verdict = await authorizer?.judge({ head, context }, endpoint.payloadFormat)
    const isRefused = verdict !== undefined && 'refusal' in verdict
    const body = await readBody(request, isRefused ? 0 : endpoint.maxBodyBytes)
    if (body === 'truncated') return undefined
    if (isRefused) return verdict
    if (body === 'too-large') return { refusal: 'body-too-large' }
    const authorized = verdict === undefined ? context : { ...context, ...verdict }
    const payload = Buffer.from(JSON.stringify(endpoint.toEvent({ ...head, body }, authorized)))
    return payload.length > limits.invokeRequestBytes ? { refusal: 'body-too-large' } : payload
  }

  #context(
    request: IncomingMessage,
    headers: readonly HeaderLine[],
    target: Target | undefined,
  ): EndpointContext {
    const { requestIds = 'gateway' } = target?.route.endpoint ?? {}
    const apiId = target?.site.apiId ?? 'local'
    const traceId = headerValue(headers, LOWER_CASE_NAMES.traceId) ?? newTraceId()
    return {
      accountId: ACCOUNT,
      apiId,
      domainName: request.headers.host ?? 'localhost',
      domainPrefix: apiId,
      stage: target?.site.stage ?? '$default',
      routeKey: target?.route.key ?? '$default',
      pathParameters: target?.pathParameters ?? {},
      requestId: requestIds === 'gateway' ? newGatewayId() : randomUUID(),
      extendedRequestId: newGatewayId(),
      traceId,
      port: this.#port(),
      scheme: 'http',
      timeEpoch: Date.now(),
      ...(target !== undefined && {
        targetGroupArn: `arn:aws:elasticloadbalancing:${this.#lambda.region}:${ACCOUNT}:targetgroup/${target.route.function}/${apiId}`,
      }),
    }
  }
}

interface Passage {
  request: IncomingMessage
  response: ServerResponse
  head: Omit<HttpRequest, 'body'>
  context: EndpointContext
  site: Site | undefined
}

/** An answer that no function made. */
interface Refused {
  refusal: Refusal
  headers?: HeaderLine[]
}

/** What AWS answers for the address of no Function URL. */
const UNKNOWN_ADDRESS: HttpResponse = {
  status: 403,
  headers: [
    ['Content-Type', 'application/json'],
    [amazonHeaders.errorType, 'AccessDeniedException'],
  ],
  body: Buffer.from('{"Message":null}'),
}

/** The answer that the head of a request suffices for. */
function withoutFunction(passage: Passage, target: Target | undefined): HttpResponse | undefined {
  const { site, head } = passage
  if (site === undefined) return UNKNOWN_ADDRESS
  const { cors } = endpointKinds[site.kind]
  const preflighted = cors && site.cors && preflight(cors.preflightStatus, site.cors, head)
  if (preflighted) return preflighted
  const { endpoint } = target?.route ?? site.routes[0]!
  const refusal = target === undefined ? 'no-route' : endpoint.check(head)
  return refusal && adjusted(passage, refused(passage, endpoint, { refusal }))
}

function refused(
  passage: Passage,
  endpoint: Endpoint,
  { refusal, headers = [] }: Refused,
): HttpResponse {
  const response = endpoint.refuse(refusal, exchangeOf(passage))
  return { ...response, headers: [...response.headers, ...headers] }
}

function headOf(request: IncomingMessage): Omit<HttpRequest, 'body'> {
  const { rawHeaders } = request
  const headers: HeaderLine[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i]!, rawHeaders[i + 1]!])
  return {
    method: request.method!,
    target: request.url!,
    protocol: `HTTP/${request.httpVersion}`,
    headers,
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
  }
}

function exchangeOf({ head, context }: Passage): Exchange {
  return { request: head, context }
}

async function respond(passage: Passage, { route }: Target, answer: Answer): Promise<void> {
  const { endpoint } = route
  const exchange = exchangeOf(passage)
  if (answer.kind === 'error') {
    return answerWith(passage, endpoint.refuse('function-error', exchange))
  }
  if (route.streaming && (answer.kind === 'stream' || endpoint.alwaysHasMetadata)) {
    return pipeStream(answer, passage.response, {
      endpoint,
      exchange,
      adjust: (response) => adjusted(passage, response),
    })
  }
  const whole = await wholeAnswer(answer)
  answerWith(
    passage,
    whole.kind === 'error'
      ? endpoint.refuse('function-error', exchange)
      : endpoint.toResponse(whole.payload, exchange),
  )
}

function rejected(rejection: Rejection, passage: Passage, { route }: Target): HttpResponse {
  if (rejection.reason === 'no-code') {
    return {
      status: 502,
      headers: [['Content-Type', 'text/plain; charset=utf-8']],
      body: Buffer.from(rejection.failure),
    }
  }
  return route.endpoint.refuse(
    rejection.reason === 'throttled' ? 'throttled' : 'function-error',
    exchangeOf(passage),
  )
}

function answerWith(passage: Passage, message: HttpResponse): void {
  send(passage.response, adjusted(passage, message))
}

function adjusted<Response extends Pick<HttpResponse, 'status' | 'headers'>>(
  { site, head }: Passage,
  response: Response,
): Response {
  if (!site?.cors) return response
  const { headers } = withCors(site.cors, head, { ...response, body: new Uint8Array() })
  return { ...response, headers }
}
