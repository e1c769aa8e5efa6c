import { encodeHeaderValue } from '../../contract/http/header-lines.ts'
import { hasRawPath } from './events.ts'
import { plainHeaders } from '../wire/quickjs.ts'
import type { AlbEvent, EndpointEvent, V1Event } from './events.ts'

/**
 * `.` and `..` as a part of a path, which a URL takes away: `/open/../closed`, of `/open/..%2Fclosed` as
 * an HTTP API decodes it, would reach the application as `/closed`, past what the endpoint lets through
 * to that route.
 */
const DOT_SEGMENT = /[/\\](\.|%2e){1,2}(?![^/\\])/i

/**
 * The request a client sent, as far as its event still tells: the path that routes are written for
 * (without the name of a stage), the query, all header lines, cookies and body.
 *
 * @throws TypeError where the event holds what cannot be a request
 */
export function toRequest(source: EndpointEvent): Request {
  const { kind, event } = source
  const isV2 = kind === 'v2'
  const { headers: single, multiValueHeaders } = event as V1Event
  const lines = multiValueHeaders ?? single
  const headers = (lines && plainHeaders?.(lines)) ?? headersOf(lines)
  // Function URLs give cookies twice, as header and as list.
  if (isV2 && event.cookies?.[0]) headers.set('cookie', encodeHeaderValue(event.cookies.join('; ')))
  const path = pathOf(source)
  if (DOT_SEGMENT.test(path)) throw new TypeError(`dot segments: ${path}`)
  const scheme = headers.get('x-forwarded-proto') === 'http' ? 'http' : 'https'
  const host = headers.get('host') ?? (event as V1Event).requestContext.domainName ?? 'localhost'
  const method = isV2 ? event.requestContext.http.method : event.httpMethod
  const query = isV2 ? event.rawQueryString : queryOf(event, kind === 'v1' || kind === 'rest')
  const { body } = event
  return new Request(`${scheme}://${host}${path}${query ? `?${query}` : ''}`, {
    method,
    headers,
    body:
      body && method !== 'GET' && method !== 'HEAD'
        ? event.isBase64Encoded
          ? Buffer.from(body, 'base64')
          : body
        : null,
  })
}

/** As a URL has it: an HTTP API decodes the path, and a named stage of it stands in front. */
function pathOf({ kind, event }: EndpointEvent): string {
  if (kind !== 'v1' && kind !== 'v2') return event.path
  if (kind === 'v2' && hasRawPath(event)) return event.rawPath
  const path =
    kind === 'v2' ? encodeURI(event.rawPath).replace(/[?#]/g, encodeURIComponent) : event.path
  const { stage = '$default' } = event.requestContext
  const prefix = `/${stage}/`
  if (stage === '$default' || !`${path}/`.startsWith(prefix)) return path
  return path.slice(prefix.length - 1) || '/'
}

/** @param decoded API Gateway decodes parameters, ALB hands them over as they were sent */
function queryOf(event: V1Event | AlbEvent, decoded: boolean): string {
  const encode = decoded ? encodeURIComponent : String
  const parts: string[] = []
  each(event.multiValueQueryStringParameters ?? event.queryStringParameters, (name, value) => {
    parts.push(`${encode(name)}=${encode(value)}`)
  })
  return parts.join('&')
}

function headersOf(lines: Values): Headers {
  const headers = new Headers()
  each(lines, (name, value) => headers.append(name, encodeHeaderValue(value)))
  return headers
}

type Values = Record<string, string | string[] | undefined> | null | undefined

/** A name's values one by one. */
function each(values: Values, take: (name: string, value: string) => void): void {
  for (const name of Object.keys(values ?? {})) {
    const value = values![name]
    if (Array.isArray(value)) for (const one of value) take(name, one)
    else if (value != null) take(name, value)
  }
}
