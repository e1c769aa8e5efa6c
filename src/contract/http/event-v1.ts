import { collect, isEmpty, mapValues, type Pair } from './collect.ts'
import { decodeHeaderValue, headerValue } from './header-lines.ts'
import { requestTime } from './request-time.ts'
import type { EndpointContext, HeaderLine, HttpRequest } from './types.ts'

type Single = Record<string, string>
type Multi = Record<string, string[]>

/** The event of a REST API and, with `version`, of payload format 1.0. Empty members are null. */
export interface EventV1 {
  /** Absent from a REST API's. */
  version?: '1.0'
  resource: string
  path: string
  httpMethod: string
  headers: Single | null
  multiValueHeaders: Multi | null
  queryStringParameters: Single | null
  multiValueQueryStringParameters: Multi | null
  pathParameters: Single | null
  stageVariables: Single | null
  requestContext: RequestContextV1
  body: string | null
  isBase64Encoded: boolean
}

export interface RequestContextV1 {
  accountId: string
  apiId: string
  authorizer?: unknown
  /** REST API only. */
  deploymentId?: string
  domainName: string
  domainPrefix: string
  extendedRequestId: string
  httpMethod: string
  identity: Record<string, string | null>
  path: string
  protocol: string
  requestId: string
  requestTime: string
  requestTimeEpoch: number
  resourceId: string
  resourcePath: string
  stage: string
}

/** What the two endpoints make differently. */
export interface Parts {
  path: string
  headers: readonly HeaderLine[]
  query: readonly Pair[]
  pathParameters: Readonly<Single>
  body: { body: string | null; isBase64Encoded: boolean }
}

/** The members that both have, in their order. */
export function eventV1(
  request: HttpRequest,
  context: EndpointContext,
  parts: Parts,
): Omit<EventV1, 'requestContext'> {
  const headers = groupLines(parts.headers)
  const query = collect(parts.query)
  return {
    resource: resourceOf(context.routeKey),
    path: parts.path,
    httpMethod: request.method,
    headers: orNull(mapValues(headers, last)),
    multiValueHeaders: orNull(headers),
    queryStringParameters: orNull(mapValues(query, last)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull({ ...parts.pathParameters }),
    stageVariables: orNull({ ...context.stageVariables }),
    ...parts.body,
  }
}

export interface ContextParts {
  path: string
  extendedRequestId: string
  resourceId: string
  userAgent: string | null
  deploymentId?: string
}

export function requestContextV1(
  request: HttpRequest,
  context: EndpointContext,
  parts: ContextParts,
): RequestContextV1 {
  return {
    accountId: context.accountId,
    apiId: context.apiId,
    ...(context.authorizer !== undefined && { authorizer: context.authorizer }),
    ...(parts.deploymentId !== undefined && { deploymentId: parts.deploymentId }),
    domainName: context.domainName,
    domainPrefix: context.domainPrefix,
    extendedRequestId: parts.extendedRequestId,
    httpMethod: request.method,
    identity: identity(request, parts.userAgent),
    path: parts.path,
    protocol: request.protocol,
    requestId: context.requestId,
    requestTime: requestTime(context.timeEpoch),
    requestTimeEpoch: context.timeEpoch,
    resourceId: parts.resourceId,
    resourcePath: resourceOf(context.routeKey),
    stage: context.stage,
  }
}

function identity(request: HttpRequest, agent: string | null): Record<string, string | null> {
  return {
    accessKey: null,
    accountId: null,
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: null,
    userAgent: agent,
    userArn: null,
  }
}

/** The path of a route key: `GET /items/{id}` → `/items/{id}`; `$default` stays. */
export function resourceOf(routeKey: string): string {
  return routeKey.slice(routeKey.indexOf(' ') + 1)
}

export function userAgentOf(request: HttpRequest): string | undefined {
  const value = headerValue(request.headers, 'user-agent')
  return value === undefined ? undefined : decodeHeaderValue(value)
}

/** Lines by name; spellings of one name are one member, called by the first. */
function groupLines(lines: readonly HeaderLine[]): Multi {
  const names = new Map<string, string>()
  return collect(
    lines.map(([name, value]) => {
      const key = name.toLowerCase()
      if (!names.has(key)) names.set(key, name)
      return [names.get(key)!, decodeHeaderValue(value)]
    }),
  )
}

function last(values: string[]): string {
  return values.at(-1)!
}

function orNull<T extends object>(record: T): T | null {
  return isEmpty(record) ? null : record
}
