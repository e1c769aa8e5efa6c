import { environmentVariables as names } from '../contract/environment.ts'
import { runtimeHeaders } from '../contract/runtime-api.ts'
import { RuntimeError, runtimeErrorTypes } from './errors.ts'
import type { Invocation } from './runtime-api.ts'
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
  return {
    functionName: env[names.functionName] ?? '',
    functionVersion: env[names.functionVersion] ?? '',
    memoryLimitInMB: env[names.memorySize] ?? '',
    logGroupName: env[names.logGroup] ?? '',
    logStreamName: env[names.logStream] ?? '',
  }
}

export function createContext(
  fn: FunctionContext,
  { requestId, head }: Invocation,
): InvocationContext {
  const deadline = Number(head.get(runtimeHeaders.deadlineMs) ?? Infinity)
  const getRemainingTimeInMillis = () => deadline - Date.now()
  return {
    functionName: fn.functionName,
    functionVersion: fn.functionVersion,
    invokedFunctionArn: head.get(runtimeHeaders.functionArn) ?? '',
    memoryLimitInMB: fn.memoryLimitInMB,
    awsRequestId: requestId,
    logGroupName: fn.logGroupName,
    logStreamName: fn.logStreamName,
    clientContext: undefined,
    identity: undefined,
    tenantId: head.get(runtimeHeaders.tenantId),
    xRayTraceId: head.get(runtimeHeaders.traceId),
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
  context.clientContext = jsonHeader(head, runtimeHeaders.clientContext)
  context.identity = jsonHeader(head, runtimeHeaders.cognitoIdentity)
}

function jsonHeader(head: Head, name: string): unknown {
  const value = head.get(name)
  if (value === undefined) return undefined
  try {
    // Header bytes come as latin1; JSON is UTF-8.
    return JSON.parse(Buffer.from(value, 'latin1').toString())
  } catch (error) {
    throw new RuntimeError(runtimeErrorTypes.unmarshal, `The header ${name} is not JSON: ${error}`)
  }
}
