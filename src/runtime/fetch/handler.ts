import type { InvocationContext } from '../context.ts'
import { isObject, RuntimeError } from '../errors.ts'
import type { FetchHandler } from '../handler.ts'
import type { CurrentInvocation } from '../shared.ts'
import { frontDoorEvent, mayStream } from './events.ts'
import type { FrontDoorEvent } from './events.ts'
import { toRequest } from './to-request.ts'
import { toResult, toStreamedResult } from './to-result.ts'
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
 * @param streams whether front doors that can pass an answer on piece by piece are set to do so,
 *   which their events do not tell
 */
export async function invokeFetch(
  fetch: FetchHandler['fetch'],
  { event, context }: CurrentInvocation,
  streams: boolean,
): Promise<HttpResult | StreamedHttpResult> {
  const source = frontDoorEvent(event)
  if (!source) throw notHttp(event)
  const response = await respond(fetch, source, context)
  return streams && mayStream(source)
    ? toStreamedResult(response, source.kind)
    : toResult(response, source.kind)
}

async function respond(
  fetch: FetchHandler['fetch'],
  source: FrontDoorEvent,
  context: InvocationContext,
): Promise<Response> {
  const request = requestOf(source)
  if (!request) return new Response('Bad Request', { status: 400 })
  const { event } = source
  const environment: FetchEnvironment = {
    event,
    context,
    lambdaContext: context,
    requestContext: event.requestContext,
  }
  const response: unknown = await fetch(request, environment)
  if (!isResponse(response)) {
    throw new TypeError(
      `fetch returned ${response === null ? 'null' : typeof response}, not a Response`,
    )
  }
  return response
}

/** Undefined where no Request can be made, e.g. of the method TRACE. */
function requestOf(source: FrontDoorEvent): Request | undefined {
  try {
    return toRequest(source)
  } catch (error) {
    console.error('The event cannot become a Request:', error)
    return undefined
  }
}

/** Also true for responses of a framework's own class. */
function isResponse(value: unknown): value is Response {
  return isObject(value) && 'arrayBuffer' in value && 'headers' in value
}

function notHttp(event: unknown): RuntimeError {
  const keys = isObject(event) ? Object.keys(event).slice(0, 8) : []
  const got = keys.length > 0 ? `an event with ${keys.join(', ')}` : JSON.stringify(event)
  return new RuntimeError(
    'Runtime.NotAnHttpEvent',
    `The function's handler is fetch, which takes HTTP requests only, and got ${got}: ` +
      'export a handler (event, context) for other events',
  )
}
