import type { Refusal, RefusalCause } from './http/refusal.ts'
import { invokePaths } from './invoke-api.ts'

/** An answer of the Invoke API's that no function made, with why: its message. */
export interface InvokeError {
  status: number
  type: string
  body: string
  refusal: Refusal
}

export function functionNotFound(arn: string): InvokeError {
  const message = `Function not found: ${arn}`
  return {
    status: 404,
    type: 'ResourceNotFoundException',
    body: JSON.stringify({ Type: 'User', Message: message }),
    refusal: { cause: 'no-route', reason: message },
  }
}

export function invalidRequestContent(message: string): InvokeError {
  return userError(400, 'InvalidRequestContentException', 'bad-request', message)
}

export function invalidParameter(message: string): InvokeError {
  return userError(400, 'InvalidParameterValueException', 'bad-request', message)
}

export function requestTooLarge(limit: number): InvokeError {
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`
  return userError(413, 'RequestTooLargeException', 'body-too-large', message)
}

/** More invocations at once than the function's reserved concurrency. */
export function tooManyRequests(functionName: string): InvokeError {
  const reason = `${functionName} runs as often as it may: raise reservedConcurrency, or wait`
  return {
    status: 429,
    type: 'TooManyRequestsException',
    body: JSON.stringify({
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      Type: 'User',
      message: 'Rate Exceeded.',
    }),
    refusal: { cause: 'throttled', reason },
  }
}

/** Any other operation of Lambda's API: says which ones there are locally. */
export function unknownOperation(): InvokeError {
  const { invoke, invokeStream } = invokePaths
  const message = `Of Lambda's API there are here only Invoke (POST ${invoke('{name}')}) and InvokeWithResponseStream (POST ${invokeStream('{name}')}).`
  return userError(404, 'UnknownOperationException', 'no-route', message)
}

/** Whoever calls may not. */
export function accessDenied(message: string): InvokeError {
  return {
    status: 403,
    type: 'AccessDeniedException',
    body: JSON.stringify({ Message: message }),
    refusal: { cause: 'forbidden', reason: message },
  }
}

/** The local Lambda is being closed. */
export function serviceUnavailable(message: string): InvokeError {
  return {
    status: 503,
    type: 'ServiceException',
    body: JSON.stringify({ Type: 'Service', Message: message }),
    refusal: { cause: 'function-error', reason: message },
  }
}

function userError(
  status: number,
  type: string,
  cause: RefusalCause,
  message: string,
): InvokeError {
  const body = JSON.stringify({ Type: 'User', message })
  return { status, type, body, refusal: { cause, reason: message } }
}
