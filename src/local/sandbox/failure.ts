import {
  exitedError,
  extensionError,
  notStartedError,
  timedOutError,
  type FunctionError,
} from '../../contract/function-error.ts'
import { nextPath } from '../../contract/runtime-api.ts'
import type { ExtensionErrorType } from '../../contract/extensions-api.ts'
import type { ProcessExit } from './process.ts'

/** Why an invocation got no answer from the function, or an initialisation came to nothing. */
export type Failure =
  /**
   * Answered: it did not ask for another invocation in time. Resting: it did, and an extension did not.
   * Asked: for this one at least.
   */
  | { why: 'timeout'; answered: boolean; resting: boolean; asked: boolean }
  /** Asked: for an invocation, before it ended. */
  | { why: 'exit'; exit: ProcessExit; asked: boolean }
  | { why: 'init-error'; error: PostedError }
  | ExtensionFailure
  | { why: 'closed' }

/** An extension took the execution environment with it. */
export interface ExtensionFailure {
  why: 'extension'
  name: string
  errorType: ExtensionErrorType
  /** As the payload has it, e.g. `exit status 1`. */
  reason: string
}

/** What a runtime posted to init/error. */
export interface PostedError {
  payload: Buffer
  errorType: string
}

/** What has to be known of a function to word its failures. */
export interface FailureContext {
  executable: string
  timeoutMs: number
  /** Several invocations at once: a timeout does not end the process. */
  isConcurrent: boolean
}

/** The payload that the invoker gets. */
export function failurePayload(
  failure: Failure,
  requestId: string,
  context: FailureContext,
): FunctionError | Buffer {
  switch (failure.why) {
    case 'timeout':
      return timedOutError(requestId, context.timeoutMs / 1000)
    case 'exit':
      return exitError(failure.exit, requestId, context.executable)
    case 'init-error':
      return failure.error.payload
    case 'extension':
      return extensionError(requestId, failure)
    case 'closed':
      return exitedError(requestId, { code: null, signal: 'SIGKILL' })
  }
}

/** The type that a report has. A timeout is a status of its own. */
export function failureType(failure: Failure, { executable }: FailureContext): string | undefined {
  if (failure.why === 'init-error') return failure.error.errorType
  if (failure.why === 'extension') return failure.errorType
  if (failure.why === 'exit') return exitError(failure.exit, '', executable).errorType
  return undefined
}

/**
 * What happened, for whoever develops the function; to be read after its name.
 *
 * @param owing extensions that have not asked for more
 */
export function failureText(
  failure: Failure,
  duringInvocation: boolean,
  { timeoutMs, isConcurrent }: FailureContext,
  owing: readonly string[],
): string {
  switch (failure.why) {
    case 'timeout': {
      const what = timeoutText(failure, `${timeoutMs / 1000} s`, owing)
      return isConcurrent ? what : `${what}; its process was ended`
    }
    case 'exit':
      return endText(failure, duringInvocation)
    case 'init-error':
      return `could not start: ${describe(failure.error.payload)}`
    case 'extension':
      return `lost its extension ${failure.name} (${failure.errorType}): ${failure.reason}`
    case 'closed':
      return 'was ended'
  }
}

function endText(
  { exit, asked }: Extract<Failure, { why: 'exit' }>,
  duringInvocation: boolean,
): string {
  const how = exitText(exit)
  if (!exit.started) return `could not be started: ${how}`
  if (!asked && exit.code === 0) return `ended with ${how} and has not ${ASKED}: ${NOTHING_WAITS}`
  return duringInvocation
    ? `ended during an invocation: ${how}`
    : `ended between two invocations: ${how}`
}

/** A program that is over although nothing went wrong. */
const NOTHING_WAITS = 'nothing in it waits for one, as "await serve(handler)" does in Dart'

function timeoutText(
  { answered, resting, asked }: Extract<Failure, { why: 'timeout' }>,
  seconds: string,
  owing: readonly string[],
): string {
  const names = owing.join(', ')
  if (resting) return `answered, but ${names} did not ask for another event within ${seconds}`
  if (!asked && names !== '') return `timed out after ${seconds}: ${names} did not ask for an event`
  if (answered) return `answered, but did not ask for another invocation within ${seconds}`
  if (asked) return `timed out after ${seconds}`
  return `timed out after ${seconds} and has not ${ASKED}: there is no Lambda runtime in it`
}

const ASKED = `asked for an invocation (GET ${nextPath})`

/**
 * Of processes that have been running for a while.
 *
 * @param unregistered extensions that the runtime waits for before it is started
 * @param internal those that have registered as part of the runtime
 */
export function silenceText(
  milliseconds: number,
  unregistered: readonly string[],
  internal: readonly string[],
): string {
  if (unregistered.length > 0) {
    const names = unregistered.join(', ')
    const what = `waits for its extension ${names}, which has not registered for ${milliseconds / 1000} s`
    // No runtime runs yet that they could be part of.
    return internal.length === 0
      ? what
      : `${what}; ${internal.join(', ')} has: a program registers by the name of its file`
  }
  return `has not ${ASKED} for ${milliseconds / 1000} s: there is no Lambda runtime in it, or it starts slowly`
}

function exitError(exit: ProcessExit, requestId: string, executable: string): FunctionError {
  if (exit.started) return exitedError(requestId, exit)
  const { reason, workingDirMissing } = exit
  return notStartedError(requestId, { executable, reason, workingDirMissing })
}

function exitText(exit: ProcessExit): string {
  if (!exit.started) return exit.reason
  if (exit.signal !== null) return `signal ${exit.signal}`
  return `exit status ${exit.code}`
}

function describe(payload: Buffer): string {
  try {
    const { errorType, errorMessage } = JSON.parse(payload.toString()) as FunctionError
    return `${errorType}: ${errorMessage}`
  } catch {
    return payload.toString('utf8', 0, 200)
  }
}
