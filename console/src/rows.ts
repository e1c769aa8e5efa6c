import type { RecordedBounds, RecordedSummary } from '../../src/local/index.ts'

export interface Row extends RecordedSummary {
  /** What the filter's text is looked for in, in lower case. */
  haystack: string
}

/** What of the rows is shown. */
export interface Filter {
  text: string
  function: string
  /** `2`, `3`, `4`, `5`: the first digit of the status; empty for all. */
  status: string
  onlyErrors: boolean
  /** Milliseconds since 1970. */
  time: { from: number; until: number } | undefined
}

export const NO_FILTER: Filter = {
  text: '',
  function: '',
  status: '',
  onlyErrors: false,
  time: undefined,
}

/** Rows by their numbers, newest first. */
export class Rows {
  readonly #rows = new Map<number, Row>()
  #sorted: readonly Row[] | undefined
  bounds: RecordedBounds | undefined

  take(rows: readonly RecordedSummary[], bounds: RecordedBounds): void {
    this.bounds = bounds
    for (const row of rows) this.#rows.set(row.id, { ...row, haystack: haystackOf(row) })
    this.#bound(bounds)
    this.#sorted = undefined
  }

  clear(): void {
    this.#rows.clear()
    this.#sorted = undefined
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id)
  }

  get all(): readonly Row[] {
    this.#sorted ??= [...this.#rows.values()].sort((a, b) => b.id - a.id)
    return this.#sorted
  }

  /** What the other side has forgotten is forgotten here too. */
  #bound({ rows: { most } }: RecordedBounds): void {
    if (this.#rows.size <= most) return
    const ids = [...this.#rows.keys()].sort((a, b) => a - b)
    for (const id of ids.slice(0, this.#rows.size - most)) this.#rows.delete(id)
  }
}

function haystackOf(row: RecordedSummary): string {
  const { title, method, requestId, status, kind, errorType, environment } = row
  const parts = [method, title, row.function, requestId, status, kind, errorType, environment]
  return parts
    .filter((part) => part !== undefined)
    .join(' ')
    .toLowerCase()
}

/** Pure. Words of the text may stand anywhere. */
export function filtered(rows: readonly Row[], filter: Filter): readonly Row[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const { time } = filter
  const isAll = words.length === 0 && !filter.function && !filter.status && !filter.onlyErrors
  if (isAll && time === undefined) return rows
  return rows.filter(
    (row) =>
      (!filter.function || row.function === filter.function) &&
      (!filter.onlyErrors || row.failed) &&
      (!filter.status || String(row.status ?? '').startsWith(filter.status)) &&
      (time === undefined || (row.at >= time.from && row.at <= time.until)) &&
      words.every((word) => row.haystack.includes(word)),
  )
}
