import { amazonHeaders } from '../amazon-headers.ts'
import { encodeBody, isTextType, type EventBody } from './body.ts'
import { isEmpty, joined, mapValues } from './collect.ts'
import { cookiesOf } from './cookies.ts'
import { CONNECTION_LINES, httpApiLines, LOWER_CASE_NAMES, withForwarding } from './forwarding.ts'
import { decodeHeaderValue, headerValue } from './header-lines.ts'
import { requestTime } from './request-time.ts'
import {
  decodePercent,
  decodeQuery,
  decodeTwice,
  parseQuery,
  splitStage,
  splitTarget,
} from './target.ts'
import type { EndpointContext, HeaderLine, HttpRequest } from './types.ts'

/** The event of payload format 2.0. Members that would be empty are absent. */
export interface EventV2 {
  version: '2.0'
  routeKey: string
  rawPath: string
  rawQueryString: string
  cookies?: string[]
  headers: Record<string, string>
  queryStringParameters?: Record<string, string>
  requestContext: RequestContextV2
  body?: string
  pathParameters?: Record<string, string>
  isBase64Encoded: boolean
  stageVariables?: Record<string, string>
}

interface RequestContextV2 {
  accountId: string
  apiId: string
  authorizer?: unknown
  domainName: string
  domainPrefix: string
  http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string }
  requestId: string
  routeKey: string
  stage: string
  time: string
  timeEpoch: number
}

/** HTTP API, payload format 2.0: paths decoded twice, a named stage in front, cookies out of the headers. */
export function httpApiEvent(request: HttpRequest, context: EndpointContext): EventV2 {
  const { path } = splitStage(splitTarget(request.target).path, context.stage)
  const prefix = context.stage === '$default' ? '' : `/${context.stage}`
  const decoded = prefix + (decodeTwice(path) ?? path)
  const headers = httpApiLines(request, context, LOWER_CASE_NAMES)
  return event(request, context, {
    rawPath: decoded,
    httpPath: decoded,
    headers: headers.filter(([name]) => name.toLowerCase() !== 'cookie'),
    pathParameters: mapValues(context.pathParameters, decodePercent),
  })
}

/** What a Function URL says of a client connection, which is always encrypted there. */
const TLS_LINES: HeaderLine[] = [
  [amazonHeaders.tlsVersion, 'TLSv1.3'],
  [amazonHeaders.tlsCipherSuite, 'TLS_AES_128_GCM_SHA256'],
]
/** The client's lines that a function does not get. */
const NOT_PASSED = new Set([...CONNECTION_LINES, ...TLS_LINES.map(([name]) => name)])

/** Function URL: `rawPath` as sent, cookies in both places, an anonymous account. */
export function functionUrlEvent(request: HttpRequest, context: EndpointContext): EventV2 {
  const { path } = splitTarget(request.target)
  const lines = withForwarding(request, context, LOWER_CASE_NAMES)
  return event(
    request,
    { ...context, accountId: 'anonymous', routeKey: '$default', stage: '$default' },
    {
      rawPath: path,
      httpPath: decodePercent(path),
      headers: [...lines.filter(([name]) => !NOT_PASSED.has(name.toLowerCase())), ...TLS_LINES],
      pathParameters: {},
    },
  )
}

interface Differences {
  rawPath: string
  httpPath: string
  headers: readonly HeaderLine[]
  pathParameters: Record<string, string>
}

function event(
  request: HttpRequest,
  context: EndpointContext,
  { rawPath, httpPath, headers, pathParameters }: Differences,
): EventV2 {
  const { query } = splitTarget(request.target)
  const parameters = joined(decodeQuery(parseQuery(query)))
  const cookies = cookiesOf(request.headers)?.map(decodeHeaderValue)
  const { stageVariables } = context
  const body = bodyOf(request)
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath,
    rawQueryString: query,
    ...(cookies && { cookies }),
    headers: lowerCased(headers),
    ...(!isEmpty(parameters) && { queryStringParameters: parameters }),
    requestContext: requestContext(request, context, httpPath),
    ...(body && { body: body.body }),
    ...(!isEmpty(pathParameters) && { pathParameters }),
    isBase64Encoded: body?.isBase64Encoded ?? false,
    ...(stageVariables && !isEmpty(stageVariables) && { stageVariables: { ...stageVariables } }),
  }
}

function requestContext(
  request: HttpRequest,
  context: EndpointContext,
  path: string,
): RequestContextV2 {
  return {
    accountId: context.accountId,
    apiId: context.apiId,
    ...(context.authorizer !== undefined && { authorizer: context.authorizer }),
    domainName: context.domainName,
    domainPrefix: context.domainPrefix,
    http: {
      method: request.method,
      path,
      protocol: request.protocol,
      sourceIp: request.sourceIp,
      userAgent: decodeHeaderValue(headerValue(request.headers, 'user-agent') ?? ''),
    },
    requestId: context.requestId,
    routeKey: context.routeKey,
    stage: context.stage,
    time: requestTime(context.timeEpoch),
    timeEpoch: context.timeEpoch,
  }
}

function lowerCased(lines: readonly HeaderLine[]): Record<string, string> {
  return joined(lines.map(([name, value]) => [name.toLowerCase(), decodeHeaderValue(value)]))
}

function bodyOf(request: HttpRequest): EventBody | undefined {
  if (request.body.length === 0) return undefined
  return encodeBody(request.body, isTextType(headerValue(request.headers, 'content-type')))
}
