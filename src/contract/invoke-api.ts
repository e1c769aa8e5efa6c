/**
 * The Invoke API, as the AWS CLI and every SDK call it. Every path and header name of that protocol
 * stands in this file and nowhere else.
 */
export const invokePaths = {
  invoke: (functionName: string) => `/2015-03-31/functions/${functionName}/invocations`,
  invokeStream: (functionName: string) =>
    `/2021-11-15/functions/${functionName}/response-streaming-invocations`,
  /** Matches both; the groups are the API's version, the function and the action. */
  pattern:
    /^\/(2015-03-31|2021-11-15)\/functions\/([^/]+)\/(invocations|response-streaming-invocations)$/,
} as const

/** Header names in lower case, as `node:http` and `fetch` give them. */
export const invokeHeaders = {
  invocationType: 'x-amz-invocation-type',
  logType: 'x-amz-log-type',
  clientContext: 'x-amz-client-context',
  tenantId: 'x-amz-tenant-id',
  functionError: 'x-amz-function-error',
  logResult: 'x-amz-log-result',
  executedVersion: 'x-amz-executed-version',
  requestId: 'x-amzn-requestid',
  errorType: 'x-amzn-errortype',
} as const

/** Value of the log type header that asks for the last lines of the log. */
export const LOG_TYPE_TAIL = 'Tail'
