import { OcheError } from '../../core/errors.ts'
import { figureOf, roundFigures } from '../report/figures.ts'
import { measures, type Measure, type MeasureId, type SampledMeasure } from '../report/measures.ts'
import type { Report, Subject } from '../report/types.ts'
import { ratioInterval, type Interval } from '../statistics/bootstrap.ts'
import { holm } from '../statistics/holm.ts'
import { mannWhitney, provable } from '../statistics/mann-whitney.ts'
import { requireComparable } from './comparable.ts'

/** A report beside an earlier one. */
export interface Comparison {
  /** The earlier one's. */
  run: string
  at: string
  /** As a share: 0.1 is 10 %. */
  bound: number
  changes: readonly Change[]
}

/** One figure of one subject, then and now, in the unit of its measure. */
export interface Change {
  function: string
  subject: string
  measure: MeasureId
  before: number
  after: number
  /** `after` ÷ `before`. */
  ratio: number
  /** 95 % confidence; missing where nothing varies. */
  interval?: Interval
  /** That it is by chance that it got worse by more than the bound; missing as above. */
  p?: number
  verdict: 'worse' | 'better' | 'within'
}

const SIGNIFICANT = 0.05

/**
 * Which figures got worse, or better, by more than a bound. A difference counts where the test of Mann and
 * Whitney says that it is no chance: the rounds of now beside those of then, each raised by the bound.
 *
 * @param bound as a share
 * @throws OcheError `BENCH_NOT_COMPARABLE`
 */
export function compare(then: Report, now: Report, bound: number): Comparison {
  requireComparable(then, now, bound)
  const pairs = now.functions.flatMap((fn) =>
    fn.subjects.map((subject) => ({
      function: fn.name,
      after: subject,
      before: then.functions
        .find(({ name }) => name === fn.name)!
        .subjects.find(({ name }) => name === subject.name)!,
    })),
  )
  // By other prices the same costs something else.
  const isPriced = then.lambda?.prices === now.lambda?.prices
  const compared = measures.filter(({ id }) => id !== 'cost' || isPriced)
  const tried = pairs.flatMap((pair) =>
    compared.flatMap((measure) => {
      const change = changeOf(pair, measure, bound, now.seed)
      return change === undefined ? [] : [{ function: pair.function, ...change }]
    }),
  )
  const tested = tried.filter(({ tests }) => tests !== undefined)
  requireRounds(then, now, tested.length)
  const worse = holm(tested.map(({ tests }) => tests!.worse))
  const better = holm(tested.map(({ tests }) => tests!.better))
  const changes = tried.map(({ tests, ...change }): Change => {
    if (tests === undefined) return { ...change, verdict: verdictOfSize(change.ratio, bound) }
    const place = tested.findIndex((one) => one.tests === tests)
    const [p, opposite] = [worse[place]!, better[place]!]
    const verdict = p < SIGNIFICANT ? 'worse' : opposite < SIGNIFICANT ? 'better' : 'within'
    return { ...change, p, verdict }
  })
  return { run: then.run, at: then.at, bound, changes }
}

interface Pair {
  before: Subject
  after: Subject
}

function changeOf({ before, after }: Pair, measure: Measure, bound: number, seed: number) {
  const [then, now] = [figureOf(before, measure, seed), figureOf(after, measure, seed)]
  if (then === undefined || now === undefined) return undefined
  const known = {
    subject: after.name,
    measure: measure.id,
    before: then.value,
    after: now.value,
    ratio: now.value / then.value,
  }
  if ('size' in measure) return { ...known, tests: undefined }
  const { sample, quantile } = measure
  return {
    ...known,
    interval: ratioInterval(after.samples[sample]!, before.samples[sample]!, quantile, seed),
    tests: testsOf(before, after, measure, bound),
  }
}

function testsOf(before: Subject, after: Subject, measure: SampledMeasure, bound: number) {
  const [then, now] = [roundFigures(before, measure), roundFigures(after, measure)]
  const raised = (values: readonly number[]) => values.map((value) => value * (1 + bound))
  return {
    worse: mannWhitney(now, raised(then), 'greater'),
    better: mannWhitney(then, raised(now), 'greater'),
  }
}

function verdictOfSize(ratio: number, bound: number): Change['verdict'] {
  if (ratio > 1 + bound) return 'worse'
  return ratio < 1 / (1 + bound) ? 'better' : 'within'
}

/** With few rounds even the clearest difference could be chance: nothing would ever be found. */
function requireRounds(then: Report, now: Report, tests: number): void {
  const [before, after] = [then.conditions.rounds, now.conditions.rounds]
  if (tests * provable(before, after) < SIGNIFICANT) return
  let needed = 2
  while (tests * provable(needed, needed) >= SIGNIFICANT) needed++
  throw new OcheError(
    'BENCH_NOT_COMPARABLE',
    `${before} rounds then and ${after} now are too few to tell a difference from chance`,
    { remedy: `Measure both with --rounds ${Math.max(needed, 10)}.` },
  )
}
