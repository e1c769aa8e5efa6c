/** Up to this many pairs without ties the distribution is counted out. */
const COUNTED_PAIRS = 2500

/**
 * The test of Mann and Whitney: how probable values that lie so far apart are, or farther, where both
 * rows came from the same distribution. It asks for no form of that distribution. Exact where no two
 * values are the same and there are not too many, by the normal approximation with the correction for
 * ties elsewhere.
 *
 * @param alternative `greater`: the first row's values are asked to be greater
 * @returns the probability, from 0 to 1; 1 where a row is empty
 */
export function mannWhitney(
  first: readonly number[],
  second: readonly number[],
  alternative: 'two-sided' | 'greater' = 'two-sided',
): number {
  if (first.length === 0 || second.length === 0) return 1
  const { u, ties } = statistic(first, second)
  const counts = [first.length, second.length] as const
  const isCounted = ties.length === 0 && first.length * second.length <= COUNTED_PAIRS
  const atLeast = isCounted ? countedTail(counts) : normalTail(counts, ties)
  if (alternative === 'greater') return atLeast(u)
  const farther = Math.max(u, first.length * second.length - u)
  return Math.min(1, 2 * atLeast(farther))
}

/** The smallest probability that rows of so many values can come to, one-sided. */
export function provable(first: number, second: number): number {
  let ways = 1
  for (let k = 1; k <= second; k++) ways *= (first + k) / k
  return 1 / ways
}

/** Pairs in which the first row has the greater value, an equal one counts half; sizes of ties. */
function statistic(first: readonly number[], second: readonly number[]) {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].toSorted((a, b) => a.value - b.value)
  const ties: number[] = []
  let ranks = 0
  for (let at = 0; at < all.length;) {
    let end = at
    while (end < all.length && all[end]!.value === all[at]!.value) end++
    const rank = (at + 1 + end) / 2
    ranks += rank * all.slice(at, end).filter(({ isFirst }) => isFirst).length
    if (end - at > 1) ties.push(end - at)
    at = end
  }
  return { u: ranks - (first.length * (first.length + 1)) / 2, ties }
}

type Tail = (u: number) => number

/** By how many of all orders of the values there are for each statistic. */
function countedTail([m, n]: readonly [number, number]): Tail {
  const ways = orders(m, n)
  const all = ways.reduce((sum, count) => sum + count, 0)
  return (u) => ways.slice(Math.ceil(u)).reduce((sum, count) => sum + count, 0) / all
}

/** Coefficients of the Gaussian binomial: in how many orders the statistic is 0, 1, 2, … */
function orders(m: number, n: number): number[] {
  let ways = [1]
  for (let k = 1; k <= m; k++) {
    // × (1 - q^(n+k)) ÷ (1 - q^k)
    const wider = Array.from({ length: k * n + 1 }, (_, at) => ways[at] ?? 0)
    const shift = n + k
    for (let at = wider.length - 1; at >= shift; at--) wider[at]! -= wider[at - shift]!
    for (let at = k; at < wider.length; at++) wider[at]! += wider[at - k]!
    ways = wider
  }
  return ways
}

function normalTail([m, n]: readonly [number, number], ties: readonly number[]): Tail {
  const all = m + n
  const tied = ties.reduce((sum, count) => sum + count ** 3 - count, 0)
  const variance = ((m * n) / 12) * (all + 1 - tied / (all * (all - 1)))
  // Half a step for what is a staircase.
  return (u) => (variance === 0 ? 1 : upperNormal((u - (m * n) / 2 - 0.5) / Math.sqrt(variance)))
}

/** Of the standard normal distribution beyond `z`: Abramowitz and Stegun 7.1.26, to 1.5e-7. */
function upperNormal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const beyond = (series * Math.exp(-x * x)) / 2
  return z >= 0 ? beyond : 1 - beyond
}
