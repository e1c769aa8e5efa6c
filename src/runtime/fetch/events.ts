import { isObject } from '../errors.ts'

/** What a function's payload has in common behind every endpoint, as far as it is read here. */
interface HttpEvent {
  headers?: Record<string, string | undefined> | null
  body?: string | null
  isBase64Encoded?: boolean
}

/** Payload format 2.0: HTTP API and Function URL. */
export interface V2Event extends HttpEvent {
  version: '2.0'
  rawPath: string
  /** Absent from events that are written by hand. */
  rawQueryString?: string
  cookies?: string[]
  requestContext: { domainName?: string; stage?: string; http: { method: string; path?: string } }
}

/** Payload format 1.0 of HTTP API, and REST API, whose events say no version. */
export interface V1Event extends HttpEvent {
  version?: '1.0'
  httpMethod: string
  path: string
  multiValueHeaders?: Record<string, string[] | undefined> | null
  queryStringParameters?: Record<string, string | undefined> | null
  multiValueQueryStringParameters?: Record<string, string[] | undefined> | null
  requestContext: { domainName?: string; stage?: string; elb?: undefined }
}

/** Application Load Balancer; in multi-value mode the `multiValue…` maps replace the plain ones. */
export interface AlbEvent extends Omit<V1Event, 'requestContext' | 'version'> {
  requestContext: { elb: object }
}

/** An event that came over HTTP, told apart by the shape of the answer its endpoint expects. */
export type EndpointEvent =
  | { kind: 'v2'; event: V2Event }
  | { kind: 'v1' | 'rest'; event: V1Event }
  | { kind: 'alb' | 'alb-multi'; event: AlbEvent }

/**
 * Whether the path stands in the event as it was sent. Both endpoints of payload format 2.0 look
 * alike; an HTTP API decodes the path, and gives it twice in the same spelling.
 */
export function hasRawPath({ rawPath, requestContext }: V2Event): boolean {
  const { domainName, http } = requestContext
  return domainName?.includes('.lambda-url.') || (http.path ?? rawPath) !== rawPath
}

/** Whether an endpoint that is set to stream may have sent this: HTTP APIs and ALB cannot. */
export function mayStream(source: EndpointEvent): boolean {
  const { kind, event } = source
  if (kind !== 'v2') return kind === 'rest'
  return !event.requestContext.domainName?.includes('.execute-api.')
}

/** Tells what sent an event; undefined where it was not HTTP. */
export function endpointEvent(value: unknown): EndpointEvent | undefined {
  type AnyEvent = Omit<V2Event, 'version'> & Omit<V1Event, 'version'> & { version: string }
  const event = value as Partial<AnyEvent>
  const context = (value as Partial<AnyEvent> | undefined)?.requestContext
  if (!isObject(context)) return undefined
  if (context.http?.method && typeof event.rawPath === 'string') {
    return { kind: 'v2', event: value as V2Event }
  }
  if (!event.httpMethod || typeof event.path !== 'string') return undefined
  if (!context.elb) return { kind: event.version ? 'v1' : 'rest', event: value as V1Event }
  return { kind: event.multiValueHeaders ? 'alb-multi' : 'alb', event: value as AlbEvent }
}
