/**
 * A quantile of values that are in order, between neighbours in proportion (type 7 of Hyndman and Fan, as
 * in R and NumPy). NaN where there are none.
 *
 * @param p from 0 to 1
 */
export function quantileOfSorted(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p
  const below = Math.floor(place)
  const low = sorted[below] ?? NaN
  const high = sorted[Math.ceil(place)] ?? NaN
  return low + (high - low) * (place - below)
}

/** As `quantileOfSorted`, in any order. */
export function quantile(values: Iterable<number>, p: number): number {
  return quantileOfSorted(inOrder(values), p)
}

export function median(values: Iterable<number>): number {
  return quantile(values, 0.5)
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function inOrder(values: Iterable<number>): number[] {
  return Float64Array.from(values).toSorted() as unknown as number[]
}
