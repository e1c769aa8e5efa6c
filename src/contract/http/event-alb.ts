import { encodeBody, isTextType, type EventBody } from './body.ts'
import { collect, lastOf } from './collect.ts'
import { LOWER_CASE_NAMES, withForwarding } from './forwarding.ts'
import { decodeHeaderValue, headerValue } from './header-lines.ts'
import { parseQuery, splitTarget } from './target.ts'
import type { EndpointContext, HeaderLine, HttpRequest } from './types.ts'

/** The event of an Application Load Balancer: either the single or the multi-value members. */
export interface EventAlb {
  requestContext: { elb: { targetGroupArn: string } }
  httpMethod: string
  path: string
  queryStringParameters?: Record<string, string>
  multiValueQueryStringParameters?: Record<string, string[]>
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  body: string
  isBase64Encoded: boolean
}

/** Neither the path nor the query is decoded. Empty maps and an empty body are there. */
export function albEvent(
  request: HttpRequest,
  context: EndpointContext,
  multiValue: boolean,
): EventAlb {
  const { path, query } = splitTarget(request.target)
  const parameters = parseQuery(query)
  const headers = withForwarding(request, context, LOWER_CASE_NAMES).map(
    ([name, value]): HeaderLine => [name.toLowerCase(), decodeHeaderValue(value)],
  )
  return {
    requestContext: { elb: { targetGroupArn: context.targetGroupArn ?? '' } },
    httpMethod: request.method,
    path,
    ...(multiValue
      ? {
          multiValueQueryStringParameters: collect(parameters),
          multiValueHeaders: collect(headers),
        }
      : { queryStringParameters: lastOf(parameters), headers: lastOf(headers) }),
    ...bodyOf(request),
  }
}

/** A body with a content encoding is bytes, whatever its type. */
function bodyOf(request: HttpRequest): EventBody {
  if (request.body.length === 0) return { body: '', isBase64Encoded: false }
  const isText =
    isTextType(headerValue(request.headers, 'content-type')) &&
    headerValue(request.headers, 'content-encoding') === undefined
  return encodeBody(request.body, isText)
}
