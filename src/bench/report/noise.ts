import { median, quantile } from '../statistics/quantile.ts'

/** What the fixed piece of work says of the machine. */
export interface Noise {
  /** Milliseconds. */
  median: number
  /** The middle half of all, as a share of the median. */
  spread: number
  /** How much the second half of the run took longer than the first, as a share: below 0, less. */
  drift: number
  isNoisy: boolean
}

/** A machine that does the same work in times that differ by more is too noisy for small differences. */
const TOLERATED = 0.1

export function noiseOf(work: readonly number[]): Noise {
  const half = Math.floor(work.length / 2)
  const middle = median(work)
  const spread = (quantile(work, 0.75) - quantile(work, 0.25)) / middle
  const drift = half === 0 ? 0 : median(work.slice(half)) / median(work.slice(0, half)) - 1
  return {
    median: middle,
    spread,
    drift,
    isNoisy: spread > TOLERATED || Math.abs(drift) > TOLERATED,
  }
}
