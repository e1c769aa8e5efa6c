import { traceId as traceIdVariable } from '../contract/variables.ts'
import { createContext, readJson, readJsonHeaders } from './context.ts'
import type { FunctionContext } from './context.ts'
import { within } from './current.ts'
import { describeError, messageOf, runtimeError } from './errors.ts'
import type { Faults } from './faults.ts'
import type { ResolvedHandler } from './handler-types.ts'
import { logError } from './logging/console.ts'
import { RuntimeApiFailure } from './runtime-api.ts'
import type { Invocation, Poller } from './runtime-api.ts'
import type { CurrentInvocation } from './shared.ts'
import { streamedAnswer } from './streaming/answer.ts'
import type { StreamedAnswer } from './streaming/answer.ts'
import { sendResult, streamedResult } from './streaming/result.ts'
import { toJson } from './wire/quickjs.ts'
import type { Payload } from './wire/payload.ts'

export interface Invoker {
  handler: ResolvedHandler
  fn: FunctionContext
  faults: Faults
  /** Whether one invocation runs at a time, so that process-wide state may follow it. */
  alone: boolean
  /** Whether the answers of `fetch` handlers go out as they are written. */
  streamsHttp: boolean
}

/** Runs one invocation and posts what came of it. @throws RuntimeApiFailure */
export function answer(invoker: Invoker, poller: Poller, invocation: Invocation): Promise<void> {
  const context = createContext(invoker.fn, invocation)
  const current: CurrentInvocation = { event: undefined, context }
  return within(current, invoker.alone, () => perform(invoker, poller, invocation, current))
}

async function perform(
  { handler, faults, alone, streamsHttp }: Invoker,
  poller: Poller,
  invocation: Invocation,
  current: CurrentInvocation,
): Promise<void> {
  let streamed: StreamedAnswer | undefined
  let json: Payload
  try {
    prepare(current, invocation, alone)
    const stream = () => (streamed = streamedAnswer(poller, invocation))
    const result = await faults.watch(() => handler(current, streamsHttp, stream))
    const pieces = streamedResult(result)
    if (pieces) await faults.watch(() => sendResult(pieces, stream()))
    if (streamed) return
    json = encode(result)
  } catch (error) {
    if (error instanceof RuntimeApiFailure) throw error
    logError('Invoke Error', error)
    const described = describeError(error)
    return await (streamed ? streamed.fail(described) : poller.api.fail(invocation, described))
  }
  const responded = poller.api.respond(invocation, json)
  if (responded) await responded
}

/** Reads what may be malformed, which is this invocation's error then. */
function prepare(current: CurrentInvocation, invocation: Invocation, alone: boolean): void {
  readJsonHeaders(current.context, invocation)
  if (alone) setTraceId(current.context.xRayTraceId)
  current.event = readJson(invocation.response.body, 'The event')
}

function setTraceId(traceId: string | undefined): void {
  if (traceId) process.env[traceIdVariable] = traceId
  else delete process.env[traceIdVariable]
}

/** No result is `null` to the invoker. */
function encode(result: unknown): Payload {
  try {
    return toJson(result) ?? 'null'
  } catch (error) {
    throw runtimeError('MarshalError', `The result is not JSON: ${messageOf(error)}`)
  }
}
