import { ratioInterval, RESAMPLES, type Interval } from '../statistics/bootstrap.ts'
import { holm } from '../statistics/holm.ts'
import { mannWhitney, provable } from '../statistics/mann-whitney.ts'
import { figureOf, roundFigures, type Figure } from './figures.ts'
import { measures, type Measure, type MeasureId, type Unit } from './measures.ts'
import type { FunctionReport, Subject } from './types.ts'
import { digits, figureText, listed, probability, share } from './units.ts'

/** What is found of one measure, and what that rests on, a sentence each. */
export interface Finding {
  measure: MeasureId
  text: string
  basis: string
  comparisons: readonly Comparison[]
}

/** One subject beside the one with the least. */
interface Comparison {
  subject: string
  to: string
  /** `subject` ÷ `to`. */
  ratio: number
  /** 95 % confidence; missing where nothing varies. */
  interval?: Interval
  /** Of the test of Mann and Whitney, raised for all comparisons of the function; missing as above. */
  p?: number
}

/** Below it a difference is no chance. */
const SIGNIFICANT = 0.05

/** Measures that a sentence is worth; the others stand in the tables. */
const TOLD: ReadonlySet<MeasureId> = new Set([
  'start',
  'startFromDisk',
  'warmHalf',
  'warmHundredth',
  'init',
  'cost',
  'memoryFirst',
  'memoryPeak',
  'zip',
])

interface Ranked {
  subject: Subject
  figure: Figure
}

/** What is found of a function. */
export interface Judgement {
  /** Sentences on how its subjects differ; none where there is one. */
  findings: readonly Finding[]
  /**
   * Rounds that it would take to tell a difference from chance, where these are too few for the clearest
   * one: then nothing but sizes is judged.
   */
  roundsNeeded?: number
}

export function judge(fn: FunctionReport, seed: number): Judgement {
  const compared = comparedOf(fn, seed)
  const needed = roundsNeeded(compared)
  if (needed === undefined) return { findings: findingsOf(compared) }
  const exact = compared.filter(({ measure }) => 'size' in measure)
  return { findings: findingsOf(exact), roundsNeeded: needed }
}

function findingsOf(compared: readonly Compared[]): Finding[] {
  const all = testsIn(compared)
  const raised = holm(all.map(({ p }) => p!))
  all.forEach((comparison, index) => (comparison.p = raised[index]!))
  return compared.map(({ measure, ranked, comparisons }) => ({
    measure: measure.id,
    text: sentence(measure, ranked, comparisons),
    basis: basis(measure, ranked, comparisons, all.length),
    comparisons,
  }))
}

function roundsNeeded(compared: readonly Compared[]): number | undefined {
  const tests = testsIn(compared).length
  const isProvable = (rounds: number) => 2 * provable(rounds, rounds) * tests < SIGNIFICANT
  const rounds = Math.min(...compared.flatMap(roundsOf))
  if (tests === 0 || isProvable(rounds)) return undefined
  let needed = rounds + 1
  while (!isProvable(needed)) needed++
  return needed
}

interface Compared {
  measure: Measure
  ranked: readonly Ranked[]
  comparisons: Comparison[]
}

function comparedOf(fn: FunctionReport, seed: number): Compared[] {
  return measures
    .filter(({ id }) => TOLD.has(id))
    .flatMap((measure) => {
      const ranked = rank(fn, measure, seed)
      return ranked.length < 2
        ? []
        : [{ measure, ranked, comparisons: comparing(ranked, measure, seed) }]
    })
}

function testsIn(compared: readonly Compared[]): Comparison[] {
  return compared.flatMap(({ comparisons }) => comparisons.filter(({ p }) => p !== undefined))
}

function roundsOf({ measure, ranked }: Pick<Compared, 'measure' | 'ranked'>): number[] {
  if ('size' in measure) return []
  return ranked.map(({ subject }) => subject.samples[measure.sample]!.length)
}

/** The least first. */
function rank({ subjects }: FunctionReport, measure: Measure, seed: number): Ranked[] {
  return subjects
    .flatMap((subject) => {
      const figure = figureOf(subject, measure, seed)
      return figure === undefined ? [] : [{ subject, figure }]
    })
    .toSorted((a, b) => a.figure.value - b.figure.value)
}

function comparing([best, ...others]: readonly Ranked[], measure: Measure, seed: number) {
  return others.map(({ subject, figure }): Comparison => {
    const to = best!.subject
    const known = {
      subject: subject.name,
      to: to.name,
      ratio: figure.value / best!.figure.value,
    }
    if ('size' in measure) return known
    const { sample, quantile } = measure
    return {
      ...known,
      interval: ratioInterval(subject.samples[sample]!, to.samples[sample]!, quantile, seed),
      p: mannWhitney(roundFigures(subject, measure), roundFigures(to, measure)),
    }
  })
}

function isShown({ ratio, p }: Comparison): boolean {
  return p === undefined ? ratio !== 1 : p < SIGNIFICANT
}

function sentence(
  measure: Measure,
  [best]: readonly Ranked[],
  comparisons: readonly Comparison[],
): string {
  const { subject, figure } = best!
  const value = figureText(figure.value, measure.unit)
  const alike = comparisons.filter((one) => !isShown(one)).map((one) => one.subject)
  const apart = comparisons.filter(isShown).map((one) => `${one.subject} ${more(one, measure)}`)
  if (alike.length === 0) return `${subject.name} ${measure.best}: ${value}; ${listed(apart)}.`
  const names = listed([subject.name, ...alike])
  const none = `Between ${names} no difference in ${measure.noun} is shown (${value}, ${subject.name})`
  return apart.length === 0 ? `${none}.` : `${none}; ${listed(apart)}.`
}

const VERBS = {
  ms: ['takes', 'as long', 'longer'],
  bytes: ['has', 'as much', 'more'],
  dollars: ['costs', 'as much', 'more'],
} as const satisfies Record<Unit, readonly string[]>

/** `takes 2.31 times as long (2.20 to 2.44)`. */
function more({ ratio, interval }: Comparison, { unit }: Measure): string {
  const [verb, adverb, word] = VERBS[unit]
  const isFew = ratio < 2
  const text = (value: number) => (isFew ? share(value - 1) : digits(value))
  const between = interval === undefined ? '' : ` (${text(interval.low)} to ${text(interval.high)})`
  return isFew
    ? `${verb} ${text(ratio)} ${word}${between}`
    : `${verb} ${text(ratio)} times ${adverb}${between}`
}

function basis(
  measure: Measure,
  ranked: readonly Ranked[],
  comparisons: readonly Comparison[],
  tests: number,
): string {
  if ('size' in measure) return 'Sizes are exact.'
  const rounds = Math.min(...roundsOf({ measure, ranked }))
  const count = Math.min(...ranked.map(({ figure }) => figure.count!))
  const figure = measure.quantile === 0.5 ? 'median' : `p${Math.round(measure.quantile * 100)}`
  const ps = comparisons.map(({ subject, p }) =>
    comparisons.length === 1 ? probability(p!) : `${subject} ${probability(p!)}`,
  )
  return (
    `The ${figure} of ${count} values each, of ${rounds} rounds; in brackets the 95 % interval of ` +
    `${RESAMPLES} draws of rounds. Mann-Whitney on the rounds: ${ps.join(', ')}` +
    `${tests > 1 ? `, corrected for ${tests} comparisons (Holm)` : ''}.`
  )
}
