import { crc32 } from 'node:zlib'
import {
  encodeFrame,
  invokeComplete,
  payloadChunk,
  type EventStreamMessage,
  type InvokeComplete,
} from '../../contract/event-stream.ts'
import type { FunctionError } from '../../contract/function-error.ts'
import { EVENT_STREAM_TYPE } from '../../contract/invoke-api.ts'
import { sendHead, write } from '../http/send.ts'
import type { Answer, Invocation } from '../invocation/invocation.ts'
import { chunksOf } from '../invocation/read-answer.ts'
import type { Exchange } from '../wire/exchange.ts'
import { commonHeaders, logTail } from './headers.ts'
import type { InvokeRequest } from './request.ts'

/** Answers InvokeWithResponseStream: a frame for each piece that the function writes, one at the end. */
export async function sendEventStream(
  exchange: Exchange,
  { tail }: InvokeRequest,
  invocation: Invocation,
): Promise<void> {
  const answer = await invocation.answer
  sendHead(exchange, 200, [...commonHeaders(invocation), ['Content-Type', EVENT_STREAM_TYPE]])
  const emit = (message: EventStreamMessage) => write(exchange, encodeFrame(message, crc32))
  for await (const chunk of piecesOf(answer)) await emit(payloadChunk(chunk))
  const outcome = await outcomeOf(answer)
  if (tail) await invocation.completed
  await emit(invokeComplete({ ...outcome, ...(tail && { LogResult: logTail(invocation) }) }))
  exchange.finish()
}

/** A frame holds no more than this of a payload. */
const LARGEST_PIECE = 128 * 1024

async function* piecesOf(answer: Answer): AsyncGenerator<Uint8Array> {
  if (answer.kind === 'stream') yield* chunksOf(answer)
  if (answer.kind !== 'payload') return
  for (let at = 0; at < answer.payload.length; at += LARGEST_PIECE) {
    yield answer.payload.subarray(at, at + LARGEST_PIECE)
  }
}

async function outcomeOf(answer: Answer): Promise<InvokeComplete> {
  if (answer.kind === 'payload') return {}
  if (answer.kind === 'error') return failed(answer.payload.toString())
  const failure = await answer.failure
  return failure === undefined ? {} : failed(JSON.stringify(failure))
}

/** The code is the error's type, the details are the whole error. */
function failed(details: string): InvokeComplete {
  return { ErrorCode: typeOf(details), ErrorDetails: details }
}

function typeOf(details: string): string {
  try {
    const { errorType } = JSON.parse(details) as Partial<FunctionError>
    return errorType ?? 'Unhandled'
  } catch {
    return 'Unhandled'
  }
}
