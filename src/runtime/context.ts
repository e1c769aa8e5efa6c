import * as names from '../contract/environment.ts'
import * as headers from '../contract/runtime-headers.ts'
import { messageOf, RuntimeError } from './errors.ts'
import type { Invocation } from './runtime-api.ts'
import { headerOf } from './wire/head.ts'
import type { Head } from './wire/head.ts'

/**
 * What a handler gets as its second argument: the context of managed Node.js (`Context` of
 * `@types/aws-lambda` fits) and what newer parts of the Runtime API add.
 */
export interface InvocationContext {
  functionName: string
  functionVersion: string
  /** With the qualifier that was invoked. */
  invokedFunctionArn: string
  /** As a string, as on managed Node.js. */
  memoryLimitInMB: string
  awsRequestId: string
  logGroupName: string
  logStreamName: string
  /** What a mobile SDK, or `--client-context`, sent. */
  clientContext?: any
  /** Who calls, where Amazon Cognito says so. */
  identity?: any
  /** Under tenant isolation. */
  tenantId?: string | undefined
  /** X-Ray's trace header of this invocation. */
  xRayTraceId?: string | undefined
  /** When Lambda ends this invocation, in milliseconds since 1970; Infinity where it did not say. */
  deadline: number
  /** Milliseconds until `deadline`, read anew each time. */
  readonly remainingTime: number
  /** The same as `remainingTime`. */
  getRemainingTimeInMillis(): number
  /** Without effect: an invocation ends when the handler's promise settles. @default true */
  callbackWaitsForEmptyEventLoop: boolean
}

/** The part of the context that does not change from one invocation to the next. */
export type FunctionContext = Pick<
  InvocationContext,
  'functionName' | 'functionVersion' | 'memoryLimitInMB' | 'logGroupName' | 'logStreamName'
>

export function functionContext(env: NodeJS.ProcessEnv): FunctionContext {
  const of = (name: string): string => env[name] ?? ''
  return {
    functionName: of(names.functionName),
    functionVersion: of(names.functionVersion),
    memoryLimitInMB: of(names.memorySize),
    logGroupName: of(names.logGroup),
    logStreamName: of(names.logStream),
  }
}

export function createContext(
  fn: FunctionContext,
  { requestId, head }: Invocation,
): InvocationContext {
  const deadline = Number(headerOf(head, headers.deadlineMs) ?? Infinity)
  const getRemainingTimeInMillis = () => deadline - Date.now()
  return {
    ...fn,
    invokedFunctionArn: headerOf(head, headers.functionArn) ?? '',
    awsRequestId: requestId,
    clientContext: undefined,
    identity: undefined,
    tenantId: headerOf(head, headers.tenantId),
    xRayTraceId: headerOf(head, headers.traceId),
    deadline,
    get remainingTime() {
      return getRemainingTimeInMillis()
    },
    getRemainingTimeInMillis,
    callbackWaitsForEmptyEventLoop: true,
  }
}

/** @throws RuntimeError where client context or identity are not JSON */
export function readJsonHeaders(context: InvocationContext, head: Head): void {
  context.clientContext = jsonHeader(head, headers.clientContext)
  context.identity = jsonHeader(head, headers.cognitoIdentity)
}

function jsonHeader(head: Head, name: string): unknown {
  const value = headerOf(head, name)
  // Header bytes come as latin1; JSON is UTF-8.
  return value && parseJson(Buffer.from(value, 'latin1').toString(), `The header ${name}`)
}

/** @param what that is read, as it begins a sentence. @throws RuntimeError where it is not JSON */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RuntimeError('Runtime.UnmarshalError', `${what} is not JSON: ${messageOf(error)}`)
  }
}
