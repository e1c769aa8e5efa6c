import { requestedState, type RuntimeRequest, type RuntimeState } from './runtime-states.ts'

/** Why the Runtime API turns a request of the runtime's down. */
export type RuntimeRefusal =
  /** The request id is not that of an invocation under way: wrong, or answered already. */
  | 'invalid-request-id'
  | 'invalid-response-mode'
  /** The connection ended before the body did. */
  | 'truncated'
  /** The invocation timed out; known by the invocation id that the runtime sent back. */
  | 'invoke-timeout'
  | 'too-large'
  | 'unknown-path'
  | 'method-not-allowed'
  /** A failure of Lambda's own: the runtime has to exit. */
  | 'internal-error'

export interface RuntimeAnswer {
  status: number
  body: string
}

const ANSWERS: Record<RuntimeRefusal, readonly [status: number, type: string, message: string]> = {
  'invalid-request-id': [400, 'InvalidRequestID', 'Invalid request ID'],
  'invalid-response-mode': [400, 'InvalidFunctionResponseMode', 'Invalid function response mode'],
  truncated: [400, 'TruncatedHTTPRequest', 'HTTP request detected as truncated'],
  'invoke-timeout': [410, 'InvokeTimeout', 'Invoke timeout'],
  'too-large': [
    413,
    'RequestEntityTooLarge',
    'Exceeded maximum allowed payload size (6291556 bytes).',
  ],
  'unknown-path': [404, 'NotFound', 'Not Found'],
  'method-not-allowed': [405, 'MethodNotAllowed', 'Method Not Allowed'],
  'internal-error': [500, 'InternalServerError', 'Internal Server Error'],
}

export function runtimeRefusal(refusal: RuntimeRefusal): RuntimeAnswer {
  const [status, errorType, errorMessage] = ANSWERS[refusal]
  return { status, body: JSON.stringify({ errorMessage, errorType }) }
}

/** What a runtime gets for what it posted. */
export const runtimeAccepted: RuntimeAnswer = { status: 202, body: '{"status":"OK"}\n' }

/** A request that the runtime may not make in the state that it is in. */
export function invalidStateTransition(from: RuntimeState, by: RuntimeRequest): RuntimeAnswer {
  const errorMessage = `State transition from ${from} to ${requestedState[by]} failed for runtime. Error: State transition is not allowed`
  return {
    status: 403,
    body: JSON.stringify({ errorMessage, errorType: 'InvalidStateTransition' }),
  }
}

/** The type of a posted error as Lambda takes it from `Lambda-Runtime-Function-Error-Type`. */
export function knownErrorType(header: string | undefined): string {
  if (header !== undefined && /(Runtime|Function)\.[A-Z][a-zA-Z]+/.test(header)) return header
  return header?.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown'
}
