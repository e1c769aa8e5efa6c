/** One header line: its name as it stood on the wire, and its value. */
export type HeaderLine = readonly [name: string, value: string]

/** An HTTP request as it arrived at a front door, before it becomes an event. */
export interface HttpRequest {
  method: string
  /** Path and query as sent, e.g. `/items/1?full=yes`. */
  target: string
  /** As in `HTTP/1.1`. */
  protocol: string
  /** One entry a header line, in the order of arrival. */
  headers: readonly HeaderLine[]
  body: Uint8Array
  /** The client's address. */
  sourceIp: string
}

/** An HTTP response as a front door sends it. */
export interface HttpResponse {
  status: number
  headers: HeaderLine[]
  body: Uint8Array
}

/** What a front door knows about itself and this request, beyond what the client sent. */
export interface FrontDoorContext {
  accountId: string
  apiId: string
  domainName: string
  domainPrefix: string
  /** Name of the stage, `$default` where there is none. */
  stage: string
  /** The route's key, e.g. `GET /items/{id}` or `$default`. */
  routeKey: string
  /** As they stood in the path, still percent-encoded. Empty where the route has none. */
  pathParameters: Readonly<Record<string, string>>
  stageVariables?: Readonly<Record<string, string>>
  requestId: string
  /** Milliseconds since 1970. */
  timeEpoch: number
  /** What an authorizer found out, as it stands in `requestContext.authorizer`. */
  authorizer?: unknown
}
