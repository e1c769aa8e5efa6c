import { amazonHeaders } from './amazon-headers.ts'

/**
 * The Invoke API, as the AWS CLI and every SDK call it. Every path and header name of that protocol
 * stands in this file and nowhere else.
 */
export const invokePaths = {
  invoke: (functionName: string) => `/2015-03-31/functions/${functionName}/invocations`,
  invokeStream: (functionName: string) =>
    `/2021-11-15/functions/${functionName}/response-streaming-invocations`,
  /** Matches both; the groups are the function and, in one of two places, the action. */
  pattern:
    /^\/(?:2015-03-31\/functions\/([^/]+)\/invocations|2021-11-15\/functions\/([^/]+)\/response-streaming-invocations)\/?$/,
} as const

/** Each operation stands under the date of the API that brought it, and one of these (July 2026). */
const LAMBDA_API = new RegExp(
  `^/(?:${[
    '(?:2014-11-13|2015-03-31|2017-10-31|2019-09-25|2019-09-30|2020-06-30|2021-07-20)/functions',
    '(?:2021-10-31|2021-11-15|2024-08-31|2025-11-30|2025-12-01)/functions',
    '2015-03-31/event-source-mappings',
    '2016-08-19/account-settings',
    '2017-03-31/tags',
    '2018-10-31/layers(?:-by-arn)?',
    '2020-04-22/code-signing-configs',
    '2025-11-30/capacity-providers',
    '2025-12-01/durable-execution(?:s|-callbacks)',
    '2026-07-09/resource-policy',
  ].join('|')})(?=[/?]|$)`,
)

/** Whether a path is one of Lambda's own API. */
export function isLambdaApi(target: string): boolean {
  return LAMBDA_API.test(target)
}

/** Header names in lower case, as `node:http` and `fetch` give them. */
export const invokeHeaders = {
  invocationType: 'x-amz-invocation-type',
  logType: 'x-amz-log-type',
  clientContext: 'x-amz-client-context',
  tenantId: 'x-amz-tenant-id',
  traceId: 'x-amzn-trace-id',
  functionError: 'x-amz-function-error',
  logResult: 'x-amz-log-result',
  executedVersion: 'x-amz-executed-version',
  requestId: 'x-amzn-requestid',
  errorType: 'x-amzn-errortype',
} as const

/** Names of response headers, as AWS spells them. */
export const invokeResponseHeaders = {
  requestId: amazonHeaders.requestId,
  errorType: amazonHeaders.errorType,
  functionError: 'X-Amz-Function-Error',
  logResult: 'X-Amz-Log-Result',
  executedVersion: 'X-Amz-Executed-Version',
  traceId: amazonHeaders.traceId,
  remappedContentLength: `${amazonHeaders.remapped}Content-Length`,
} as const

/** Value of the log type header that asks for the last lines of the log. */
export const LOG_TYPE_TAIL = 'Tail'

/** Value of the function error header: a handler's own error, and every other failure too. */
export const UNHANDLED = 'Unhandled'

export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream'

/** Bytes of the log that a response carries. */
export const LOG_TAIL_BYTES = 4096

export interface InvokeTarget {
  operation: 'Invoke' | 'InvokeWithResponseStream'
  /** As it stands in the path, decoded: a name, a partial or a whole ARN. */
  functionName: string
  qualifier: string | undefined
}

/** Undefined for an operation other than the two that invoke. */
export function parseInvokeTarget(target: string): InvokeTarget | undefined {
  const mark = target.indexOf('?')
  const match = invokePaths.pattern.exec(mark === -1 ? target : target.slice(0, mark))
  if (match === null) return undefined
  const query = mark === -1 ? '' : target.slice(mark + 1)
  const { name, qualifier } = splitName(decoded(match[1] ?? match[2]!))
  return {
    operation: match[1] === undefined ? 'InvokeWithResponseStream' : 'Invoke',
    functionName: name,
    qualifier:
      query === '' ? qualifier : (new URLSearchParams(query).get('Qualifier') ?? qualifier),
  }
}

/** `name`, `name:live`, `123456789012:function:name` and `arn:aws:lambda:…:function:name:live`. */
function splitName(text: string): { name: string; qualifier: string | undefined } {
  const match =
    /^(?:(?:arn:[a-z0-9-]+:lambda:)?(?:[a-z0-9-]+:)?\d{12}:function:|function:)?([A-Za-z0-9_-]+)(?::([A-Za-z0-9$_-]+))?$/.exec(
      text,
    )
  return match === null
    ? { name: text, qualifier: undefined }
    : { name: match[1]!, qualifier: match[2] }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** A function's ARN, with the qualifier where one was asked for. */
export function functionArn(
  where: { region: string; account: string },
  name: string,
  qualifier?: string,
): string {
  const arn = `arn:aws:lambda:${where.region}:${where.account}:function:${name}`
  return qualifier === undefined ? arn : `${arn}:${qualifier}`
}
