import { bodyOf } from './body.ts'
import type { Entry } from './entry.ts'
import { functionFailed, summaryOf } from './summary.ts'
import { timelineOf } from './timeline.ts'
import type {
  RecordedInvocation,
  RecordedReport,
  RecordedRequest,
  RecordedResponse,
} from './types.ts'

/** Everything that has been told so far, as JSON can carry it. Pure. */
export function detailOf(entry: Entry): RecordedInvocation {
  const { invocation, answer, lines, droppedLines } = entry
  return {
    ...summaryOf(entry),
    request: requestOf(entry),
    response: responseOf(entry),
    event: invocation && bodyOf(invocation.event),
    result: resultOf(entry),
    functionFailed: functionFailed(entry),
    isStreamed: answer?.kind === 'stream',
    refused: entry.exchangeEnd?.refused,
    logs: [...lines],
    droppedLines,
    timeline: timelineOf(entry),
    report: reportOf(entry),
  }
}

function requestOf({ exchange, exchangeEnd }: Entry): RecordedRequest | undefined {
  if (exchange === undefined) return undefined
  const { origin, method, target, headers } = exchange
  const body = exchangeEnd?.body && bodyOf(exchangeEnd.body)
  return { origin, method, target, headers, body }
}

function responseOf({ exchangeEnd }: Entry): RecordedResponse | undefined {
  const response = exchangeEnd?.response
  if (response === undefined) return undefined
  const { status, headers, body, bytes } = response
  return { status, headers, body: bodyOf(body, bytes) }
}

function resultOf({ answer, pieces, streamEnd }: Entry) {
  if (answer === undefined) return undefined
  if (answer.kind !== 'stream') return bodyOf(answer.payload ?? new Uint8Array())
  const failure = streamEnd?.failure
  if (failure !== undefined && pieces.length === 0) return bodyOf(Buffer.from(failure))
  return bodyOf(Buffer.concat(pieces))
}

function reportOf({ report }: Entry): RecordedReport | undefined {
  if (report === undefined) return undefined
  const { status, errorType, durationMs, initDurationMs, memorySizeMb, maxMemoryUsedMb } = report
  const billedDurationMs = Math.max(1, Math.ceil(durationMs + (initDurationMs ?? 0)))
  return {
    status,
    errorType,
    durationMs,
    billedDurationMs,
    initDurationMs,
    memorySizeMb,
    maxMemoryUsedMb,
  }
}
