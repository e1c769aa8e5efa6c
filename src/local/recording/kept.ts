import type { Entry } from './entry.ts'
import { pack, unpack, type Packed } from './packed.ts'
import { packRow, unpackRow } from './row.ts'
import { Slabs, type Slice } from './slabs.ts'
import { summaryOf } from './summary.ts'
import type { RecordedSummary } from './types.ts'

/** What is under way; of what is over a row, and the rest as long as there is room. */
export type Kept = Entry | Over

interface Over {
  readonly requestId: string
  readonly row: Slice
  packed: Packed | undefined
  bytes: number
}

/** Where what is over lies: rows stay ten times as long as all the rest. */
export class Store {
  #rows = new Slabs()
  #packed = new Slabs()

  over(entry: Entry): Kept {
    const row = summaryOf(entry)
    return {
      requestId: row.requestId,
      row: packRow(row, this.#rows),
      packed: pack(entry, this.#packed),
      bytes: entry.bytes,
    }
  }

  /** Only the row stays. */
  rowAlone(kept: Kept): Kept {
    if (isEntry(kept)) {
      const row = summaryOf(kept)
      const { requestId } = row
      return { requestId, row: packRow(row, this.#rows), packed: undefined, bytes: 0 }
    }
    this.#forgetPacked(kept)
    kept.packed = undefined
    kept.bytes = 0
    return kept
  }

  /** Nobody asks for it any more. */
  forget(kept: Kept): void {
    if (isEntry(kept)) return
    this.#rows.free(kept.row)
    this.#forgetPacked(kept)
  }

  /** Forgets everything. */
  clear(): void {
    this.#rows = new Slabs()
    this.#packed = new Slabs()
  }

  #forgetPacked({ packed }: Over): void {
    if (packed !== undefined) this.#packed.free(packed.slice)
  }
}

export function isEntry(kept: Kept): kept is Entry {
  return !('row' in kept)
}

export function isWhole(kept: Kept): boolean {
  return isEntry(kept) || kept.packed !== undefined
}

export function requestIdOf(kept: Kept): string | undefined {
  return isEntry(kept) ? kept.invocation?.requestId : kept.requestId
}

export function rowOf(kept: Kept): RecordedSummary {
  return isEntry(kept) ? summaryOf(kept) : unpackRow(kept.row, kept.packed !== undefined)
}

export function entryIn<T>(kept: Kept, use: (entry: Entry) => T): T | undefined {
  if (isEntry(kept)) return use(kept)
  return kept.packed && use(unpack(kept.packed))
}

export function hasEnded(kept: Kept): boolean {
  if (!isEntry(kept)) return true
  const { invocation, completedAt, exchangeEnd } = kept
  return invocation === undefined ? exchangeEnd !== undefined : completedAt !== undefined
}

/** Nothing more is told of it, but perhaps a line that was late. */
export function isOver(entry: Entry): boolean {
  return hasEnded(entry) && (entry.exchange === undefined || entry.exchangeEnd !== undefined)
}
