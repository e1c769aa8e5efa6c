import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantileInterval, RESAMPLES, ratioInterval } from './bootstrap.ts'
import { holm } from './holm.ts'
import { mannWhitney } from './mann-whitney.ts'
import { inOrder, median, quantile } from './quantile.ts'
import { seeded, shuffled } from './random.ts'

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 50,
})

describe('quantiles', () => {
  it('are those of R and NumPy', () => {
    // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0, .1, .5, .9, .99, 1])
    const found = [0, 0.1, 0.5, 0.9, 0.99, 1].map((p) => quantile([3, 1, 4, 1, 5, 9, 2, 6], p))
    const wanted = [1, 1, 3.5, 6.9, 8.79, 9]
    found.forEach((value, index) => expect(value).toBeCloseTo(wanted[index]!, 10))
    expect(median([])).toBeNaN()
  })

  it('lie within the values, grow with p, and scale with the values', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, p) => {
        const found = quantile(all, p)
        expect(found).toBeGreaterThanOrEqual(Math.min(...all))
        expect(found).toBeLessThanOrEqual(Math.max(...all))
        expect(quantile(all, p / 2)).toBeLessThanOrEqual(found)
        expect(
          quantile(
            all.map((value) => value * 2),
            p,
          ),
        ).toBeCloseTo(found * 2, 5)
      }),
    )
  })

  it('leave the values in their order', () => {
    const all = [3, 1, 2]
    inOrder(all)
    expect(all).toEqual([3, 1, 2])
  })
})

const row = (seed: number) => Array.from({ length: 10_000 }, seeded(seed))

describe('chance', () => {
  it('is the same for the same seed, another for another, and even', () => {
    expect(row(1)).toEqual(row(1))
    expect(row(1)).not.toEqual(row(2))
    const tenths = Array.from({ length: 10 }, (_, tenth) =>
      row(7).filter((one) => Math.floor(one * 10) === tenth),
    )
    // Of 1000 on average: within 5 standard deviations.
    for (const tenth of tenths) expect(Math.abs(tenth.length - 1000)).toBeLessThan(150)
  })

  it('shuffles every order as often as any other', () => {
    const chance = seeded(3)
    const counts = new Map<string, number>()
    for (let n = 0; n < 6000; n++) {
      const order = shuffled(['a', 'b', 'c'], chance).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})

/** Pairs in which the first row has the greater value. */
function u(one: readonly number[], other: readonly number[]): number {
  const wins = one.flatMap((a) => other.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))
  return wins.reduce((sum: number, win) => sum + win, 0)
}

/** Every way to deal the values out to two rows, and how many lie at least so far apart. */
function dealtOut(first: readonly number[], second: readonly number[]) {
  const all = [...first, ...second]
  const found = u(first, second)
  const middle = (first.length * second.length) / 2
  let [greater, farther, ways] = [0, 0, 0]
  for (let mask = 0; mask < 2 ** all.length; mask++) {
    const one = all.filter((_, index) => mask & (1 << index))
    if (one.length !== first.length) continue
    const other = all.filter((_, index) => !(mask & (1 << index)))
    const dealt = u(one, other)
    ways++
    if (dealt >= found) greater++
    if (Math.abs(dealt - middle) >= Math.abs(found - middle)) farther++
  }
  return { greater: greater / ways, farther: farther / ways }
}

describe('the test of Mann and Whitney', () => {
  const row = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 12 })

  it('is what counting every deal gives, where no values are the same', () => {
    fc.assert(
      fc.property(row, fc.double({ min: 0.2, max: 0.8, noNaN: true }), (all, share) => {
        const cut = Math.max(1, Math.floor(all.length * share))
        const [first, second] = [all.slice(0, cut), all.slice(cut)]
        const { greater, farther } = dealtOut(first, second)
        expect(mannWhitney(first, second, 'greater')).toBeCloseTo(greater, 12)
        expect(mannWhitney(first, second)).toBeCloseTo(farther, 12)
      }),
      { numRuns: 60 },
    )
  })

  it('is what SciPy gives for ties, by the normal approximation', () => {
    // scipy.stats.mannwhitneyu(x, y, alternative=…, method='asymptotic').pvalue
    const [x, y] = [
      [1, 2, 2, 3, 5, 7, 7, 9, 11, 12],
      [2, 3, 3, 4, 4, 5, 6, 7, 7, 8],
    ]
    expect(mannWhitney(x, y)).toBeCloseTo(0.7606167, 5)
    expect(mannWhitney(x, y, 'greater')).toBeCloseTo(0.3803084, 5)
  })

  it('knows no difference between equal rows, and none where a row is empty', () => {
    expect(mannWhitney([1, 1, 1], [1, 1, 1])).toBe(1)
    expect(mannWhitney([], [1])).toBe(1)
  })

  it('gives a false alarm as often as it says', () => {
    const chance = seeded(11)
    const row = () => Array.from({ length: 10 }, chance)
    const alarms = Array.from({ length: 4000 }, () => mannWhitney(row(), row())).filter(
      (p) => p <= 0.05,
    ).length
    // At most one in twenty; 3 standard deviations above.
    expect(alarms / 4000).toBeLessThan(0.0604)
    expect(alarms / 4000).toBeGreaterThan(0.03)
  })
})

describe('intervals of the bootstrap', () => {
  it('hold the true value about as often as they say', () => {
    const chance = seeded(5)
    // Exponential, with a shift of each round's own.
    const rounds = (scale: number) =>
      Array.from({ length: 20 }, () =>
        Array.from({ length: 5 }, () => scale * (1 - Math.log(1 - chance()))),
      )
    const truth = 1 + Math.LN2
    const runs = 200
    let [held, ratios] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const interval = quantileInterval(rounds(1), 0.5, run)
      if (interval.low <= truth && truth <= interval.high) held++
      const ratio = ratioInterval(rounds(2), rounds(1), 0.5, run)
      if (ratio.low <= 2 && 2 <= ratio.high) ratios++
    }
    expect(held / runs).toBeGreaterThan(0.88)
    expect(ratios / runs).toBeGreaterThan(0.88)
  })

  it('are those of drawing rounds and sorting what is in them', () => {
    const rounds = fc.array(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 }),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    fc.assert(
      fc.property(rounds, fc.constantFrom(0.5, 0.9, 0.99), fc.integer(), (all, p, seed) => {
        const chance = seeded(seed)
        const drawn = Array.from({ length: RESAMPLES }, () =>
          quantile(
            all.flatMap(() => all[Math.floor(chance() * all.length)]!),
            p,
          ),
        )
        const { low, high } = quantileInterval(all, p, seed)
        expect(low).toBeCloseTo(quantile(drawn, 0.025), 9)
        expect(high).toBeCloseTo(quantile(drawn, 0.975), 9)
      }),
      { numRuns: 20 },
    )
  })

  it('are the same for the same seed, and have no width where nothing varies', () => {
    const rounds = [
      [1, 2, 3],
      [2, 3, 9],
      [1, 1, 4],
    ]
    expect(quantileInterval(rounds, 0.9, 1)).toEqual(quantileInterval(rounds, 0.9, 1))
    expect(quantileInterval([[4], [4]], 0.5, 1)).toEqual({ low: 4, high: 4 })
    expect(ratioInterval([[4], [4]], [[2], [2]], 0.5, 1)).toEqual({ low: 2, high: 2 })
  })
})

describe('the correction of Holm', () => {
  it('is that of R', () => {
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm')
    const raised = holm([0.01, 0.04, 0.03, 0.005])
    const wanted = [0.03, 0.06, 0.06, 0.02]
    raised.forEach((p, index) => expect(p).toBeCloseTo(wanted[index]!, 12))
    expect(holm([])).toEqual([])
  })

  it('never lowers, keeps the order, and never leaves 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }),
        (all) => {
          const raised = holm(all)
          raised.forEach((p, index) => {
            expect(p).toBeGreaterThanOrEqual(all[index]!)
            expect(p).toBeLessThanOrEqual(1)
            all.forEach((other, at) => {
              if (other <= all[index]!) expect(raised[at]!).toBeLessThanOrEqual(p)
            })
          })
        },
      ),
    )
  })
})
