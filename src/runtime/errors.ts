import type { FunctionError } from '../contract/function-error.ts'

/** Error types this runtime gives by itself, named as AWS's own runtimes name them. */
type RuntimeErrorType =
  | 'Runtime.HandlerNotFound'
  | 'Runtime.CallbackHandlerDeprecated'
  | 'Runtime.MalformedStreamingHandler'
  | 'Runtime.UnmarshalError'
  | 'Runtime.MarshalError'
  | 'Runtime.UnhandledPromiseRejection'
  | 'Runtime.NodeJsExit'
  | 'Runtime.StreamNotFinished'
  | 'Runtime.InvalidStreamingOperation'
  | 'Runtime.NotAnHttpEvent'

/** A failure that the runtime itself finds; its name becomes the error's type. */
export class RuntimeError extends Error {
  constructor(type: RuntimeErrorType, message: string) {
    super(message)
    this.name = type
  }
}

/** Whatever was thrown, as the Runtime API wants it. Never throws itself. */
export function describeError(thrown: unknown): FunctionError {
  try {
    if (isError(thrown)) {
      return {
        errorType: String(thrown.name || 'Error'),
        errorMessage: String(thrown.message),
        stackTrace: stackLines(thrown),
      }
    }
    const isNull = thrown === null
    const isJson = typeof thrown === 'object' && !isNull
    return {
      errorType: isNull ? 'null' : typeof thrown,
      errorMessage: (isJson && JSON.stringify(thrown)) || String(thrown),
      stackTrace: [],
    }
  } catch {
    return { errorType: 'Error', errorMessage: 'The error cannot be read', stackTrace: [] }
  }
}

export function stackLines({ stack }: Error): string[] {
  return typeof stack === 'string' ? stack.split('\n') : []
}

/** What an error says, for a message of the runtime's own. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Value of `Lambda-Runtime-Function-Error-Type`: Lambda takes `Runtime.Xyz` and `Function.Xyz` and
 * makes `Unknown` of anything else, so that a plain `TypeError` goes as `Function.TypeError`.
 */
export function errorTypeHeader(errorType: string): string {
  const [all, area, name] = /^((?:Runtime|Function)\.)?([A-Z][a-zA-Z]+)$/.exec(errorType) ?? []
  return area ? all! : `Function.${name ?? 'Unknown'}`
}

/** Also true for errors of another realm (`node:vm`), which `instanceof` does not know. */
function isError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (isObject(thrown) && 'message' in thrown && 'name' in thrown && 'stack' in thrown)
  )
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
