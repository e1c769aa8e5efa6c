import { quantileInterval, type Interval } from '../statistics/bootstrap.ts'
import { quantile } from '../statistics/quantile.ts'
import { measures, type Measure, type MeasureId, type SampledMeasure } from './measures.ts'
import type { Subject } from './types.ts'

/** One figure of a subject, in the unit of its measure. */
export interface Figure {
  measure: MeasureId
  value: number
  /** 95 % confidence; missing where nothing varies. */
  interval?: Interval
  /** How many values it is of. */
  count?: number
}

/** The figure of a measure; undefined where it was not measured. */
export function figureOf(subject: Subject, measure: Measure, seed: number): Figure | undefined {
  if ('size' in measure) {
    const value = subject.sizes[measure.size]
    return value === undefined ? undefined : { measure: measure.id, value }
  }
  const rounds = subject.samples[measure.sample]
  if (rounds === undefined || rounds.length === 0) return undefined
  const all = rounds.flat()
  return {
    measure: measure.id,
    value: quantile(all, measure.quantile),
    interval: quantileInterval(rounds, measure.quantile, seed),
    count: all.length,
  }
}

export function figuresOf(subject: Subject, seed: number): Figure[] {
  return measures.flatMap((measure) => figureOf(subject, measure, seed) ?? [])
}

/** The measure's figure of each round: what tests compare, since rounds are independent. */
export function roundFigures(subject: Subject, measure: SampledMeasure): number[] {
  const rounds = subject.samples[measure.sample] ?? []
  return rounds.map((values) => quantile(values, measure.quantile))
}
