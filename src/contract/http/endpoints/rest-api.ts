import { amazonHeaders } from '../../amazon-headers.ts'
import { restAuthorization } from '../authorization.ts'
import { matchResource } from '../routing.ts'
import { limits } from '../../limits.ts'
import { restEvent } from '../event-rest.ts'
import type { Exchange, Endpoint, KindOfEndpoint, RequestHead } from '../endpoint.ts'
import { headersLength, requestLineLength } from '../head-size.ts'
import { headerValue } from '../header-lines.ts'
import { restResponse } from '../response-v1.ts'
import { InvalidBase64, refusalOf } from '../malformed.ts'
import {
  refusedResponse,
  type EndpointResponse,
  type Refusal,
  type RefusalCause,
  type RefusedResponse,
} from '../refusal.ts'
import type { EndpointSettings, HeaderLine, HttpResponse } from '../types.ts'

/** A REST API of API Gateway with Lambda proxy integration. */
function restApi(settings: Pick<EndpointSettings, 'binaryMediaTypes' | 'streaming'>): Endpoint {
  const binaryMediaTypes = settings.binaryMediaTypes ?? []
  return {
    kind: 'rest',
    timeoutMs: settings.streaming ? limits.restApiStreamTimeoutMs : limits.restApiTimeoutMs,
    maxBodyBytes: limits.apiGatewayBodyBytes,
    payloadFormat: '1.0',
    requestIds: 'uuid',
    alwaysHasMetadata: true,
    check,
    toEvent: (request, context) => restEvent(request, context, binaryMediaTypes),
    toResponse: (payload, exchange) => respond(payload, exchange, binaryMediaTypes),
    streamHeaders,
    refuse,
  }
}

function streamHeaders({ context }: Exchange): HeaderLine[] {
  return [
    [amazonHeaders.requestId, context.requestId],
    [amazonHeaders.apiGatewayId, context.extendedRequestId],
    [amazonHeaders.traceId, context.traceId],
  ]
}

function respond(
  payload: Uint8Array,
  exchange: Exchange,
  binaryMediaTypes: readonly string[],
): EndpointResponse {
  const accept = headerValue(exchange.request.headers, 'accept')
  try {
    const response = restResponse(payload, accept, binaryMediaTypes)
    const { requestId, extendedRequestId, traceId } = exchange.context
    const headers: HeaderLine[] = [
      [amazonHeaders.requestId, requestId],
      [amazonHeaders.apiGatewayId, extendedRequestId],
      ...response.headers,
      [amazonHeaders.traceId, traceId],
    ]
    return { ...response, headers }
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    return thrown instanceof InvalidBase64
      ? refusedResponse(refusal, answer(INVALID_BASE64, exchange))
      : refuse(refusal, exchange)
  }
}

/** API Gateway limits request line and headers; which status it answers then is not recorded. */
function check(head: RequestHead): Refusal | undefined {
  const characters = requestLineLength(head)
  const bytes = headersLength(head)
  if (characters > limits.restApiRequestLine) {
    const reason = `the request line has ${characters} characters, of which a REST API takes ${limits.restApiRequestLine}: send what is long in the body`
    return { cause: 'headers-too-large', reason }
  }
  if (bytes <= limits.restApiHeaderBytes) return undefined
  const reason = `the headers have ${bytes} bytes, of which a REST API takes ${limits.restApiHeaderBytes}: send less`
  return { cause: 'headers-too-large', reason }
}

interface Answer {
  status: number
  body: string
  errorType: string
}

const INTERNAL_ERROR = 'InternalServerErrorException'
const INVALID_BASE64: Answer = {
  status: 500,
  body: '{"message": "Internal server error"}',
  errorType: INTERNAL_ERROR,
}

const BAD_GATEWAY: Answer = {
  status: 502,
  body: '{"message": "Internal server error"}',
  errorType: INTERNAL_ERROR,
}

/** Bodies are as recorded, white space included; error types are those of gateway responses. */
const REFUSALS: Record<RefusalCause, Answer> = {
  'no-route': {
    status: 403,
    body: '{"message":"Missing Authentication Token"}',
    errorType: 'MissingAuthenticationTokenException',
  },
  'function-error': BAD_GATEWAY,
  'malformed-answer': BAD_GATEWAY,
  timeout: {
    status: 504,
    body: '{"message": "Endpoint request timed out"}',
    errorType: INTERNAL_ERROR,
  },
  throttled: {
    status: 500,
    body: '{"message": "Internal server error"}',
    errorType: INTERNAL_ERROR,
  },
  'body-too-large': {
    status: 413,
    body: '{"message":"Request Too Long"}',
    errorType: 'RequestTooLargeException',
  },
  'headers-too-large': {
    status: 431,
    body: '{"message":"Request Header Fields Too Large"}',
    errorType: 'BadRequestException',
  },
  'bad-request': {
    status: 400,
    body: '{"message":"Bad Request"}',
    errorType: 'BadRequestException',
  },
  unauthorized: {
    status: 401,
    body: '{"message":"Unauthorized"}',
    errorType: 'UnauthorizedException',
  },
  forbidden: {
    status: 403,
    body: '{"Message":"User is not authorized to access this resource"}',
    errorType: 'AccessDeniedException',
  },
  'authorizer-error': {
    status: 500,
    body: '{"message":null}',
    errorType: 'AuthorizerConfigurationException',
  },
}

/** Of a caller whom a policy denies, not only one that none allows. */
const DENIED: Answer = {
  ...REFUSALS.forbidden,
  body: '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}',
}

function refuse(refusal: Refusal, exchange: Exchange): RefusedResponse {
  const told = refusal.isDenied ? DENIED : REFUSALS[refusal.cause]
  return refusedResponse(refusal, answer(told, exchange))
}

function answer({ status, body, errorType }: Answer, { context }: Exchange): HttpResponse {
  return {
    status,
    headers: [
      [amazonHeaders.requestId, context.requestId],
      [amazonHeaders.errorType, errorType],
      [amazonHeaders.apiGatewayId, context.extendedRequestId],
      ['Content-Type', 'application/json'],
    ],
    body: Buffer.from(body),
  }
}

/** It has no `$default` route: the root and everything below it are two resources. */
export const restApiKind: KindOfEndpoint = {
  make: restApi,
  noun: 'a REST API',
  sample: 'rest',
  shared: 'rest',
  stages: 'named',
  defaultStage: 'prod',
  hasSignatures: true,
  authorization: restAuthorization,
  canStream: true,
  hasBinaryMediaTypes: true,
  hasMultiValueHeaders: false,
  cors: { preflightStatus: 204, refusedMethods: [], isFixed: true },
  namesParametersOnce: true,
  routeKeys: (key) => (key === '$default' ? ['ANY /', 'ANY /{proxy+}'] : [key]),
  match: matchResource,
}
