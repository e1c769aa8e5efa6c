import type { InvocationContext } from '../context.ts'
import { messageOf, outline, runtimeError } from '../errors.ts'
import type { FetchHandler } from '../handler-types.ts'
import type { CurrentInvocation } from '../shared.ts'
import { endpointEvent, mayStream } from './events.ts'
import { toRequest } from './to-request.ts'
import { toResult } from './to-result.ts'
import type { HttpResult, StreamedHttpResult } from './to-result.ts'

/** Second argument of a `fetch` handler, `c.env` in Hono: what the Request does not tell. */
export interface FetchEnvironment {
  /** The event as it came. */
  event: any
  context: InvocationContext
  /** The same as `context`, and the event's `requestContext`: the names Hono's own adapter gives them. */
  lambdaContext: InvocationContext
  requestContext: any
}

/**
 * Calls a Web-standard handler with the request behind an event.
 *
 * @param streams whether endpoints that can pass an answer on piece by piece are set to do so,
 *   which their events do not tell
 */
export async function invokeFetch(
  fetch: FetchHandler['fetch'],
  { event, context }: CurrentInvocation,
  streams: boolean,
): Promise<HttpResult | StreamedHttpResult> {
  const source = endpointEvent(event)
  if (!source) {
    throw runtimeError(
      'NotAnHttpEvent',
      `Only HTTP requests are taken, not ${outline(event)}: export a handler for other events`,
    )
  }
  let request: Request | undefined
  try {
    request = toRequest(source)
  } catch (error) {
    // The method TRACE, for example.
    console.error('The event cannot become a Request:', messageOf(error))
  }
  const response: Partial<Response> | undefined = request
    ? await fetch(request, {
        event,
        context,
        lambdaContext: context,
        requestContext: source.event.requestContext,
      } satisfies FetchEnvironment)
    : new Response('Bad Request', { status: 400 })
  // A framework's own class of responses is one as well.
  if (!response?.arrayBuffer || !response.headers)
    throw new TypeError(`fetch returned ${outline(response)}, not a Response`)
  return toResult(response as Response, source.kind, streams && mayStream(source))
}
