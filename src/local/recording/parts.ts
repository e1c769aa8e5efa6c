import type { HeaderLine } from '../../contract/http/types.ts'
import type { TracedReport } from '../trace.ts'
import { newEntry, type Entry } from './entry.ts'
import type { TupleReader, TupleWriter } from './tuples.ts'
import type { RecordedLine } from './types.ts'

type Of<Part extends keyof Entry> = NonNullable<Entry[Part]>

/** Each part by a pair of functions, with its members in one order. Bodies are not in it. */
export function writeEntry(to: TupleWriter, entry: Entry): void {
  to.number(entry.id).number(entry.at)
  part(to, entry.exchange, writeExchange)
  part(to, entry.exchangeEnd, writeExchangeEnd)
  part(to, entry.invocation, writeInvocation)
  part(to, entry.start, writeStart)
  part(to, entry.answer, writeAnswer)
  part(to, entry.streamEnd, writeStreamEnd)
  part(to, entry.runtimeDone, writeRuntimeDone)
  part(to, entry.report, writeReport)
  to.number(entry.completedAt).number(entry.lines.length)
  for (const line of entry.lines) writeLine(to, line)
  to.number(entry.lineBytes).number(entry.droppedLines).number(entry.bytes)
}

/** Without bodies. */
export function readEntry(from: TupleReader): Entry {
  return {
    ...newEntry(from.number(), from.number()),
    exchange: maybe(from, readExchange),
    exchangeEnd: maybe(from, readExchangeEnd),
    invocation: maybe(from, readInvocation),
    start: maybe(from, readStart),
    answer: maybe(from, readAnswer),
    streamEnd: maybe(from, readStreamEnd),
    runtimeDone: maybe(from, readRuntimeDone),
    report: maybe(from, readReport),
    completedAt: from.number(true),
    lines: list(from, () => readLine(from)),
    lineBytes: from.number(),
    droppedLines: from.number(),
    bytes: from.number(),
  }
}

function part<T>(
  to: TupleWriter,
  value: T | undefined,
  write: (to: TupleWriter, value: T) => void,
) {
  to.flag(value !== undefined)
  if (value !== undefined) write(to, value)
}

function maybe<T>(from: TupleReader, read: (from: TupleReader) => T): T | undefined {
  return from.flag() ? read(from) : undefined
}

export function list<T>(from: TupleReader, read: () => T): T[] {
  return Array.from({ length: from.number() }, read)
}

function writeExchange(to: TupleWriter, one: Of<'exchange'>): void {
  to.number(one.exchange).number(one.at).text(one.origin).flag(one.isInvokeApi)
  to.text(one.method).text(one.target)
  writeHeaders(to, one.headers)
}

function readExchange(from: TupleReader): Of<'exchange'> {
  return {
    type: 'exchange',
    exchange: from.number(),
    at: from.number(),
    origin: from.text(),
    isInvokeApi: from.flag(),
    method: from.text(),
    target: from.text(),
    headers: readHeaders(from),
  }
}

function writeExchangeEnd(to: TupleWriter, one: Of<'exchangeEnd'>): void {
  const { response, refused } = one
  to.number(one.exchange)
    .number(one.at)
    .flag(response !== undefined)
  if (response !== undefined) {
    to.number(response.status).number(response.bytes).number(response.firstAt)
    writeHeaders(to, response.headers)
  }
  to.text(refused?.cause).text(refused?.reason)
}

function readExchangeEnd(from: TupleReader): Of<'exchangeEnd'> {
  return {
    type: 'exchange-end',
    exchange: from.number(),
    at: from.number(),
    body: undefined,
    response: maybe(from, readResponse),
    refused: readRefused(from),
  }
}

function readResponse(from: TupleReader): NonNullable<Of<'exchangeEnd'>['response']> {
  return {
    status: from.number(),
    body: NO_BYTES,
    bytes: from.number(),
    firstAt: from.number(true),
    headers: readHeaders(from),
  }
}

function readRefused(from: TupleReader): Of<'exchangeEnd'>['refused'] {
  const [cause, reason] = [from.text(true), from.text(true)]
  return cause === undefined ? undefined : { cause, reason: reason! }
}

function writeInvocation(to: TupleWriter, one: Of<'invocation'>): void {
  to.text(one.id).number(one.at).text(one.function).text(one.requestId).number(one.exchange)
}

function readInvocation(from: TupleReader): Of<'invocation'> {
  return {
    type: 'invocation',
    id: from.text(),
    at: from.number(),
    function: from.text(),
    requestId: from.text(),
    event: NO_BYTES,
    exchange: from.number(true),
  }
}

function writeStart(to: TupleWriter, one: Of<'start'>): void {
  to.text(one.id).number(one.at).text(one.environment).flag(one.coldStart)
}

function readStart(from: TupleReader): Of<'start'> {
  const [id, at] = [from.text(), from.number()]
  return { type: 'start', id, at, environment: from.text(), coldStart: from.flag() }
}

const KINDS = ['payload', 'error', 'stream'] as const

function writeAnswer(to: TupleWriter, one: Of<'answer'>): void {
  to.text(one.id).number(one.at).number(KINDS.indexOf(one.kind))
}

function readAnswer(from: TupleReader): Of<'answer'> {
  const [id, at] = [from.text(), from.number()]
  return { type: 'answer', id, at, kind: KINDS[from.number()]!, payload: undefined }
}

function writeStreamEnd(to: TupleWriter, one: Of<'streamEnd'>): void {
  to.text(one.id).number(one.at).text(one.failure)
}

function readStreamEnd(from: TupleReader): Of<'streamEnd'> {
  return { type: 'stream-end', id: from.text(), at: from.number(), failure: from.text(true) }
}

function writeRuntimeDone(to: TupleWriter, one: Of<'runtimeDone'>): void {
  to.text(one.id).number(one.at).flag(one.hasExtensions)
}

function readRuntimeDone(from: TupleReader): Of<'runtimeDone'> {
  return { type: 'runtime-done', id: from.text(), at: from.number(), hasExtensions: from.flag() }
}

const STATUSES = ['success', 'error', 'timeout'] as const

function writeReport(to: TupleWriter, one: TracedReport): void {
  to.number(STATUSES.indexOf(one.status)).text(one.errorType).number(one.durationMs)
  to.number(one.initDurationMs).number(one.memorySizeMb).number(one.maxMemoryUsedMb)
}

function readReport(from: TupleReader): TracedReport {
  return {
    status: STATUSES[from.number()]!,
    errorType: from.text(true),
    durationMs: from.number(),
    initDurationMs: from.number(true),
    memorySizeMb: from.number(),
    maxMemoryUsedMb: from.number(true),
  }
}

const WRITERS = ['stdout', 'stderr', 'platform', 'fault'] as const

function writeLine(to: TupleWriter, one: RecordedLine): void {
  to.number(one.at).number(WRITERS.indexOf(one.from)).text(one.line).text(one.extension)
}

function readLine(from: TupleReader): RecordedLine {
  return {
    at: from.number(),
    from: WRITERS[from.number()]!,
    line: from.text(),
    extension: from.text(true),
  }
}

function writeHeaders(to: TupleWriter, headers: readonly HeaderLine[]): void {
  to.number(headers.length)
  for (const [name, value] of headers) to.text(name).text(value)
}

function readHeaders(from: TupleReader): HeaderLine[] {
  return list(from, () => [from.text(), from.text()] as const)
}

const NO_BYTES = new Uint8Array()
