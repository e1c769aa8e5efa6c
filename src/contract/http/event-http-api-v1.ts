import { encodeBody, isTextType } from './body.ts'
import { mapValues } from './collect.ts'
import { eventV1, requestContextV1, userAgentOf, type EventV1, type Parts } from './event-v1.ts'
import { CANONICAL_NAMES, httpApiLines } from './forwarding.ts'
import { headerValue } from './header-lines.ts'
import { decodePercent, decodeQuery, parseQuery, splitStage, splitTarget } from './target.ts'
import type { EndpointContext, HttpRequest } from './types.ts'

/** HTTP API, payload format 1.0: everything decoded but `path`, a named stage in both paths. */
export function httpApiV1Event(request: HttpRequest, context: EndpointContext): EventV1 {
  const { path, query } = splitTarget(request.target)
  const prefix = context.stage === '$default' ? '' : `/${context.stage}`
  const full = prefix + splitStage(path, context.stage).path
  return {
    version: '1.0',
    ...eventV1(request, context, {
      path: full,
      headers: httpApiLines(request, context, CANONICAL_NAMES),
      query: decodeQuery(parseQuery(query)),
      pathParameters: mapValues(context.pathParameters, decodePercent),
      body: httpApiBody(request),
    }),
    requestContext: requestContextV1(request, context, {
      path: decodePercent(full),
      // The two ids are one where there is no second system behind.
      extendedRequestId: context.requestId,
      resourceId: context.routeKey,
      userAgent: userAgentOf(request) ?? '',
    }),
  }
}

function httpApiBody(request: HttpRequest): Parts['body'] {
  if (request.body.length === 0) return { body: null, isBase64Encoded: false }
  return encodeBody(request.body, isTextType(headerValue(request.headers, 'content-type')))
}
