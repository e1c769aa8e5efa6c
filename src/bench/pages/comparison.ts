import type { Change, Comparison } from '../compare/compare.ts'
import { measures } from '../report/measures.ts'
import { figureText, probability, share } from '../report/units.ts'

/** What a comparison comes to, in a sentence. */
export function comparisonText({ at, bound, changes }: Comparison): string {
  const than = `Compared with the report of ${at.slice(0, 16).replace('T', ' ')} UTC`
  const worse = changes.filter(({ verdict }) => verdict === 'worse').length
  const better = changes.filter(({ verdict }) => verdict === 'better').length
  if (worse + better === 0) {
    return `${than}: no figure is shown to have changed by more than ${share(bound)}.`
  }
  return `${than}: ${count(worse)} got worse by more than ${share(bound)}, ${count(better)} got better.`
}

function count(figures: number): string {
  return figures === 1 ? '1 figure' : `${figures} figures`
}

/** The sentence, and a line for each figure that changed. */
export function comparisonLines(comparison: Comparison): string[] {
  const changed = comparison.changes.filter(({ verdict }) => verdict !== 'within')
  return [comparisonText(comparison), ...changed.map((one) => `- ${changeText(one)}`)]
}

/** A figure that changed, with what says that it is no chance. */
function changeText(change: Change): string {
  const { function: fn, subject, measure: id, before, after, ratio, interval, p, verdict } = change
  const { title, unit } = measures.find((one) => one.id === id)!
  const how = `${figureText(before, unit)} before, ${figureText(after, unit)} now`
  const between =
    interval === undefined
      ? ''
      : `, ${signed(interval.low)} to ${signed(interval.high)} with 95 % confidence`
  const test = p === undefined || verdict !== 'worse' ? '' : `; Mann-Whitney ${probability(p)}`
  return `${fn} (${subject}), ${title}: ${verdict}, ${how} (${signed(ratio)}${between}${test})`
}

/** `+12 %`. */
export function signed(ratio: number): string {
  return `${ratio < 1 ? '−' : '+'}${share(Math.abs(ratio - 1))}`
}

/** How the verdicts came about. */
export function comparisonBasis({ bound, changes }: Comparison): string {
  const tests = changes.filter(({ p }) => p !== undefined).length
  return (
    `Worse: the rounds of now are slower or larger than those of then, each raised by ${share(bound)}, ` +
    `by the test of Mann and Whitney with a chance of error below 5 % for all ${tests} figures together (Holm). ` +
    'Sizes are exact.'
  )
}
