import { matchRoute } from '../routing.ts'
import { limits } from '../../limits.ts'
import { albEvent } from '../event-alb.ts'
import type { Endpoint, KindOfEndpoint, RequestHead } from '../endpoint.ts'
import { headerLineLength, headersLength, requestLineLength } from '../head-size.ts'
import { albResponse } from '../response-alb.ts'
import { refusalOf } from '../malformed.ts'
import {
  refusedResponse,
  type EndpointResponse,
  type Refusal,
  type RefusalCause,
  type RefusedResponse,
} from '../refusal.ts'
import type { EndpointSettings, HeaderLine } from '../types.ts'

/** An Application Load Balancer. Nothing but the function's own timeout ends the wait. */
function alb(settings: Pick<EndpointSettings, 'multiValueHeaders'>): Endpoint {
  const multiValue = settings.multiValueHeaders ?? false
  return {
    kind: 'alb',
    timeoutMs: undefined,
    maxBodyBytes: limits.albBodyBytes,
    payloadFormat: '1.0',
    requestIds: 'gateway',
    alwaysHasMetadata: false,
    check,
    toEvent: (request, context) => albEvent(request, context, multiValue),
    toResponse: (payload) => respond(payload, multiValue),
    streamHeaders: () => [SERVER_LINE],
    refuse,
  }
}

/** AWS names 400 for each of these. */
function check(head: RequestHead): Refusal | undefined {
  const characters = requestLineLength(head)
  const longest = Math.max(0, ...head.headers.map(headerLineLength))
  const all = characters + 2 + headersLength(head)
  if (characters > limits.albRequestLine) {
    return tooLong(`the request line has ${characters} characters`, limits.albRequestLine)
  }
  if (longest > limits.albHeaderLineBytes) {
    return tooLong(`a header has ${longest} bytes`, limits.albHeaderLineBytes)
  }
  if (all <= limits.albHeaderBytes) return undefined
  return tooLong(`request line and headers have ${all} bytes`, limits.albHeaderBytes)
}

function tooLong(what: string, limit: number): Refusal {
  const reason = `${what}, of which a load balancer takes ${limit}: send less`
  return { cause: 'headers-too-large', reason }
}

const SERVER_LINE: HeaderLine = ['Server', 'awselb/2.0']

function respond(payload: Uint8Array, multiValue: boolean): EndpointResponse {
  if (payload.length > limits.albBodyBytes) return refuse(tooLarge(payload.length))
  try {
    const response = albResponse(payload, multiValue)
    return { ...response, headers: [SERVER_LINE, ...response.headers] }
  } catch (thrown) {
    return refuse(refusalOf(thrown))
  }
}

function tooLarge(bytes: number): Refusal {
  const reason = `the answer has ${bytes} bytes, of which a load balancer takes ${limits.albBodyBytes}: answer with less, or with a redirect to where it can be had`
  return { cause: 'malformed-answer', reason }
}

/** An ALB has a page of HTML for each status. */
const REFUSALS: Record<RefusalCause, readonly [status: number, text: string]> = {
  'no-route': [404, 'Not Found'],
  'function-error': [502, 'Bad Gateway'],
  'malformed-answer': [502, 'Bad Gateway'],
  timeout: [502, 'Bad Gateway'],
  throttled: [502, 'Bad Gateway'],
  'body-too-large': [413, 'Request Entity Too Large'],
  'headers-too-large': [400, 'Bad Request'],
  'bad-request': [400, 'Bad Request'],
  unauthorized: [401, 'Authorization Required'],
  forbidden: [403, 'Forbidden'],
  'authorizer-error': [561, 'Authentication Error'],
}

function refuse(refusal: Refusal): RefusedResponse {
  const [status, statusText] = REFUSALS[refusal.cause]
  const title = `${status} ${statusText}`
  const page = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ]
  return refusedResponse(refusal, {
    status,
    statusText,
    headers: [SERVER_LINE, ['Content-Type', 'text/html']],
    body: Buffer.from(page.join('\r\n')),
  })
}

export const albKind: KindOfEndpoint = {
  make: alb,
  noun: 'a load balancer',
  sample: 'alb',
  shared: 'alb',
  stages: 'none',
  defaultStage: '$default',
  hasSignatures: false,
  authorization: undefined,
  canStream: false,
  hasBinaryMediaTypes: false,
  hasMultiValueHeaders: true,
  cors: undefined,
  namesParametersOnce: false,
  routeKeys: (key) => [key],
  match: matchRoute,
}
