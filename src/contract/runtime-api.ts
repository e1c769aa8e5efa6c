/**
 * The Lambda Runtime API as spoken between an execution environment and the process in it.
 * Every path and header name of that protocol stands in this file and nowhere else.
 */

export const RUNTIME_API_VERSION = '2018-06-01'

const base = `/${RUNTIME_API_VERSION}/runtime`

export const runtimePaths = {
  next: `${base}/invocation/next`,
  initError: `${base}/init/error`,
  response: (requestId: string) => `${base}/invocation/${requestId}/response`,
  error: (requestId: string) => `${base}/invocation/${requestId}/error`,
} as const

/** Header names in lower case, as `node:http` and `fetch` give them. */
export const runtimeHeaders = {
  requestId: 'lambda-runtime-aws-request-id',
  deadlineMs: 'lambda-runtime-deadline-ms',
  functionArn: 'lambda-runtime-invoked-function-arn',
  traceId: 'lambda-runtime-trace-id',
  clientContext: 'lambda-runtime-client-context',
  cognitoIdentity: 'lambda-runtime-cognito-identity',
  tenantId: 'lambda-runtime-aws-tenant-id',
  /** Echoed on response and error, only if it was received (since July 2026). */
  invocationId: 'lambda-runtime-invocation-id',
  functionErrorType: 'lambda-runtime-function-error-type',
  functionErrorBody: 'lambda-runtime-function-error-body',
  xrayErrorCause: 'lambda-runtime-function-xray-error-cause',
  responseMode: 'lambda-runtime-function-response-mode',
} as const

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

const invocationPath = new RegExp(`^${base}/invocation/([^/]+)/(response|error)$`)

/** Undefined for a path that is none of the Runtime API's. */
export function parseRuntimePath(target: string): RuntimePath | undefined {
  if (target === runtimePaths.next) return { resource: 'next' }
  if (target === runtimePaths.initError) return { resource: 'init-error' }
  const match = invocationPath.exec(target)
  if (match === null) return undefined
  return { resource: match[2] as 'response' | 'error', requestId: match[1]! }
}
