import type { LocalTrace } from '../trace.ts'
import { now } from '../trace.ts'
import type { LocalEvent, Recorder } from '../types.ts'
import { detailOf } from './detail.ts'
import { Few } from '../../core/few.ts'
import { newEntry, note, noteLine, type Entry } from './entry.ts'
import { hasEnded, isEntry, isOver, isWhole, Store, type Kept } from './kept.ts'
import { Numbered } from './numbered.ts'
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
  readonly #kept = new Numbered<Kept>()
  readonly #store = new Store()
  /** How many of them are whole. */
  #whole = 0
  /** Under way. */
  readonly #byExchange = new Few<number, Entry>()
  readonly #byInvocation = new Few<string, Entry>()
  /** The newest attempt of those under way, by the request id: nearly everything is told of it. */
  readonly #newest = new Few<string, Entry>()
  readonly #listeners = new Set<(id: number) => void>()
  readonly #clearing = new Set<() => void>()
  readonly #dropped = { details: 0, rows: 0 }
  #bytes = 0
  #last = 0
  /** Nothing that is whole, and no other row, has a lower number. */
  #firstWhole = 1
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
    return Array.from(this.#kept.from(since + 1), (kept) => this.#store.rowOf(kept))
  }

  /** A row; undefined where it is no longer kept. */
  summary(id: number): RecordedSummary | undefined {
    const kept = this.#kept.get(id)
    return kept && this.#store.rowOf(kept)
  }

  /** Everything of one invocation; undefined where it is no longer kept. */
  get(id: number): RecordedInvocation | undefined {
    const kept = this.#kept.get(id)
    const entry = kept && this.#store.entryOf(kept)
    return entry && detailOf(entry)
  }

  /** The newest row of an invocation. */
  find(requestId: string): RecordedInvocation | undefined {
    const id = this.#byRequest(requestId)
    return id === undefined ? undefined : this.get(id)
  }

  get bounds(): RecordedBounds {
    const { whole, bytes, rows } = this.#most
    return {
      whole: { most: whole, now: this.#whole },
      bytes: { most: bytes, now: this.#bytes },
      rows: { most: rows, now: this.#kept.size },
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
    this.#kept.clear()
    this.#store.clear()
    this.#byExchange.clear()
    this.#byInvocation.clear()
    this.#newest.clear()
    this.#bytes = 0
    this.#whole = 0
    for (const tell of this.#clearing) tell()
  }

  /** As `Recorder`. */
  trace(trace: LocalTrace): void {
    const entry = this.#entryOf(trace)
    if (entry === undefined) return
    this.#grow(note(entry, trace))
    if (trace.type === 'exchange-end') this.#byExchange.delete(trace.exchange)
    if (trace.type === 'complete') this.#ended(trace.id, entry)
    if (isOver(entry)) this.#kept.replace(entry.id, this.#store.over(entry))
    this.#tell(entry.id)
  }

  /** As `Recorder`. */
  event(event: LocalEvent): void {
    if (event.type === 'request' || event.type === 'bug' || event.requestId === undefined) return
    const { requestId } = event
    const entry = this.#newest.get(requestId) ?? this.#opened(this.#byRequest(requestId))
    if (entry === undefined) return
    this.#grow(noteLine(entry, lineOf(event)))
    this.#tell(entry.id)
  }

  #entryOf(trace: LocalTrace): Entry | undefined {
    if (trace.type === 'exchange') return this.#begin(trace.at, trace.exchange)
    if (trace.type === 'exchange-end') return this.#byExchange.get(trace.exchange)
    if (trace.type !== 'invocation') return this.#byInvocation.get(trace.id)
    const entry = this.#askedBy(trace.exchange) ?? this.#begin(trace.at)
    this.#byInvocation.set(trace.id, entry)
    const newest = this.#newest.get(trace.requestId)
    if (newest === undefined || newest.id < entry.id) this.#newest.set(trace.requestId, entry)
    return entry
  }

  /** Nothing is told of the invocation any more, by its own number. */
  #ended(id: string, entry: Entry): void {
    this.#byInvocation.delete(id)
    const requestId = entry.invocation!.requestId
    if (this.#newest.get(requestId) !== entry) return
    this.#newest.delete(requestId)
    // Attempts of one request at once are rare.
    if (this.#newest.size === this.#byInvocation.size) return
    for (const other of this.#byInvocation.values().sort((a, b) => a.id - b.id)) {
      if (other.invocation?.requestId === requestId) this.#newest.set(requestId, other)
    }
  }

  /** The newest attempt. */
  #byRequest(requestId: string): number | undefined {
    for (let id = this.#last; id >= this.#firstWhole; id--) {
      const kept = this.#kept.get(id)
      if (kept && isWhole(kept) && this.#store.rowOf(kept).requestId === requestId) return id
    }
    return undefined
  }

  /** What is told late finds an entry: it stays one then. */
  #opened(id: number | undefined): Entry | undefined {
    const kept = id && this.#kept.get(id)
    if (!kept || isEntry(kept)) return kept || undefined
    const entry = this.#store.entryOf(kept)
    if (entry === undefined) return undefined
    this.#store.forget(kept)
    this.#kept.replace(entry.id, entry)
    return entry
  }

  /** A request's own row is its first invocation's too; one that is tried again has another. */
  #askedBy(exchange: number | undefined): Entry | undefined {
    const entry = exchange === undefined ? undefined : this.#byExchange.get(exchange)
    return entry?.invocation === undefined ? entry : undefined
  }

  #begin(at: number, exchange?: number): Entry {
    const entry = newEntry(++this.#last, at)
    this.#kept.add(entry)
    this.#whole++
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
    if (this.#isTooMuch) this.#dropWhile(hasEnded)
    if (this.#isTooMuch) this.#dropWhile(() => true)
    for (; this.#kept.size > this.#most.rows; this.#firstRow++) {
      const kept = this.#kept.get(this.#firstRow)
      if (kept === undefined || isWhole(kept)) continue
      this.#store.forget(kept)
      this.#kept.delete(this.#firstRow)
      this.#dropped.rows++
    }
    this.#kept.cutBefore(Math.min(this.#firstRow, this.#firstWhole))
  }

  get #isTooMuch(): boolean {
    const { whole, bytes } = this.#most
    return this.#whole > 1 && (this.#whole > whole || this.#bytes > bytes)
  }

  #dropWhile(drops: (kept: Kept) => boolean): void {
    for (let id = this.#firstWhole; id <= this.#last && this.#isTooMuch; id++) {
      const kept = this.#kept.get(id)
      if (kept && isWhole(kept) && drops(kept)) this.#drop(id, kept)
    }
    for (; this.#firstWhole < this.#last; this.#firstWhole++) {
      const kept = this.#kept.get(this.#firstWhole)
      if (kept && isWhole(kept)) return
    }
  }

  #drop(id: number, kept: Kept): void {
    if (isEntry(kept)) this.#forget(kept)
    this.#bytes -= kept.bytes
    this.#kept.replace(id, this.#store.rowAlone(kept))
    this.#whole--
    this.#dropped.details++
    // One that took long comes after others that were over before.
    this.#firstRow = Math.min(this.#firstRow, id)
    this.#tell(id)
  }

  #forget(entry: Entry): void {
    const { exchange, invocation } = entry
    if (exchange !== undefined) this.#byExchange.delete(exchange.exchange)
    if (invocation !== undefined) this.#ended(invocation.id, entry)
  }

  #tell(id: number): void {
    for (const tell of this.#listeners) tell(id)
  }
}

const NOBODY = () => {}

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
