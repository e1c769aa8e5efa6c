import type { Entry } from './entry.ts'
import { pack, unpack } from './packed.ts'
import { packRow, unpackRow } from './row.ts'
import { Slabs, type Address } from './slabs.ts'
import { summaryOf } from './summary.ts'
import type { RecordedSummary } from './types.ts'

/** What is under way; of what is over a row, and the rest as long as there is room. */
export type Kept = Entry | Over

/** One small object: every one that is made lives until a long collection of garbage. */
interface Over {
  readonly row: Address
  /** Of the rest; undefined where it is gone. */
  address: Address | undefined
  apart: readonly Uint8Array[] | undefined
  bytes: number
}

/** Where what is over lies: rows stay ten times as long as all the rest. */
export class Store {
  readonly #rows = new Slabs()
  readonly #rest = new Slabs()

  over(entry: Entry): Kept {
    const row = packRow(summaryOf(entry), this.#rows)
    const { address, apart } = pack(entry, this.#rest)
    return { row, address, apart, bytes: entry.bytes }
  }

  /** Only the row stays. */
  rowAlone(kept: Kept): Kept {
    if (isEntry(kept)) {
      const row = packRow(summaryOf(kept), this.#rows)
      return { row, address: undefined, apart: undefined, bytes: 0 }
    }
    this.#forgetRest(kept)
    return kept
  }

  /** Nobody asks for it any more. */
  forget(kept: Kept): void {
    if (isEntry(kept)) return
    this.#rows.free(kept.row)
    this.#forgetRest(kept)
  }

  /** Forgets everything. */
  clear(): void {
    this.#rows.clear()
    this.#rest.clear()
  }

  rowOf(kept: Kept): RecordedSummary {
    if (isEntry(kept)) return summaryOf(kept)
    return unpackRow(this.#rows.slice(kept.row), kept.address !== undefined)
  }

  /** Undefined where only the row is left. */
  entryOf(kept: Kept): Entry | undefined {
    if (isEntry(kept)) return kept
    const { address, apart } = kept
    return address === undefined ? undefined : unpack({ address, apart }, this.#rest)
  }

  #forgetRest(over: Over): void {
    if (over.address !== undefined) this.#rest.free(over.address)
    over.address = undefined
    over.apart = undefined
    over.bytes = 0
  }
}

export function isEntry(kept: Kept): kept is Entry {
  return !('row' in kept)
}

export function isWhole(kept: Kept): boolean {
  return isEntry(kept) || kept.address !== undefined
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
