import type { ExtensionErrorType } from './extensions-api.ts'

/** What a runtime posts when a handler or the initialisation fails; it reaches the invoker verbatim. */
export interface FunctionError {
  errorType: string
  errorMessage: string
  stackTrace?: string[]
}

/** Error types that Lambda itself gives, as invokers see them. */
const functionErrorTypes = {
  timedOut: 'Sandbox.Timedout',
  exited: 'Runtime.ExitError',
  responseTooLarge: 'Function.ResponseSizeTooLarge',
  invalidEntrypoint: 'Runtime.InvalidEntrypoint',
  invalidWorkingDir: 'Runtime.InvalidWorkingDir',
  truncatedResponse: 'Runtime.TruncatedResponse',
} as const

/** Error types of what happens to a local Lambda only. */
export const localErrorTypes = {
  buildFailed: 'Oche.BuildFailed',
  closed: 'Oche.Closed',
  noSandbox: 'Oche.NoSandbox',
} as const

/** The function did not answer within its timeout (wording since November 2025). */
export function timedOutError(requestId: string, timeoutSeconds: number): FunctionError {
  return {
    errorType: functionErrorTypes.timedOut,
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  }
}

/** The process ended while it should have answered. */
export function exitedError(
  requestId: string,
  exit: { code: number | null; signal: string | null },
): FunctionError {
  const failed = exit.signal !== null || (exit.code !== null && exit.code !== 0)
  const reason =
    exit.signal !== null ? `signal: ${signalText(exit.signal)}` : `exit status ${exit.code}`
  return {
    errorType: functionErrorTypes.exited,
    errorMessage: failed
      ? `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`
      : `RequestId: ${requestId} Error: Runtime exited without providing a reason`,
  }
}

/** An extension ended, or did not start. */
export function extensionError(
  requestId: string,
  { errorType, reason }: { errorType: ExtensionErrorType; reason: string },
): FunctionError {
  return { errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` }
}

/** As AWS words the end of an extension. */
export function extensionExit(exit: { code: number | null; signal: string | null }): string {
  if (exit.signal !== null) return `signal: ${signalText(exit.signal)}`
  return exit.code === 0 ? 'exit code 0' : `exit status ${exit.code}`
}

/** As Go's `syscall.Signal.String` has it, which is what Lambda prints. */
function signalText(signal: string): string {
  const texts: Record<string, string> = {
    SIGKILL: 'killed',
    SIGTERM: 'terminated',
    SIGSEGV: 'segmentation fault',
    SIGABRT: 'aborted',
    SIGBUS: 'bus error',
    SIGFPE: 'floating point exception',
    SIGILL: 'illegal instruction',
    SIGINT: 'interrupt',
    SIGTRAP: 'trace/breakpoint trap',
  }
  return texts[signal] ?? signal
}

/** The function's answer is larger than Lambda carries. */
export function responseTooLargeError(limit: number): FunctionError {
  return {
    errorMessage: `Response payload size exceeded maximum allowed payload size (${limit} bytes).`,
    errorType: functionErrorTypes.responseTooLarge,
  }
}

/** The process could not be started. */
export function notStartedError(
  requestId: string,
  why: { executable: string; reason: string; workingDirMissing: boolean },
): FunctionError {
  return why.workingDirMissing
    ? {
        errorType: functionErrorTypes.invalidWorkingDir,
        errorMessage: `RequestId: ${requestId} Error: ${why.reason}`,
      }
    : {
        errorType: functionErrorTypes.invalidEntrypoint,
        errorMessage: `RequestId: ${requestId} Error: fork/exec ${why.executable}: ${why.reason}`,
      }
}

/** A streamed answer whose connection ended before it did. */
export function truncatedError(requestId: string): FunctionError {
  return {
    errorType: functionErrorTypes.truncatedResponse,
    errorMessage: `RequestId: ${requestId} Error: HTTP request detected as truncated`,
  }
}
