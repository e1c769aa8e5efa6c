import type { Entry } from './entry.ts'
import { pack, unpack, type Packed } from './packed.ts'
import { summaryOf } from './summary.ts'
import type { RecordedSummary } from './types.ts'

/** What is under way; of what is over a row, and the rest as long as there is room. */
export type Kept = Entry | { row: RecordedSummary; packed: Packed | undefined; bytes: number }

export function over(entry: Entry): Kept {
  return { row: summaryOf(entry), packed: pack(entry), bytes: entry.bytes }
}

export function isEntry(kept: Kept): kept is Entry {
  return !('row' in kept)
}

export function isWhole(kept: Kept): boolean {
  return isEntry(kept) || kept.packed !== undefined
}

export function requestIdOf(kept: Kept): string | undefined {
  return isEntry(kept) ? kept.invocation?.requestId : kept.row.requestId
}

export function rowOf(kept: Kept): RecordedSummary {
  if (isEntry(kept)) return summaryOf(kept)
  return kept.packed === undefined ? { ...kept.row, isWhole: false } : kept.row
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
