import { matchRoute } from '../routing.ts'
import { limits } from '../../limits.ts'
import { httpApiAuthorization } from '../authorization.ts'
import { httpApiV1Event } from '../event-http-api-v1.ts'
import { httpApiEvent } from '../event-v2.ts'
import type { Exchange, Endpoint, RequestHead, KindOfEndpoint } from '../endpoint.ts'
import { httpApiV1Response } from '../response-v1.ts'
import { httpApiResponse } from '../response-v2.ts'
import { headersLength, requestLineLength } from '../head-size.ts'
import { refusalOf } from '../malformed.ts'
import {
  refusedResponse,
  type EndpointResponse,
  type Refusal,
  type RefusalCause,
  type RefusedResponse,
} from '../refusal.ts'
import { decodeTwice, splitTarget } from '../target.ts'
import type { HeaderLine, HttpResponse } from '../types.ts'

/** An HTTP API of API Gateway with payload format 2.0. */
function httpApi(): Endpoint {
  return {
    kind: 'http-api',
    timeoutMs: limits.httpApiTimeoutMs,
    maxBodyBytes: limits.apiGatewayBodyBytes,
    payloadFormat: '2.0',
    requestIds: 'gateway',
    alwaysHasMetadata: false,
    check,
    toEvent: httpApiEvent,
    toResponse: (payload, exchange) => mapped(() => httpApiResponse(payload), exchange),
    streamHeaders: (exchange) => [requestIdLine(exchange)],
    refuse,
  }
}

/** The same with payload format 1.0. */
function httpApiV1(): Endpoint {
  return {
    ...httpApi(),
    kind: 'http-api-v1',
    payloadFormat: '1.0',
    toEvent: httpApiV1Event,
    toResponse: (payload, exchange) => mapped(() => httpApiV1Response(payload), exchange),
  }
}

/** The mapped response with the endpoint's headers, or the error for a malformed result. */
function mapped(map: () => HttpResponse, exchange: Exchange): EndpointResponse {
  try {
    const response = map()
    return { ...response, headers: [...response.headers, requestIdLine(exchange)] }
  } catch (thrown) {
    return refuse(refusalOf(thrown), exchange)
  }
}

/** Statuses and messages of the answers that an HTTP API makes itself. */
const REFUSALS: Record<RefusalCause, readonly [status: number, message: string]> = {
  'no-route': [404, 'Not Found'],
  'function-error': [500, 'Internal Server Error'],
  'malformed-answer': [500, 'Internal Server Error'],
  timeout: [503, 'Service Unavailable'],
  throttled: [503, 'Service Unavailable'],
  'body-too-large': [413, 'Request Entity Too Large'],
  'headers-too-large': [431, 'Request Header Fields Too Large'],
  'bad-request': [400, 'Bad Request'],
  unauthorized: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  'authorizer-error': [500, 'Internal Server Error'],
}

function refuse(refusal: Refusal, exchange: Exchange): RefusedResponse {
  const [status, message] = REFUSALS[refusal.cause]
  return refusedResponse(refusal, {
    status,
    headers: [['Content-Type', 'application/json'], requestIdLine(exchange)],
    body: Buffer.from(JSON.stringify({ message })),
  })
}

/**
 * The request line and the header lines together are limited; each line ends with CR LF. A path that
 * cannot be decoded twice is refused.
 */
function check(head: RequestHead): Refusal | undefined {
  const { path } = splitTarget(head.target)
  if (decodeTwice(path) === undefined) return undecodable(path)
  const bytes = requestLineLength(head) + 2 + headersLength(head)
  if (bytes <= limits.httpApiHeaderBytes) return undefined
  const reason = `request line and headers have ${bytes} bytes, of which an HTTP API takes ${limits.httpApiHeaderBytes}: send less`
  return { cause: 'headers-too-large', reason }
}

function undecodable(path: string): Refusal {
  const reason = `the path ${path} cannot be decoded a second time, as an HTTP API does it: encode a % of it as %2525`
  return { cause: 'bad-request', reason }
}

function requestIdLine({ context }: Exchange): HeaderLine {
  return ['Apigw-Requestid', context.requestId]
}

export const httpApiKind: KindOfEndpoint = {
  make: httpApi,
  noun: 'an HTTP API',
  sample: 'http-api-v2',
  shared: 'http-api',
  stages: 'any',
  defaultStage: '$default',
  hasSignatures: true,
  authorization: httpApiAuthorization,
  canStream: false,
  hasBinaryMediaTypes: false,
  hasMultiValueHeaders: false,
  cors: { preflightStatus: 204, refusedMethods: [], isFixed: false },
  namesParametersOnce: false,
  routeKeys: (key) => [key],
  match: matchRoute,
}

/** The same API with another payload format. */
export const httpApiV1Kind: KindOfEndpoint = {
  ...httpApiKind,
  make: httpApiV1,
  sample: 'http-api-v1',
}
