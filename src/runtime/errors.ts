import type { FunctionError } from '../contract/function-error.ts'

/** Error types this runtime gives by itself, named as AWS's own runtimes name them. */
export const runtimeErrorTypes = {
  handlerNotFound: 'Runtime.HandlerNotFound',
  callbackHandler: 'Runtime.CallbackHandlerDeprecated',
  malformedStreamingHandler: 'Runtime.MalformedStreamingHandler',
  unmarshal: 'Runtime.UnmarshalError',
  marshal: 'Runtime.MarshalError',
  unhandledRejection: 'Runtime.UnhandledPromiseRejection',
  neverSettled: 'Runtime.NodeJsExit',
  streamNotFinished: 'Runtime.StreamNotFinished',
  invalidStreamingOperation: 'Runtime.InvalidStreamingOperation',
  notHttp: 'Runtime.NotAnHttpEvent',
} as const

type RuntimeErrorType = (typeof runtimeErrorTypes)[keyof typeof runtimeErrorTypes]

/** A failure that the runtime itself finds; its name becomes the error's type. */
export class RuntimeError extends Error {
  constructor(type: RuntimeErrorType, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = type
  }
}

/** Whatever was thrown, as the Runtime API wants it. Never throws itself. */
export function describeError(thrown: unknown): FunctionError & { stackTrace: string[] } {
  try {
    if (!isError(thrown)) {
      return { errorType: typeName(thrown), errorMessage: text(thrown), stackTrace: [] }
    }
    return {
      errorType: String(thrown.name || 'Error'),
      errorMessage: String(thrown.message),
      stackTrace: stackLines(thrown),
    }
  } catch {
    return { errorType: 'Error', errorMessage: 'The error cannot be read', stackTrace: [] }
  }
}

/**
 * Value of `Lambda-Runtime-Function-Error-Type`: Lambda takes `Runtime.Xyz` and `Function.Xyz` and
 * makes `Unknown` of anything else, so that a plain `TypeError` goes as `Function.TypeError`.
 */
export function errorTypeHeader(errorType: string): string {
  if (/^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(errorType)) return errorType
  return /^[A-Z][a-zA-Z]+$/.test(errorType) ? `Function.${errorType}` : 'Function.Unknown'
}

/** Also true for errors of another realm (`node:vm`), which `instanceof` does not know. */
function isError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (typeof thrown === 'object' &&
      thrown !== null &&
      'message' in thrown &&
      'name' in thrown &&
      'stack' in thrown)
  )
}

function typeName(thrown: unknown): string {
  return thrown === null ? 'null' : typeof thrown
}

function text(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown)
  return JSON.stringify(thrown) ?? String(thrown)
}

function stackLines(error: Error): string[] {
  return typeof error.stack === 'string' ? error.stack.split('\n') : []
}
