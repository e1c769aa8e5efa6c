/**
 * Header names of the Runtime API, which stand in this file and nowhere else: in lower case, as
 * `node:http` and `fetch` give them. Each is an export of its own, so that a function's binary holds
 * those it uses.
 */

export const requestId = 'lambda-runtime-aws-request-id'
export const deadlineMs = 'lambda-runtime-deadline-ms'
export const functionArn = 'lambda-runtime-invoked-function-arn'
export const traceId = 'lambda-runtime-trace-id'
export const clientContext = 'lambda-runtime-client-context'
export const cognitoIdentity = 'lambda-runtime-cognito-identity'
export const tenantId = 'lambda-runtime-aws-tenant-id'
/** Echoed on response and error, only if it was received (since July 2026). */
export const invocationId = 'lambda-runtime-invocation-id'
export const functionErrorType = 'lambda-runtime-function-error-type'
export const functionErrorBody = 'lambda-runtime-function-error-body'
export const xrayErrorCause = 'lambda-runtime-function-xray-error-cause'
export const responseMode = 'lambda-runtime-function-response-mode'
