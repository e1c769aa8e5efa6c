/**
 * The Lambda Runtime API as spoken between an execution environment and the process in it.
 * Every path and header name of that protocol stands in this file and nowhere else.
 */

const RUNTIME_API_VERSION = '2018-06-01'

const base = `/${RUNTIME_API_VERSION}/runtime`

export const nextPath = `${base}/invocation/next`
export const initErrorPath = `${base}/init/error`

export function responsePath(requestId: string): string {
  return invocationPath(requestId, 'response')
}

export function errorPath(requestId: string): string {
  return invocationPath(requestId, 'error')
}

function invocationPath(requestId: string, resource: string): string {
  return `${base}/invocation/${encodeURIComponent(requestId)}/${resource}`
}

/*
 * Header names are in lower case, as `node:http` and `fetch` give them. Each is an export of its own,
 * so that a function's binary holds those it uses.
 */

export const requestIdHeader = 'lambda-runtime-aws-request-id'
export const deadlineMsHeader = 'lambda-runtime-deadline-ms'
export const functionArnHeader = 'lambda-runtime-invoked-function-arn'
export const traceIdHeader = 'lambda-runtime-trace-id'
export const clientContextHeader = 'lambda-runtime-client-context'
export const cognitoIdentityHeader = 'lambda-runtime-cognito-identity'
export const tenantIdHeader = 'lambda-runtime-aws-tenant-id'
/** Echoed on response and error, only if it was received (since July 2026). */
export const invocationIdHeader = 'lambda-runtime-invocation-id'
export const functionErrorTypeHeader = 'lambda-runtime-function-error-type'
export const functionErrorBodyHeader = 'lambda-runtime-function-error-body'
export const responseModeHeader = 'lambda-runtime-function-response-mode'

/** The only legal value of the response mode header; no header means a buffered response. */
export const STREAMING_RESPONSE_MODE = 'streaming'

/** Content type of a streamed HTTP response: metadata as JSON, eight NUL bytes, then the body. */
export const HTTP_INTEGRATION_RESPONSE_TYPE = 'application/vnd.awslambda.http-integration-response'

/** Bytes between the metadata and the body of a streamed HTTP response. */
export const HTTP_INTEGRATION_DELIMITER_LENGTH = 8

/** A request of the runtime's, told by its path. */
export type RuntimePath =
  | { resource: 'next' }
  | { resource: 'init-error' }
  | { resource: 'response' | 'error'; requestId: string }

/** Undefined for a path that is none of the Runtime API's. */
export function parseRuntimePath(target: string): RuntimePath | undefined {
  if (target === nextPath) return { resource: 'next' }
  if (target === initErrorPath) return { resource: 'init-error' }
  if (!target.startsWith(base)) return undefined
  const match = /^\/invocation\/([^/]+)\/(response|error)$/.exec(target.slice(base.length))
  if (match === null) return undefined
  return { resource: match[2] as 'response' | 'error', requestId: match[1]! }
}
