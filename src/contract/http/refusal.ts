import type { HeaderLine, HttpResponse } from './types.ts'

/** Why a client gets an answer that no function made. */
export type RefusalCause =
  /** No route, resource or function for this method and path. */
  | 'no-route'
  /** The function failed: it threw, ended, or timed out by its own setting. */
  | 'function-error'
  /** The function answered with something that the endpoint does not take. */
  | 'malformed-answer'
  /** The endpoint stopped waiting, see `Endpoint.timeoutMs`. */
  | 'timeout'
  /** Lambda would not run another one at the same time. */
  | 'throttled'
  | 'body-too-large'
  | 'headers-too-large'
  | 'bad-request'
  /** An authorizer found no identity, or a wrong one. */
  | 'unauthorized'
  /** An authorizer said no. */
  | 'forbidden'
  /** An authorizer failed itself. */
  | 'authorizer-error'

/** What is refused, with its reason: there is none without. */
export interface Refusal {
  cause: RefusalCause
  /**
   * For whoever develops the function, in a line: what is at fault and what to do. The client does not
   * get it.
   *
   * @example 'body is an object, not a string: JSON.stringify it'
   */
  reason: string
  /** Member of the function's result that is at fault, where it is one. */
  member?: string | undefined
  /** Of `forbidden`: a policy denies it, which a REST API tells. */
  isDenied?: true
  /** More lines for the client. */
  headers?: readonly HeaderLine[]
}

/** An answer that no function made. */
export interface RefusedResponse extends HttpResponse {
  refusal: Refusal
}

/** What an endpoint made of a function's answer. */
export type EndpointResponse = (HttpResponse & { refusal?: undefined }) | RefusedResponse

/** The endpoint's answer together with why it is one: the only way to make one. */
export function refusedResponse(refusal: Refusal, response: HttpResponse): RefusedResponse {
  const headers = [...response.headers, ...(refusal.headers ?? [])]
  return { ...response, headers, refusal }
}
