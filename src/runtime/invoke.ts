import { environmentVariables } from '../contract/environment.ts'
import { createContext } from './context.ts'
import type { FunctionContext, InvocationContext } from './context.ts'
import { describeError, RuntimeError, runtimeErrorTypes } from './errors.ts'
import type { Faults } from './faults.ts'
import { invokeFetch } from './fetch/handler.ts'
import type { ResolvedHandler } from './handler.ts'
import type { Invocation, RuntimeApi } from './runtime-api.ts'

export interface Invoker {
  handler: ResolvedHandler
  fn: FunctionContext
  faults: Faults
  /** Whether `_X_AMZN_TRACE_ID` follows the invocation: not where several run at once. */
  traceInEnvironment: boolean
}

/** Runs one invocation and posts what came of it. @throws RuntimeApiFailure */
export async function answer(
  invoker: Invoker,
  api: RuntimeApi,
  invocation: Invocation,
): Promise<void> {
  let json: string
  try {
    json = encode(await outcome(invoker, invocation))
  } catch (error) {
    console.error('Invoke Error', error)
    return api.fail(invocation, describeError(error))
  }
  return api.respond(invocation, json)
}

function outcome(invoker: Invoker, { requestId, head, payload }: Invocation): Promise<unknown> {
  const context = createContext(invoker.fn, requestId, head)
  if (invoker.traceInEnvironment) setTraceId(context.xRayTraceId)
  const event = parse(payload)
  return invoker.faults.watch(() => call(invoker.handler, event, context))
}

function call(handler: ResolvedHandler, event: unknown, context: InvocationContext): unknown {
  return handler.kind === 'fetch'
    ? invokeFetch(handler.handle, event, context)
    : handler.handle(event, context)
}

function setTraceId(traceId: string | undefined): void {
  if (traceId === undefined) delete process.env[environmentVariables.traceId]
  else process.env[environmentVariables.traceId] = traceId
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'))
  } catch (error) {
    throw new RuntimeError(runtimeErrorTypes.unmarshal, `The event is not JSON: ${reason(error)}`)
  }
}

/** No result is `null` to the invoker. */
function encode(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null'
  } catch (error) {
    throw new RuntimeError(runtimeErrorTypes.marshal, `The result is not JSON: ${reason(error)}`)
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
