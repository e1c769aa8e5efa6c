import * as names from '../contract/variables.ts'
import {
  clientContextHeader,
  cognitoIdentityHeader,
  deadlineMsHeader,
  functionArnHeader,
  tenantIdHeader,
  traceIdHeader,
} from '../contract/runtime-api.ts'
import { messageOf, runtimeError } from './errors.ts'
import type { Invocation } from './runtime-api.ts'
import { parseJson } from './wire/quickjs.ts'
import type { Payload } from './wire/payload.ts'
import type { WireResponse } from './wire/response-reader.ts'

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
  { requestId, response }: Invocation,
): InvocationContext {
  const deadline = Number(response.header(deadlineMsHeader) ?? Infinity)
  const getRemainingTimeInMillis = () => deadline - Date.now()
  return {
    ...fn,
    invokedFunctionArn: response.header(functionArnHeader) ?? '',
    awsRequestId: requestId,
    tenantId: response.header(tenantIdHeader),
    xRayTraceId: response.header(traceIdHeader),
    deadline,
    get remainingTime() {
      return getRemainingTimeInMillis()
    },
    getRemainingTimeInMillis,
    callbackWaitsForEmptyEventLoop: true,
  }
}

/** @throws Error where client context or identity are not JSON */
export function readJsonHeaders(context: InvocationContext, { response }: Invocation): void {
  context.clientContext = jsonHeader(response, clientContextHeader)
  context.identity = jsonHeader(response, cognitoIdentityHeader)
}

function jsonHeader(response: WireResponse, name: string): unknown {
  const value = response.header(name)
  // Header bytes come as latin1; JSON is UTF-8.
  return value && readJson(Buffer.from(value, 'latin1').toString(), `The header ${name}`)
}

/** @param what that is read, as it begins a sentence. @throws Error where it is not JSON */
export function readJson(payload: Payload, what: string): unknown {
  try {
    return parseJson(payload)
  } catch (error) {
    throw runtimeError('UnmarshalError', `${what} is not JSON: ${messageOf(error)}`)
  }
}
