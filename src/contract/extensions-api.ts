/**
 * The Lambda Extensions API as spoken between an execution environment and the extensions in it. Every
 * path and header name of that protocol stands in this file and nowhere else.
 */

const base = '/2020-01-01/extension'

export type ExtensionResource = 'register' | 'next' | 'init-error' | 'exit-error'

/** Method and resource by path. */
const RESOURCES: Readonly<Record<string, readonly ['GET' | 'POST', ExtensionResource]>> = {
  [`${base}/register`]: ['POST', 'register'],
  [`${base}/event/next`]: ['GET', 'next'],
  [`${base}/init/error`]: ['POST', 'init-error'],
  [`${base}/exit/error`]: ['POST', 'exit-error'],
}

/** What a path asks for, and by which method; undefined for one that is none of this protocol's. */
export function parseExtensionPath(
  target: string,
): readonly ['GET' | 'POST', ExtensionResource] | undefined {
  return target.startsWith(base) ? RESOURCES[target] : undefined
}

/** In lower case, as `node:http` gives them. */
export const extensionHeaders = {
  name: 'lambda-extension-name',
  identifier: 'lambda-extension-identifier',
  acceptFeature: 'lambda-extension-accept-feature',
  functionErrorType: 'lambda-extension-function-error-type',
  eventIdentifier: 'lambda-extension-event-identifier',
} as const

/** Of this feature's name in `Lambda-Extension-Accept-Feature` the answer to register has the account. */
export const ACCOUNT_FEATURE = 'accountId'

/** Where an execution environment finds external extensions: every file directly in it is started. */
export const EXTENSIONS_FOLDER = 'extensions'

/** Internal and external ones together. */
export const MOST_EXTENSIONS = 10

export const EXTENSION_EVENTS = ['INVOKE', 'SHUTDOWN'] as const
export type ExtensionEventType = (typeof EXTENSION_EVENTS)[number]

export type ExtensionEvent =
  | {
      eventType: 'INVOKE'
      /** Milliseconds since 1970, as in the one below. */
      deadlineMs: number
      requestId: string
      invokedFunctionArn: string
      tracing: { type: 'X-Amzn-Trace-Id'; value: string }
    }
  | { eventType: 'SHUTDOWN'; deadlineMs: number; shutdownReason: ShutdownReason }

/** What an extension is told of an invocation. */
export function invokeEvent(
  invocation: { requestId: string; functionArn: string; traceId: string },
  deadlineMs: number,
): ExtensionEvent {
  return {
    eventType: 'INVOKE',
    deadlineMs,
    requestId: invocation.requestId,
    invokedFunctionArn: invocation.functionArn,
    tracing: { type: 'X-Amzn-Trace-Id', value: invocation.traceId },
  }
}

/** Why an execution environment ends: there is no work for it, an invocation was late, or something failed. */
export type ShutdownReason = 'spindown' | 'timeout' | 'failure'

/** An answer to register. */
export interface Registered {
  functionName: string
  functionVersion: string
  handler: string
  accountId?: string
}

/** What invokers get and reports say where an extension failed. */
export type ExtensionErrorType =
  /** It ended without a word. */
  | 'Extension.Crash'
  /** It ended after it had posted init/error. */
  | 'Extension.InitError'
  /** It ended after it had posted exit/error. */
  | 'Extension.ExitError'
  /** It could not be started. */
  | 'Extension.LaunchError'

/**
 * How long an execution environment takes to end, in milliseconds: all of it, and the runtime's part
 * between SIGTERM and SIGKILL. Without extensions everything is killed at once.
 */
export function shutdownTimes(extensions: {
  external: boolean
  internal: boolean
}): { all: number; runtime: number } | undefined {
  const runtime = extensions.internal ? 500 : 300
  if (extensions.external) return { all: 2000, runtime }
  if (extensions.internal) return { all: 500, runtime }
  return undefined
}
