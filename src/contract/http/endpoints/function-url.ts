import { amazonHeaders } from '../../amazon-headers.ts'
import { matchRoute } from '../routing.ts'
import { limits } from '../../limits.ts'
import { functionUrlEvent } from '../event-v2.ts'
import type { Exchange, Endpoint, KindOfEndpoint } from '../endpoint.ts'
import { functionUrlResponse } from '../response-v2.ts'
import { refusalOf } from '../malformed.ts'
import {
  refusedResponse,
  type EndpointResponse,
  type Refusal,
  type RefusalCause,
  type RefusedResponse,
} from '../refusal.ts'
import type { EndpointSettings, HeaderLine, HttpResponse } from '../types.ts'

/** A Function URL. Nothing but the function's own timeout ends the wait. */
function functionUrl(settings: Pick<EndpointSettings, 'streaming'>): Endpoint {
  return {
    kind: 'url',
    timeoutMs: undefined,
    maxBodyBytes: limits.invokeRequestBytes,
    payloadFormat: '2.0',
    requestIds: 'of-the-invocation',
    alwaysHasMetadata: false,
    check: () => undefined,
    toEvent: functionUrlEvent,
    toResponse: settings.streaming ? rawResponse : bufferedResponse,
    streamHeaders: idLines,
    refuse,
  }
}

function bufferedResponse(payload: Uint8Array, exchange: Exchange): EndpointResponse {
  try {
    const response = functionUrlResponse(payload)
    return { ...response, headers: [...response.headers, ...idLines(exchange)] }
  } catch (thrown) {
    return refuse(refusalOf(thrown), exchange)
  }
}

/** In mode RESPONSE_STREAM a buffered answer is not looked into: the client gets it verbatim. */
function rawResponse(payload: Uint8Array, exchange: Exchange): HttpResponse {
  return {
    status: 200,
    headers: [['Content-Type', 'application/json'], ...idLines(exchange)],
    body: payload,
  }
}

const REFUSALS: Record<RefusalCause, readonly [status: number, body: string]> = {
  'no-route': [403, '{"Message":null}'],
  'function-error': [502, 'Internal Server Error'],
  'malformed-answer': [502, 'Internal Server Error'],
  timeout: [502, 'Internal Server Error'],
  throttled: [429, '{"Reason":"ConcurrentInvocationLimitExceeded","Type":"User"}'],
  'body-too-large': [413, '{"message":"Request Entity Too Large"}'],
  'headers-too-large': [431, '{"message":"Request Header Fields Too Large"}'],
  'bad-request': [400, '{"Message":"Bad Request"}'],
  unauthorized: [403, '{"Message":"Forbidden"}'],
  forbidden: [403, '{"Message":"Forbidden"}'],
  'authorizer-error': [502, 'Internal Server Error'],
}

function refuse(refusal: Refusal, exchange: Exchange): RefusedResponse {
  const { cause } = refusal
  const [status, body] = REFUSALS[cause]
  const type = body.startsWith('{') ? 'application/json' : 'text/plain'
  const errorType: HeaderLine[] =
    cause === 'no-route' ? [[amazonHeaders.errorType, 'AccessDeniedException']] : []
  return refusedResponse(refusal, {
    status,
    headers: [['Content-Type', type], ...errorType, ...idLines(exchange)],
    body: Buffer.from(body),
  })
}

/** The request id is Lambda's. */
function idLines({ context }: Exchange): HeaderLine[] {
  return [
    [amazonHeaders.requestId, context.requestId],
    [amazonHeaders.traceId, context.traceId],
  ]
}

export const functionUrlKind: KindOfEndpoint = {
  make: functionUrl,
  noun: 'a Function URL',
  sample: 'function-url',
  shared: undefined,
  stages: 'none',
  defaultStage: '$default',
  hasSignatures: true,
  authorization: undefined,
  canStream: true,
  hasBinaryMediaTypes: false,
  hasMultiValueHeaders: false,
  cors: { preflightStatus: 200, refusedMethods: ['OPTIONS'], isFixed: false },
  namesParametersOnce: false,
  routeKeys: (key) => [key],
  match: matchRoute,
}
