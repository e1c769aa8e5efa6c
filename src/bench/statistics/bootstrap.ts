import { quantileOfSorted } from './quantile.ts'
import { seeded, type Chance } from './random.ts'

/** What was measured of one thing, round by round. */
export type Rounds = readonly (readonly number[])[]

export interface Interval {
  low: number
  high: number
}

/** How many times rounds are drawn. */
export const RESAMPLES = 1000

/** The share of intervals that hold the true value. */
const CONFIDENCE = 0.95

/**
 * Confidence interval of a quantile: percentiles of the bootstrap. Whole rounds are drawn, since what one
 * process did within one minute is alike.
 */
export function quantileInterval(rounds: Rounds, p: number, seed: number): Interval {
  const draw = drawing(rounds, p, seeded(seed))
  return middle(draw)
}

/** Confidence interval of `of` ÷ `to`, of a quantile each. */
export function ratioInterval(of: Rounds, to: Rounds, p: number, seed: number): Interval {
  const chance = seeded(seed)
  const [drawOf, drawTo] = [drawing(of, p, chance), drawing(to, p, chance)]
  return middle(() => drawOf() / drawTo())
}

/** Draws as many rounds as there are, and gives the quantile of all that is in them. */
function drawing(rounds: Rounds, p: number, chance: Chance): () => number {
  // Sorted once: a draw says how often each value counts.
  const all = rounds
    .flatMap((values, round) => values.map((value) => ({ value, round })))
    .sort((a, b) => a.value - b.value)
  const values = Float64Array.from(all, ({ value }) => value)
  const roundOf = Uint32Array.from(all, ({ round }) => round)
  const times = new Uint32Array(rounds.length)
  return () => {
    times.fill(0)
    let count = 0
    for (let drawn = 0; drawn < rounds.length; drawn++) {
      const round = Math.floor(chance() * rounds.length)
      times[round]!++
      count += rounds[round]!.length
    }
    const place = (count - 1) * p
    const below = Math.floor(place)
    let at = -1
    let passed = 0
    while (passed <= below) passed += times[roundOf[++at]!]!
    const low = values[at]!
    if (place === below) return low
    // The next one may be the same value again.
    if (passed === below + 1)
      do at++
      while (times[roundOf[at]!] === 0)
    return low + (values[at]! - low) * (place - below)
  }
}

function middle(draw: () => number): Interval {
  const sorted = Array.from({ length: RESAMPLES }, draw).sort((a, b) => a - b)
  const outside = (1 - CONFIDENCE) / 2
  return {
    low: quantileOfSorted(sorted, outside),
    high: quantileOfSorted(sorted, 1 - outside),
  }
}
