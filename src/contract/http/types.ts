/** One header line: its name as it stood on the wire, and its value. */
export type HeaderLine = readonly [name: string, value: string]

/** An HTTP request as it arrived at an endpoint, before it becomes an event. */
export interface HttpRequest {
  method: string
  /** Path and query as sent, e.g. `/items/1?full=yes`. */
  target: string
  /** As in `HTTP/1.1`. */
  protocol: string
  /**
   * One entry a header line, in the order of arrival. Values are as `node:http` gives them: one
   * character a byte (Latin-1).
   */
  headers: readonly HeaderLine[]
  body: Uint8Array
  /** The client's address. */
  sourceIp: string
}

/** An HTTP response as an endpoint sends it. */
export interface HttpResponse {
  status: number
  /** The reason phrase, where the endpoint lets the function choose it (ALB). */
  statusText?: string
  /**
   * Without `Date`, `Connection` and `Content-Length`, which belong to the connection. Values have
   * one character a byte (Latin-1), as `node:http` writes them; names and values are valid HTTP.
   */
  headers: HeaderLine[]
  body: Uint8Array
}

/** What an endpoint knows about itself and this request, beyond what the client sent. */
export interface EndpointContext {
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
  /** Lambda's request id for a Function URL, the endpoint's own otherwise. */
  requestId: string
  /** A second id of API Gateway's: `requestContext.extendedRequestId`, header `x-amz-apigw-id`. */
  extendedRequestId: string
  /** `Root=1-5759e988-bd862e3fe1be46a994272793`, with or without further fields. */
  traceId: string
  /** Port and scheme of the connection that the client made. */
  port: number
  scheme: 'http' | 'https'
  /** ALB only: of the target group that the function is registered in. */
  targetGroupArn?: string | undefined
  /** Milliseconds since 1970. */
  timeEpoch: number
  /** What an authorizer found out, as it stands in `requestContext.authorizer`. */
  authorizer?: unknown
}

/** The kinds of endpoint; the names are those of `http:` in `oche.yaml`. */
export const ENDPOINT_KINDS = ['url', 'http-api', 'http-api-v1', 'rest', 'alb'] as const
export type EndpointKind = (typeof ENDPOINT_KINDS)[number]

/** What of an endpoint's configuration changes the mapping. */
export interface EndpointSettings {
  kind: EndpointKind
  /** REST API: media types that are passed as base64, e.g. `image/*`. @default none */
  binaryMediaTypes?: readonly string[] | undefined
  /** ALB: multi-value headers and query parameters. @default false */
  multiValueHeaders?: boolean | undefined
  /** Function URL in mode RESPONSE_STREAM, REST API with transfer mode STREAM. @default false */
  streaming?: boolean | undefined
}
