import { traceId as traceIdVariable } from '../contract/environment.ts'
import { createContext, parseJson, readJsonHeaders } from './context.ts'
import type { FunctionContext } from './context.ts'
import { within } from './current.ts'
import { describeError, messageOf, RuntimeError } from './errors.ts'
import type { Faults } from './faults.ts'
import { invokeFetch } from './fetch/handler.ts'
import type { ResolvedHandler } from './handler.ts'
import { logError } from './logging/console.ts'
import { RuntimeApiFailure } from './runtime-api.ts'
import type { Invocation, RuntimeApi } from './runtime-api.ts'
import type { CurrentInvocation } from './shared.ts'
import { streamedAnswer } from './streaming/answer.ts'
import type { StreamedAnswer } from './streaming/answer.ts'
import { callStreaming } from './streaming/response-stream.ts'
import { sendResult, streamedResult } from './streaming/result.ts'

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
export function answer(invoker: Invoker, api: RuntimeApi, invocation: Invocation): Promise<void> {
  const context = createContext(invoker.fn, invocation)
  const current: CurrentInvocation = { event: undefined, context }
  return within(current, invoker, () => perform(invoker, api, invocation, current))
}

async function perform(
  { handler, faults, alone, streamsHttp }: Invoker,
  api: RuntimeApi,
  invocation: Invocation,
  current: CurrentInvocation,
): Promise<void> {
  let streamed: StreamedAnswer | undefined
  let json: string
  try {
    prepare(current, invocation, alone)
    if (handler.kind === 'stream') {
      const sink = (streamed = streamedAnswer(api, invocation))
      return await faults.watch(() => callStreaming(handler.handle, current, sink))
    }
    const result = await faults.watch(() =>
      handler.kind === 'fetch'
        ? invokeFetch(handler.handle, current, streamsHttp)
        : handler.handle(current.event, current.context),
    )
    const pieces = streamedResult(result)
    if (pieces) {
      const sink = (streamed = streamedAnswer(api, invocation))
      return await faults.watch(() => sendResult(pieces, sink))
    }
    json = encode(result)
  } catch (error) {
    if (error instanceof RuntimeApiFailure) throw error
    logError('Invoke Error', error)
    const described = describeError(error)
    return streamed ? streamed.fail(described) : api.fail(invocation, described)
  }
  return api.respond(invocation, json)
}

/** Reads what may be malformed, which is this invocation's error then. */
function prepare(current: CurrentInvocation, { head, payload }: Invocation, alone: boolean): void {
  readJsonHeaders(current.context, head)
  if (alone) setTraceId(current.context.xRayTraceId)
  current.event = parseJson(payload, 'The event')
}

let traceIdSet: string | undefined

function setTraceId(traceId: string | undefined): void {
  if (traceId === traceIdSet) return
  traceIdSet = traceId
  if (traceId) process.env[traceIdVariable] = traceId
  else delete process.env[traceIdVariable]
}

/** No result is `null` to the invoker. */
function encode(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null'
  } catch (error) {
    throw new RuntimeError(
      'Runtime.MarshalError',
      `The result is not JSON: ${messageOf(error)}`,
    )
  }
}
