import { figureText } from '../report/units.ts'
import type { FunctionView, SubjectView, View } from '../report/view.ts'
import type { Comparison } from '../compare/compare.ts'
import { comparisonLines } from './comparison.ts'
import { tableRows } from './rows.ts'
import {
  adviceLines,
  conditionsText,
  eventText,
  explanation,
  noiseText,
  notesOf,
  whereText,
} from './words.ts'

/** The report for a pull request or a page of documentation. */
export function markdownOf({ report, noise, functions }: View, comparison?: Comparison): string {
  return [
    ...functions.flatMap(functionLines),
    `${conditionsText(report)}. ${whereText(report)}. Oche ${report.oche}, seed ${report.seed}.`,
    '',
    ...(noise === undefined ? [] : [noiseText(noise), '']),
    ...explanation(report),
    '',
    ...(comparison === undefined ? [] : [...comparisonLines(comparison), '']),
  ].join('\n')
}

function functionLines(view: FunctionView): string[] {
  const { fn, subjects, findings } = view
  return [
    `## ${plain(fn.name)}`,
    '',
    `With the ${plain(eventText(fn.event))}.`,
    '',
    ...table(subjects),
    '',
    ...findings.flatMap(({ text, basis }) => [`- ${plain(text)} _${plain(basis)}_`]),
    ...adviceLines(fn).map((text) => `- ${plain(text)}`),
    ...(findings.length === 0 ? [] : ['']),
    ...notesOf(view).flatMap((text) => [plain(text), '']),
  ]
}

function table(subjects: readonly SubjectView[]): string[] {
  return [
    row(['', ...subjects.map(({ subject }) => subject.name)]),
    row(['---', ...subjects.map(() => '---:')]),
    ...tableRows(subjects).map(({ title, unit, figures }) =>
      row([
        title,
        ...figures.map((figure) => {
          if (figure === undefined) return '–'
          const { value, interval } = figure
          const text = figureText(value, unit)
          if (interval === undefined) return text
          return `${text} (${figureText(interval.low, unit)} to ${figureText(interval.high, unit)})`
        }),
      ]),
    ),
  ]
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(plain).join(' | ')} |`
}

/** Nothing of it is a mark of Markdown's, nor a new line. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`)
}
