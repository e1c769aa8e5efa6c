import { encodeHeaderValue } from '../../contract/http/header-lines.ts'
import { hasRawPath, isRestApi } from './events.ts'
import type { AlbEvent, FrontDoorEvent, V1Event } from './events.ts'

/**
 * The request a client sent, as far as its event still tells: the path that routes are written for
 * (without the name of a stage), the query, all header lines, cookies and body.
 *
 * @throws TypeError where the event holds what cannot be a request
 */
export function toRequest(source: FrontDoorEvent): Request {
  const headers = headersOf(source)
  const method =
    source.kind === 'v2' ? source.event.requestContext.http.method : source.event.httpMethod
  const init: RequestInit = { method, headers }
  const body = bodyOf(source.event)
  if (body !== undefined && method !== 'GET' && method !== 'HEAD') init.body = body
  return new Request(originOf(source, headers) + pathOf(source) + queryOf(source), init)
}

function originOf(source: FrontDoorEvent, headers: Headers): string {
  const context = source.event.requestContext
  const domain = 'domainName' in context ? context.domainName : undefined
  const host = headers.get('host') ?? domain ?? 'localhost'
  return `${headers.get('x-forwarded-proto') === 'http' ? 'http' : 'https'}://${host}`
}

function pathOf(source: FrontDoorEvent): string {
  const { kind, event } = source
  if (kind === 'v2') {
    if (hasRawPath(event)) return event.rawPath
    return withoutStage(encodePath(event.rawPath), event.requestContext.stage)
  }
  if (kind !== 'v1' || isRestApi(source)) return event.path
  return withoutStage(event.path, event.requestContext.stage)
}

/** A named stage of an HTTP API stands in front of the path; routes do not know it. */
function withoutStage(path: string, stage: string | undefined): string {
  const prefix = `/${stage}`
  if (stage === undefined || stage === '$default' || !path.startsWith(prefix)) return path
  const rest = path.slice(prefix.length)
  return rest === '' ? '/' : rest.startsWith('/') ? rest : path
}

function encodePath(path: string): string {
  return path.replace(/[^\w\-.~!$&'()*+,;=:@/]+/g, encodeURIComponent)
}

function queryOf({ kind, event }: FrontDoorEvent): string {
  const query =
    kind === 'v2'
      ? event.rawQueryString
      : // ALB hands parameters over as they were sent, API Gateway decodes them.
        parameters(event, kind === 'v1' ? encodeURIComponent : (text) => text)
  return query ? `?${query}` : ''
}

function parameters(event: V1Event | AlbEvent, encode: (text: string) => string): string {
  const multi = event.multiValueQueryStringParameters
  return Object.entries(multi ?? event.queryStringParameters ?? {})
    .flatMap(([name, values]) =>
      [values ?? []].flat().map((value) => `${encode(name)}=${encode(value)}`),
    )
    .join('&')
}

function headersOf({ kind, event }: FrontDoorEvent): Headers {
  const headers = new Headers()
  const multi = kind === 'v2' ? undefined : event.multiValueHeaders
  for (const [name, values] of Object.entries(multi ?? event.headers ?? {})) {
    for (const value of [values ?? []].flat()) headers.append(name, encodeHeaderValue(value))
  }
  // Function URLs give cookies twice, as header and as list.
  if (kind === 'v2' && event.cookies?.length) {
    headers.set('cookie', encodeHeaderValue(event.cookies.join('; ')))
  }
  return headers
}

function bodyOf({ body, isBase64Encoded }: FrontDoorEvent['event']): BodyInit | undefined {
  if (body === null || body === undefined || body === '') return undefined
  return isBase64Encoded ? Buffer.from(body, 'base64') : body
}
