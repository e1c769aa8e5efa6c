import { encodeHeaderValue } from '../../contract/http/header-lines.ts'
import { hasRawPath } from './events.ts'
import type { AlbEvent, EndpointEvent, V1Event } from './events.ts'

/**
 * The request a client sent, as far as its event still tells: the path that routes are written for
 * (without the name of a stage), the query, all header lines, cookies and body.
 *
 * @throws TypeError where the event holds what cannot be a request
 */
export function toRequest(source: EndpointEvent): Request {
  const { kind, event } = source
  const { domainName } = event.requestContext as { domainName?: string }
  const isV2 = kind === 'v2'
  const headers = headersOf(isV2 ? event.headers : (event.multiValueHeaders ?? event.headers))
  // Function URLs give cookies twice, as header and as list.
  if (isV2 && event.cookies?.[0]) headers.set('cookie', encodeHeaderValue(event.cookies.join('; ')))
  const scheme = headers.get('x-forwarded-proto') === 'http' ? 'http' : 'https'
  const host = headers.get('host') ?? domainName ?? 'localhost'
  const method = isV2 ? event.requestContext.http.method : event.httpMethod
  const query = isV2 ? event.rawQueryString : queryOf(event, kind === 'v1' || kind === 'rest')
  const init: RequestInit = { method, headers }
  const { body } = event
  if (body && method !== 'GET' && method !== 'HEAD') {
    init.body = event.isBase64Encoded ? Buffer.from(body, 'base64') : body
  }
  return new Request(`${scheme}://${host}${pathOf(source)}${query ? `?${query}` : ''}`, init)
}

function pathOf(source: EndpointEvent): string {
  const { kind, event } = source
  if (kind === 'v1') return withoutStage(event.path, event.requestContext.stage)
  if (kind !== 'v2') return event.path
  if (hasRawPath(event)) return event.rawPath
  return withoutStage(encodePath(event.rawPath), event.requestContext.stage)
}

/** A named stage of an HTTP API stands in front of the path; routes do not know it. */
function withoutStage(path: string, stage = '$default'): string {
  const prefix = `/${stage}/`
  if (stage === '$default' || !`${path}/`.startsWith(prefix)) return path
  return path.slice(prefix.length - 1) || '/'
}

function encodePath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent)
}

/** @param decoded API Gateway decodes parameters, ALB hands them over as they were sent */
function queryOf(event: V1Event | AlbEvent, decoded: boolean): string {
  const encode = decoded ? encodeURIComponent : String
  return pairs(event.multiValueQueryStringParameters ?? event.queryStringParameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
}

function headersOf(lines: Values): Headers {
  const headers = new Headers()
  for (const [name, value] of pairs(lines)) headers.append(name, encodeHeaderValue(value))
  return headers
}

type Values = Record<string, string | string[] | undefined> | null | undefined

/** A name's values one by one. */
function pairs(values: Values): [name: string, value: string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  )
}
