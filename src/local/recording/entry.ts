import type { LocalTrace, TracedReport } from '../trace.ts'
import type { RecordedLine } from './types.ts'

type Of<Type extends LocalTrace['type']> = Extract<LocalTrace, { type: Type }>

/** What has been told of one row so far, with the bytes as they came. */
export interface Entry {
  readonly id: number
  readonly at: number
  exchange: Of<'exchange'> | undefined
  exchangeEnd: Of<'exchange-end'> | undefined
  invocation: Of<'invocation'> | undefined
  start: Of<'start'> | undefined
  answer: Of<'answer'> | undefined
  /** Of an answer that streams. */
  pieces: Uint8Array[]
  streamEnd: Of<'stream-end'> | undefined
  runtimeDone: Of<'runtime-done'> | undefined
  report: TracedReport | undefined
  completedAt: number | undefined
  lines: RecordedLine[]
  lineBytes: number
  droppedLines: number
  /** That are counted for it: bodies and lines. */
  bytes: number
}

export function newEntry(id: number, at: number): Entry {
  return {
    id,
    at,
    exchange: undefined,
    exchangeEnd: undefined,
    invocation: undefined,
    start: undefined,
    answer: undefined,
    pieces: [],
    streamEnd: undefined,
    runtimeDone: undefined,
    report: undefined,
    completedAt: undefined,
    lines: [],
    lineBytes: 0,
    droppedLines: 0,
    bytes: 0,
  }
}

/** Of one invocation's lines so much is kept, in bytes. */
export const MOST_OF_LINES = 1024 * 1024

/** What a line or a piece takes besides its bytes, about. */
const BESIDE = 96

/** Notes what is told. @returns bytes that are kept for it from now on */
export function note(entry: Entry, trace: LocalTrace): number {
  switch (trace.type) {
    case 'exchange':
      entry.exchange = trace
      return grown(entry, trace.target.length + headerBytes(trace.headers))
    case 'exchange-end': {
      entry.exchangeEnd = trace
      const { body, response } = trace
      const sent = response ? response.body.length + headerBytes(response.headers) : 0
      return grown(entry, (body?.length ?? 0) + sent)
    }
    case 'invocation':
      entry.invocation = trace
      return grown(entry, trace.event.length)
    case 'start':
      entry.start = trace
      return 0
    case 'answer':
      entry.answer = trace
      return grown(entry, trace.payload?.length ?? 0)
    case 'piece':
      entry.pieces.push(trace.bytes)
      return grown(entry, trace.bytes.length + BESIDE)
    case 'stream-end':
      entry.streamEnd = trace
      return grown(entry, trace.failure?.length ?? 0)
    case 'runtime-done':
      entry.runtimeDone = trace
      return 0
    case 'report':
      entry.report = trace
      return 0
    case 'complete':
      entry.completedAt = trace.at
      return 0
  }
}

/** @returns bytes that are kept for it from now on */
export function noteLine(entry: Entry, line: RecordedLine): number {
  const bytes = line.line.length + BESIDE
  if (entry.lineBytes + bytes > MOST_OF_LINES) {
    entry.droppedLines++
    return 0
  }
  entry.lineBytes += bytes
  entry.lines.push(line)
  return grown(entry, bytes)
}

function grown(entry: Entry, bytes: number): number {
  entry.bytes += bytes
  return bytes
}

function headerBytes(headers: readonly (readonly [string, string])[]): number {
  let sum = 0
  for (const line of headers) sum += line[0].length + line[1].length
  return sum
}
