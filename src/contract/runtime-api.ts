/**
 * The Lambda Runtime API as spoken between an execution environment and the process in it.
 * Every path of that protocol stands in this file and nowhere else, its header names in
 * runtime-headers.ts.
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
