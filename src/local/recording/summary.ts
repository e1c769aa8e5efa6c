import type { Entry } from './entry.ts'
import { eventKind, type EventKind } from './event-kind.ts'
import type { RecordedState, RecordedSummary, RecordedVia } from './types.ts'

/** The row of what has been told so far. Pure. */
export function summaryOf(entry: Entry): RecordedSummary {
  const { invocation, exchangeEnd, report, start } = entry
  const kind = kindOf(entry)
  return {
    id: entry.id,
    at: entry.at,
    function: invocation?.function ?? '',
    requestId: invocation?.requestId ?? '',
    via: viaOf(entry),
    kind: kind.kind,
    title: shortened(kind.title),
    method: kind.method,
    state: stateOf(entry),
    status: exchangeEnd?.response?.status,
    failed: hasFailed(entry),
    errorType: report?.errorType ?? errorTypeOf(entry),
    durationMs: durationOf(entry),
    coldStart: start?.coldStart,
    memoryMb: report?.maxMemoryUsedMb,
    memorySizeMb: report?.memorySizeMb,
    initDurationMs: report?.initDurationMs,
    environment: start?.environment,
    isWhole: true,
  }
}

function viaOf({ exchange }: Entry): RecordedVia {
  if (exchange === undefined) return 'direct'
  return exchange.isInvokeApi ? 'invoke-api' : 'http'
}

function kindOf({ exchange, invocation }: Entry): EventKind {
  if (exchange !== undefined && (!exchange.isInvokeApi || invocation === undefined)) {
    return { kind: 'http', method: exchange.method, title: exchange.target }
  }
  return eventKind(invocation?.event ?? new Uint8Array())
}

/** Rows are kept beyond their bodies, and none may be as long as a body. */
const MOST_OF_TITLE = 500

function shortened(text: string): string {
  return text.length > MOST_OF_TITLE ? `${text.slice(0, MOST_OF_TITLE)}…` : text
}

function stateOf(entry: Entry): RecordedState {
  const { invocation, start, answer, streamEnd, completedAt, exchangeEnd } = entry
  if (invocation === undefined) return exchangeEnd === undefined ? 'waiting' : 'done'
  if (completedAt !== undefined) return 'done'
  if (answer?.kind === 'stream' && streamEnd === undefined) return 'streaming'
  if (answer !== undefined) return 'answered'
  return start === undefined ? 'waiting' : 'running'
}

/** Whether the function itself failed: its invoker is told of an error. */
export function functionFailed({ answer, streamEnd, report }: Entry): boolean {
  return (
    answer?.kind === 'error' ||
    streamEnd?.failure !== undefined ||
    (report !== undefined && report.status !== 'success')
  )
}

function hasFailed(entry: Entry): boolean {
  const { exchangeEnd } = entry
  return (
    functionFailed(entry) ||
    exchangeEnd?.refused !== undefined ||
    (exchangeEnd?.response?.status ?? 0) >= 500
  )
}

function errorTypeOf({ answer, streamEnd, exchangeEnd }: Entry): string | undefined {
  const text =
    answer?.kind === 'error' && answer.payload
      ? Buffer.from(answer.payload).toString()
      : streamEnd?.failure
  if (text === undefined) return exchangeEnd?.refused?.cause
  try {
    const { errorType } = JSON.parse(text) as { errorType?: unknown }
    return typeof errorType === 'string' ? errorType : undefined
  } catch {
    return undefined
  }
}

function durationOf({ at, exchangeEnd, answer, streamEnd }: Entry): number | undefined {
  const streamed = answer?.kind === 'stream' ? streamEnd?.at : answer?.at
  const end = exchangeEnd?.at ?? streamed
  return end === undefined ? undefined : end - at
}
