import type { LocalTrace } from '../trace.ts'
import { now } from '../trace.ts'
import type { LocalEvent, Recorder } from '../types.ts'
import { detailOf } from './detail.ts'
import { newEntry, note, noteLine, type Entry } from './entry.ts'
import { summaryOf } from './summary.ts'
import type { RecordedBounds, RecordedInvocation, RecordedLine, RecordedSummary } from './types.ts'

export interface RecordingOptions {
  /** Invocations of which bodies and lines are kept. @default 1000 */
  invocations?: number
  /** Bytes of bodies and lines that are kept. @default 64 MB */
  bytes?: number
  /** Rows that are kept; those beyond `invocations` without bodies and lines. @default 10000 */
  rows?: number
}

/**
 * What went through a local Lambda, or through several one after the other: invocations with their
 * requests, events, answers and lines. The oldest go where there are too many.
 *
 * @example
 * const recording = new Recording()
 * await using lambda = await startLocalLambda({ functions, recorder: recording })
 * await fetch(lambda.url)
 * recording.list()[0]?.status
 */
export class Recording implements Recorder {
  readonly #most: { whole: number; bytes: number; rows: number }
  /** Everything, of the newest. */
  readonly #entries = new Map<number, Entry>()
  /** Of those whose bodies and lines are gone. */
  readonly #rows = new Map<number, RecordedSummary>()
  readonly #byExchange = new Map<number, Entry>()
  readonly #byInvocation = new Map<string, Entry>()
  /** The newest attempt of each. */
  readonly #byRequest = new Map<string, Entry>()
  readonly #listeners = new Set<(id: number) => void>()
  readonly #clearing = new Set<() => void>()
  readonly #dropped = { details: 0, rows: 0 }
  #bytes = 0
  #count = 0
  /** No entry and no row has a lower number: looking from the start of a map that lost its first passes over them all. */
  #firstEntry = 1
  #firstRow = 1

  constructor({
    invocations = 1000,
    bytes = 64 * 1024 * 1024,
    rows = 10_000,
  }: RecordingOptions = {}) {
    this.#most = { whole: invocations, bytes, rows: Math.max(rows, invocations) }
  }

  /** Rows, oldest first. @param since only those with a higher number */
  list(since = 0): RecordedSummary[] {
    const rows = [...this.#rows.values()].filter(({ id }) => id > since)
    const whole = [...this.#entries.values()].filter(({ id }) => id > since)
    return [...rows, ...whole.map(summaryOf)]
  }

  /** A row; undefined where it is no longer kept. */
  summary(id: number): RecordedSummary | undefined {
    const entry = this.#entries.get(id)
    return entry === undefined ? this.#rows.get(id) : summaryOf(entry)
  }

  /** Everything of one invocation; undefined where it is no longer kept. */
  get(id: number): RecordedInvocation | undefined {
    const entry = this.#entries.get(id)
    return entry && detailOf(entry)
  }

  /** The newest row of an invocation. */
  find(requestId: string): RecordedInvocation | undefined {
    const entry = this.#byRequest.get(requestId)
    return entry && detailOf(entry)
  }

  get bounds(): RecordedBounds {
    const { whole, bytes, rows } = this.#most
    const all = this.#entries.size
    return {
      whole: { most: whole, now: all },
      bytes: { most: bytes, now: this.#bytes },
      rows: { most: rows, now: this.#rows.size + all },
      dropped: { ...this.#dropped },
    }
  }

  /**
   * Tells the number of each row that is new or has changed, as it happens.
   *
   * @returns ends it
   */
  watch(listener: (id: number) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /**
   * Rows as they come and change, from now on; one that changes faster than it is read comes once.
   *
   * @param signal ends it
   */
  async *changes(signal?: AbortSignal): AsyncGenerator<RecordedSummary> {
    const changed = new Set<number>()
    let wake = NOBODY
    const isOver = () => signal?.aborted === true
    const stop = this.watch((id) => {
      changed.add(id)
      wake()
    })
    const aborted = () => wake()
    signal?.addEventListener('abort', aborted)
    try {
      while (!isOver()) {
        for (const id of changed) {
          changed.delete(id)
          const summary = this.summary(id)
          if (summary !== undefined) yield summary
        }
        if (changed.size === 0 && !isOver()) {
          await new Promise<void>((resolve) => (wake = resolve))
        }
      }
    } finally {
      stop()
      signal?.removeEventListener('abort', aborted)
    }
  }

  /** @returns ends it */
  onClear(listener: () => void): () => void {
    this.#clearing.add(listener)
    return () => void this.#clearing.delete(listener)
  }

  /** Forgets everything. */
  clear(): void {
    for (const map of [this.#entries, this.#rows, this.#byExchange]) map.clear()
    for (const map of [this.#byInvocation, this.#byRequest]) map.clear()
    this.#bytes = 0
    for (const tell of this.#clearing) tell()
  }

  /** As `Recorder`. */
  trace(trace: LocalTrace): void {
    const entry = this.#entryOf(trace)
    if (entry === undefined) return
    this.#grow(note(entry, trace))
    if (trace.type === 'exchange-end') this.#byExchange.delete(trace.exchange)
    if (trace.type === 'complete') this.#byInvocation.delete(trace.id)
    this.#tell(entry)
  }

  /** As `Recorder`. */
  event(event: LocalEvent): void {
    if (event.type === 'request' || event.type === 'bug' || event.requestId === undefined) return
    const entry = this.#byRequest.get(event.requestId)
    if (entry === undefined) return
    this.#grow(noteLine(entry, lineOf(event)))
    this.#tell(entry)
  }

  #entryOf(trace: LocalTrace): Entry | undefined {
    if (trace.type === 'exchange') return this.#begin(trace.at, trace.exchange)
    if (trace.type === 'exchange-end') return this.#byExchange.get(trace.exchange)
    if (trace.type !== 'invocation') return this.#byInvocation.get(trace.id)
    const entry = this.#askedBy(trace.exchange) ?? this.#begin(trace.at)
    this.#byInvocation.set(trace.id, entry)
    this.#byRequest.set(trace.requestId, entry)
    return entry
  }

  /** A request's own row is its first invocation's too; one that is tried again has another. */
  #askedBy(exchange: number | undefined): Entry | undefined {
    const entry = exchange === undefined ? undefined : this.#byExchange.get(exchange)
    return entry?.invocation === undefined ? entry : undefined
  }

  #begin(at: number, exchange?: number): Entry {
    const entry = newEntry(++this.#count, at)
    this.#entries.set(entry.id, entry)
    if (exchange !== undefined) this.#byExchange.set(exchange, entry)
    this.#bound()
    return entry
  }

  #grow(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > this.#most.bytes) this.#bound()
  }

  /** What is over goes first; the newest stays, however large it is. */
  #bound(): void {
    const { whole, bytes, rows } = this.#most
    const isTooMuch = () =>
      this.#entries.size > 1 && (this.#entries.size > whole || this.#bytes > bytes)
    for (const drops of [hasEnded, () => true]) {
      for (let id = this.#firstEntry; id <= this.#count && isTooMuch(); id++) {
        const entry = this.#entries.get(id)
        if (entry !== undefined && drops(entry)) this.#drop(entry)
      }
    }
    while (this.#firstEntry < this.#count && !this.#entries.has(this.#firstEntry))
      this.#firstEntry++
    for (; this.#rows.size + this.#entries.size > rows; this.#firstRow++) {
      if (this.#rows.delete(this.#firstRow)) this.#dropped.rows++
    }
  }

  #drop(entry: Entry): void {
    const { id, bytes, exchange, invocation } = entry
    this.#entries.delete(id)
    this.#bytes -= bytes
    this.#rows.set(id, { ...summaryOf(entry), isWhole: false })
    this.#dropped.details++
    // One that took long comes after others that were over before.
    this.#firstRow = Math.min(this.#firstRow, id)
    if (exchange !== undefined) this.#byExchange.delete(exchange.exchange)
    if (invocation !== undefined) {
      this.#byInvocation.delete(invocation.id)
      if (this.#byRequest.get(invocation.requestId) === entry) {
        this.#byRequest.delete(invocation.requestId)
      }
    }
    for (const tell of this.#listeners) tell(id)
  }

  #tell({ id }: Entry): void {
    for (const tell of this.#listeners) tell(id)
  }
}

const NOBODY = () => {}

function hasEnded({ invocation, completedAt, exchangeEnd }: Entry): boolean {
  return invocation === undefined ? exchangeEnd !== undefined : completedAt !== undefined
}

type Line = Exclude<LocalEvent, { type: 'request' } | { type: 'bug' }>

function lineOf(event: Line): RecordedLine {
  const at = now()
  if (event.type === 'fault') {
    return { at, from: 'fault', line: event.message, extension: undefined }
  }
  if (event.type === 'platform') {
    return { at, from: 'platform', line: event.line, extension: undefined }
  }
  return { at, from: event.stream, line: event.line, extension: event.extension }
}
