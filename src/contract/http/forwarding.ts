import { amazonHeaders } from '../amazon-headers.ts'
import { headerValue } from './header-lines.ts'
import type { EndpointContext, HeaderLine, HttpRequest } from './types.ts'

/** Spellings of the lines that an endpoint adds to a request, by the endpoint. */
export interface AddedNames {
  contentLength: string
  traceId: string
  forwardedFor: string
  forwardedPort: string
  forwardedProto: string
}

export const LOWER_CASE_NAMES: AddedNames = {
  contentLength: 'content-length',
  traceId: amazonHeaders.traceId.toLowerCase(),
  forwardedFor: 'x-forwarded-for',
  forwardedPort: 'x-forwarded-port',
  forwardedProto: 'x-forwarded-proto',
}

export const CANONICAL_NAMES: AddedNames = {
  contentLength: 'Content-Length',
  traceId: amazonHeaders.traceId,
  forwardedFor: 'X-Forwarded-For',
  forwardedPort: 'X-Forwarded-Port',
  forwardedProto: 'X-Forwarded-Proto',
}

/** What the endpoint says in place of the client. */
const FORWARDING = new Set(
  (['traceId', 'forwardedFor', 'forwardedPort', 'forwardedProto'] as const).map(
    (key) => LOWER_CASE_NAMES[key],
  ),
)

/**
 * The client's lines with the endpoint's own. A client's `x-forwarded-for` is continued, its port
 * and proto are replaced, its trace id is kept.
 */
export function withForwarding(
  request: HttpRequest,
  context: Pick<EndpointContext, 'traceId' | 'port' | 'scheme'>,
  names: AddedNames,
): HeaderLine[] {
  const lines: HeaderLine[] = []
  let hops = ''
  for (const line of request.headers) {
    const name = line[0].toLowerCase()
    if (!FORWARDING.has(name)) lines.push(line)
    else if (name === LOWER_CASE_NAMES.forwardedFor) hops += `${line[1]}, `
  }
  const traceId = headerValue(request.headers, LOWER_CASE_NAMES.traceId) ?? rootOf(context.traceId)
  lines.push(
    [names.traceId, traceId],
    [names.forwardedFor, hops + request.sourceIp],
    [names.forwardedPort, String(context.port)],
    [names.forwardedProto, context.scheme],
  )
  return lines
}

/** Events carry the root alone; parent and sampling are for the function and the response. */
function rootOf(traceId: string): string {
  return /Root=[^;]+/.exec(traceId)?.[0] ?? traceId
}

/**
 * The lines of a request as an HTTP API hands them on, the endpoint's own included. It tells the length
 * of a body that is not there, as published events show.
 */
export function httpApiLines(
  request: HttpRequest,
  context: Pick<EndpointContext, 'traceId' | 'port' | 'scheme'>,
  names: AddedNames,
): HeaderLine[] {
  const lines = withForwarding(request, context, names)
  const isSaid = ['content-length', 'transfer-encoding'].some(
    (name) => headerValue(request.headers, name) !== undefined,
  )
  const length: HeaderLine[] = isSaid ? [] : [[names.contentLength, '0']]
  return [...length, ...withoutConnectionLines(lines)]
}

/** Lines that belong to one connection (RFC 9110, 7.6.1) and that API Gateway and Function URLs do not pass on. */
export const CONNECTION_LINES: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function withoutConnectionLines(lines: readonly HeaderLine[]): HeaderLine[] {
  return lines.filter(([name]) => !CONNECTION_LINES.has(name.toLowerCase()))
}
