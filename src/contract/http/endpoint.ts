import type { Authorization } from './authorization.ts'
import type { EndpointResponse, Refusal, RefusedResponse } from './refusal.ts'
import type { Route, RouteMatch } from './routing.ts'
import type {
  EndpointContext,
  EndpointKind,
  EndpointSettings,
  HeaderLine,
  HttpRequest,
} from './types.ts'

/** The parts of a request that come before its body. */
export type RequestHead = Pick<HttpRequest, 'method' | 'target' | 'protocol' | 'headers'>

/** Where a response belongs to: what its headers tell of and its mapping depends on. */
export interface Exchange {
  request: RequestHead
  context: Pick<EndpointContext, 'requestId' | 'extendedRequestId' | 'traceId'>
}

/** One kind of endpoint with its settings: pure mappings between HTTP and a function's payloads. */
export interface Endpoint {
  readonly kind: EndpointKind
  /** Longest wait for a function in milliseconds; undefined: only the function's own timeout ends it. */
  readonly timeoutMs: number | undefined
  /** Largest request body in bytes; a larger one is refused as `body-too-large`. */
  readonly maxBodyBytes: number
  /** Payload format of what an authorizer gets and says, for kinds that have authorizers. */
  readonly payloadFormat: '1.0' | '2.0'
  /** How a request is numbered: as API Gateway does, or by a UUID, which the invocation may have too. */
  readonly requestIds: 'gateway' | 'uuid' | 'of-the-invocation'
  /** Whether in streaming mode every answer begins with metadata, whatever its content type. */
  readonly alwaysHasMetadata: boolean
  /** Why the head of a request is refused before its body is read; undefined where it is not. */
  check(head: RequestHead): Refusal | undefined
  /** The event; as JSON it may exceed what Lambda takes (`limits.invokeRequestBytes`): `body-too-large`. */
  toEvent(request: HttpRequest, context: EndpointContext): object
  /**
   * The response for what the function posted. A payload that the endpoint does not take becomes
   * the error that it answers then, with the reason; never throws.
   */
  toResponse(payload: Uint8Array, exchange: Exchange): EndpointResponse
  /** The endpoint's own headers on a response that is streamed. */
  streamHeaders(exchange: Exchange): HeaderLine[]
  /** The response where there is no payload of the function's. */
  refuse(refusal: Refusal, exchange: Exchange): RefusedResponse
}

/** What holds for every endpoint of a kind, whatever its settings are. */
export interface KindOfEndpoint {
  make(settings: EndpointSettings): Endpoint
  /** In words, e.g. `a Function URL`. */
  readonly noun: string
  /** The sample event that it sends, see `contract/samples`. */
  readonly sample: string
  /** Functions with the same word here share one; undefined: each has one of its own. */
  readonly shared: 'http-api' | 'rest' | 'alb' | undefined
  /** Which stages it may have: none, named ones only, or `$default` as well. */
  readonly stages: 'none' | 'named' | 'any'
  readonly defaultStage: string
  /** Whether callers can be made to sign their requests. */
  readonly hasSignatures: boolean
  /** How it asks who may call; undefined: it asks nobody. */
  readonly authorization: Authorization | undefined
  /** Whether answers can go out as they are written. */
  readonly canStream: boolean
  readonly hasBinaryMediaTypes: boolean
  readonly hasMultiValueHeaders: boolean
  /** Whether it answers for other origins by itself: preflights with which status, and methods that AWS refuses in the settings. */
  readonly cors:
    | {
        preflightStatus: number
        refusedMethods: readonly string[]
        /** A REST API answers whoever asks with the same lines, and leaves a function's answer as it is. */
        isFixed: boolean
      }
    | undefined
  /** Whether parameters at one place of a path must have one name in all routes. */
  readonly namesParametersOnce: boolean
  /** The routes of its own that a route of `oche.yaml` stands for. */
  routeKeys(key: string): string[]
  match(routes: readonly Route[], method: string, path: string): RouteMatch | undefined
}
