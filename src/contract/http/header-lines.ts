import { amazonHeaders } from '../amazon-headers.ts'
import { utf8 } from './body.ts'
import type { EndpointContext, HeaderLine, HttpRequest } from './types.ts'

/** The first value of a header, names compared without regard to case. */
export function headerValue(lines: readonly HeaderLine[], name: string): string | undefined {
  return lines.find(([key]) => key.toLowerCase() === name)?.[1]
}

/**
 * Bytes of a header value as text: UTF-8 where they are UTF-8 (an ALB does this, see
 * honojs/hono#4432; not recorded for the others), otherwise one character a byte.
 */
export function decodeHeaderValue(latin1: string): string {
  return isAscii(latin1) ? latin1 : (utf8(Buffer.from(latin1, 'latin1')) ?? latin1)
}

/** The reverse: text as the UTF-8 bytes of a header value, one character a byte. */
export function encodeHeaderValue(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1')
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

/** RFC 9110, 5.1: a field name is a token. */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)
}

/** RFC 9110, 5.5: no control characters in a field value, except the tab. */
export function isHeaderValue(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if ((code < 32 && code !== 9) || code === 127) return false
  }
  return true
}

/** `x-my-header` → `X-My-Header`, as an HTTP API spells the names of a function's headers. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase())
}

/** Spellings of the lines that an endpoint adds to a request, by the endpoint. */
export interface AddedNames {
  traceId: string
  forwardedFor: string
  forwardedPort: string
  forwardedProto: string
}

export const LOWER_CASE_NAMES: AddedNames = {
  traceId: amazonHeaders.traceId.toLowerCase(),
  forwardedFor: 'x-forwarded-for',
  forwardedPort: 'x-forwarded-port',
  forwardedProto: 'x-forwarded-proto',
}

export const CANONICAL_NAMES: AddedNames = {
  traceId: amazonHeaders.traceId,
  forwardedFor: 'X-Forwarded-For',
  forwardedPort: 'X-Forwarded-Port',
  forwardedProto: 'X-Forwarded-Proto',
}

/**
 * The client's lines with the endpoint's own. A client's `x-forwarded-for` is continued, its port
 * and proto are replaced, its trace id is kept.
 */
export function withForwarding(
  request: HttpRequest,
  context: Pick<EndpointContext, 'traceId' | 'port' | 'scheme'>,
  names: AddedNames,
): HeaderLine[] {
  const replaced = new Set<string>(Object.values(LOWER_CASE_NAMES))
  const kept = request.headers.filter(([name]) => !replaced.has(name.toLowerCase()))
  const hops = request.headers
    .filter(([name]) => name.toLowerCase() === LOWER_CASE_NAMES.forwardedFor)
    .map(([, value]) => value)
  return [
    ...kept,
    [
      names.traceId,
      headerValue(request.headers, LOWER_CASE_NAMES.traceId) ?? rootOf(context.traceId),
    ],
    [names.forwardedFor, [...hops, request.sourceIp].join(', ')],
    [names.forwardedPort, String(context.port)],
    [names.forwardedProto, context.scheme],
  ]
}

/** Events carry the root alone; parent and sampling are for the function and the response. */
function rootOf(traceId: string): string {
  return /Root=[^;]+/.exec(traceId)?.[0] ?? traceId
}

/** Lines that belong to one connection (RFC 9110, 7.6.1) and that API Gateway and Function URLs do not pass on. */
const CONNECTION_LINES = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export function withoutConnectionLines(lines: readonly HeaderLine[]): HeaderLine[] {
  return lines.filter(([name]) => !CONNECTION_LINES.has(name.toLowerCase()))
}
