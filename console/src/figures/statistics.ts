/** Of sorted values, between two of them by proportion; undefined of none. Pure. */
export function quantile(sorted: readonly number[], part: number): number | undefined {
  if (sorted.length === 0) return undefined
  const at = (sorted.length - 1) * part
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (high - low) * (at - Math.floor(at))
}

export interface Bins {
  /** Lower edges; each bin ends where the next begins. */
  edges: number[]
  counts: number[][]
}

/**
 * Values counted in bins that grow by the same factor, as durations differ by factors. Pure.
 *
 * @param series of which each is counted by itself, in the same bins
 */
export function binned(series: readonly (readonly number[])[], most = 40): Bins {
  const all = series.flat().filter((value) => value > 0)
  if (all.length === 0) return { edges: [], counts: series.map(() => []) }
  const low = all.reduce((least, value) => Math.min(least, value), Infinity)
  const high = Math.max(
    all.reduce((largest, value) => Math.max(largest, value), 0),
    low * 1.01,
  )
  const bins = Math.max(4, Math.min(most, Math.ceil(Math.sqrt(all.length)) + 3))
  const factor = (high / low) ** (1 / bins)
  const edges = Array.from({ length: bins }, (_, index) => low * factor ** index)
  const binOf = (value: number) =>
    Math.max(0, Math.min(bins - 1, Math.floor(Math.log(value / low) / Math.log(factor))))
  const counts = series.map((values) => {
    const own = edges.map(() => 0)
    for (const value of values) if (value > 0) own[binOf(value)]!++
    return own
  })
  return { edges, counts }
}
