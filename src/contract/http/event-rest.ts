import { AMAZON_HEADER } from '../amazon-headers.ts'
import { encodeBody, matchesMediaType, mediaType, utf8Lossy } from './body.ts'
import {
  eventV1,
  requestContextV1,
  resourceOf,
  userAgentOf,
  type EventV1,
  type Parts,
} from './event-v1.ts'
import { CANONICAL_NAMES, withForwarding } from './forwarding.ts'
import { canonicalName, headerValue } from './header-lines.ts'
import { decodeQuery, parseQuery, splitStage, splitTarget } from './target.ts'
import type { EndpointContext, HeaderLine, HttpRequest } from './types.ts'

/** REST API: paths encoded, the stage in `requestContext.path` only. */
export function restEvent(
  request: HttpRequest,
  context: EndpointContext,
  binaryMediaTypes: readonly string[],
): EventV1 {
  const { path, query } = splitTarget(request.target)
  const { path: below, inPath } = splitStage(path, context.stage)
  const isWhole = inPath || context.stage === '$default'
  return {
    ...eventV1(request, context, {
      path: below.replace(/^\/+/, '/'),
      headers: restHeaders(withForwarding(request, context, CANONICAL_NAMES)),
      query: decodeQuery(parseQuery(query, /[&;]/)),
      pathParameters: context.pathParameters,
      body: restBody(request, binaryMediaTypes),
    }),
    requestContext: requestContextV1(request, context, {
      path: isWhole ? path : `/${context.stage}${path}`,
      extendedRequestId: context.extendedRequestId,
      resourceId: shortId(resourceOf(context.routeKey)),
      userAgent: userAgentOf(request) ?? null,
      deploymentId: shortId(context.apiId),
    }),
  }
}

/** Documented for REST APIs: these lines of a request are not passed on. */
const DROPPED_BY_REST = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
])

/** Names that a REST API spells in its own way; every other name stays as sent. */
const SPELLED_BY_REST = /^(host|user-agent|authorization|x-forwarded-.*)$/i

const isSpelled = (name: string) => SPELLED_BY_REST.test(name) || AMAZON_HEADER.test(name)

function restHeaders(lines: readonly HeaderLine[]): HeaderLine[] {
  return lines
    .filter(([name]) => !DROPPED_BY_REST.has(name.toLowerCase()))
    .map(([name, value]) => [isSpelled(name) ? canonicalName(name) : name, value])
}

/** Without a matching media type a body is text, whatever its bytes are: they get lost. */
function restBody(request: HttpRequest, binaryMediaTypes: readonly string[]): Parts['body'] {
  if (request.body.length === 0) return { body: null, isBase64Encoded: false }
  const type = mediaType(headerValue(request.headers, 'content-type'))
  if (matchesMediaType(type, binaryMediaTypes)) return encodeBody(request.body, false)
  return { body: utf8Lossy(request.body), isBase64Encoded: false }
}

/** Six letters and digits that stay the same for the same text, as ids of REST resources look. */
function shortId(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0
  return hash.toString(36).padStart(7, '0').slice(-6)
}
