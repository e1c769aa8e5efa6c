import type { FunctionError } from '../contract/function-error.ts'

/** What this runtime itself finds, after `Runtime.`: AWS's own runtimes have most of these names. */
type RuntimeErrorType =
  | 'HandlerNotFound'
  | 'CallbackHandlerDeprecated'
  | 'MalformedStreamingHandler'
  | 'UnmarshalError'
  | 'MarshalError'
  | 'UnhandledPromiseRejection'
  | 'NodeJsExit'
  | 'StreamNotFinished'
  | 'InvalidStreamingOperation'
  | 'NotAnHttpEvent'

/** A failure that the runtime itself finds; its name becomes the error's type. */
export function runtimeError(type: RuntimeErrorType, message: string): Error {
  return Object.assign(new Error(message), { name: `Runtime.${type}` })
}

/** Whatever was thrown, as the Runtime API wants it. Never throws itself. */
export function describeError(thrown: unknown): FunctionError {
  let errorType = 'Error'
  let errorMessage = 'The error cannot be read'
  let stackTrace: string[] = []
  try {
    if (isError(thrown)) {
      errorType = String(thrown.name || errorType)
      errorMessage = String(thrown.message)
      stackTrace = stackLines(thrown)
    } else {
      errorType = thrown === null ? 'null' : typeof thrown
      errorMessage = (isObject(thrown) && JSON.stringify(thrown)) || String(thrown)
    }
  } catch {}
  return { errorType, errorMessage, stackTrace }
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
  return thrown instanceof Error || (isObject(thrown) && 'message' in thrown && 'stack' in thrown)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** A value for a message: names of its members, not what they hold, which may be secret. */
export function outline(value: unknown): string {
  return isObject(value) ? `{${Object.keys(value).slice(0, 9).join(', ')}}` : String(value)
}
