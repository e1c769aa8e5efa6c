import { figureText, share } from '../report/units.ts'
import type { FunctionView, SubjectView, View } from '../report/view.ts'
import type { Comparison } from '../compare/compare.ts'
import { comparisonLines } from './comparison.ts'
import { tableRows } from './rows.ts'
import { adviceLines, conditionsText, eventText, noiseText, notesOf, whereText } from './words.ts'

/** Lines for a terminal. */
export function textOf(
  { report, noise, functions }: View,
  columns: number,
  comparison?: Comparison,
): string[] {
  return [
    ...functions.flatMap((one) => [...functionLines(one, columns), '']),
    `${conditionsText(report)}.`,
    whereText(report),
    ...(noise === undefined ? [] : [noiseText(noise)]),
    ...(comparison === undefined ? [] : ['', ...comparisonLines(comparison)]),
  ]
}

function functionLines(view: FunctionView, columns: number): string[] {
  const { fn, subjects, findings } = view
  const notes = notesOf(view)
  return [
    `${fn.name}, ${eventText(fn.event)}`,
    '',
    ...table(subjects, columns),
    ...(findings.length === 0 ? [] : ['', ...findings.map(({ text }) => `- ${text}`)]),
    ...adviceLines(fn).map((text) => `- ${text}`),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ]
}

/** A row for each measure, a column for each subject; below each other where they have no room. */
function table(subjects: readonly SubjectView[], columns: number): string[] {
  const rows = tableRows(subjects).map(({ title, unit, figures }) => {
    const cells = figures.map((figure) => {
      if (figure === undefined) return '–'
      const { value, interval } = figure
      const wide = interval && share((interval.high - interval.low) / 2 / value)
      return `${figureText(value, unit)}${wide === undefined ? '' : ` ±${wide}`}`
    })
    return [title, ...cells]
  })
  const lines = aligned([['', ...subjects.map(({ subject }) => subject.name)], ...rows])
  if (subjects.length === 1 || lines.every((line) => line.length <= columns)) return lines
  return subjects.flatMap((one, index) => [...(index === 0 ? [] : ['']), ...table([one], columns)])
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
}
