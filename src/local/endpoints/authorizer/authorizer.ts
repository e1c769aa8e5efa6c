import type { Authorization } from '../../../contract/http/authorization.ts'
import type { Refusal } from '../../../contract/http/refusal.ts'
import type { EndpointContext, HttpRequest } from '../../../contract/http/types.ts'
import type { Lambda } from '../../functions/lambda.ts'

export interface AuthorizedRequest {
  head: Omit<HttpRequest, 'body'>
  context: EndpointContext
}

/** What stands in `requestContext.authorizer` then, or why there is no way in. */
export type Verdict = { authorizer: unknown } | Refusal

/** Stands before the routes of a function. */
export interface Authorizer {
  /** @param format payload format of the function's events: the verdict goes into one */
  judge(request: AuthorizedRequest, format: '1.0' | '2.0'): Promise<Verdict>
  /** Drops what was remembered of the decisions of a function that has other code now. */
  forget(functionName: string): void
}

export interface AuthorizerOptions {
  /** How its API asks. */
  authorization: Authorization
  lambda: Lambda
  /** Folder that a file of keys is relative to. */
  root: string
  /** Told why an authorizer itself failed. */
  onFault(message: string): void
}
