import type { Comparison } from '../../compare/compare.ts'
import {
  measures,
  type Measure,
  type SampledMeasure,
  type SizeMeasure,
} from '../../report/measures.ts'
import type { FunctionView, View } from '../../report/view.ts'
import {
  adviceLines,
  conditionsText,
  eventText,
  explanation,
  noiseText,
  notesOf,
  whereText,
} from '../words.ts'
import { comparisonCard } from './comparison-card.ts'
import { bars } from './bars.ts'
import { distributions, type Row } from './distributions.ts'
import { shares } from './shares.ts'
import { style } from './style.ts'
import { element, escaped } from './svg.ts'
import { figureTable } from './table.ts'
import { workPlot } from './work.ts'

/** The report as one page that needs nothing else. */
export function htmlOf(view: View, comparison?: Comparison): string {
  const { report, noise, functions } = view
  const names = functions.map(({ fn }) => fn.name).join(', ')
  const title = `${names}: what oche bench measured`
  const when = report.at.slice(0, 16).replace('T', ' ')
  const body = [
    element('h1', {}, escaped(title)),
    element('p', { class: 'soft' }, escaped(`${when} UTC · ${conditionsText(report)}`)),
    noise?.isNoisy ? element('p', { class: 'note', role: 'note' }, escaped(noiseText(noise))) : '',
    comparison === undefined
      ? ''
      : element('h2', {}, 'Then and now') +
        card('Beside the earlier report', [comparisonCard(comparison)]),
    ...functions.map(functionSection),
    element('h2', {}, 'The machine, and how it was measured'),
    noise === undefined
      ? ''
      : card('How steady the machine was', [
          element('p', {}, escaped(noiseText(noise))),
          workPlot(report.work),
        ]),
    card('What it rests on', [
      facts([
        ['machine', whereText(report)],
        ['versions', `Oche ${report.oche}, Node.js ${report.machine.node}`],
        ['order', `by chance, seed ${report.seed}`],
        ['run', report.run],
      ]),
      ...explanation(report).map((text) => element('p', { class: 'soft' }, escaped(text))),
    ]),
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`
}

function functionSection(view: FunctionView, place: number): string {
  const { fn, findings } = view
  const notes = notesOf(view)
  const advice = adviceLines(fn).map((text) => element('li', {}, escaped(text)))
  const found = findings.map(({ text, basis }) =>
    element('li', {}, escaped(text) + element('small', {}, escaped(basis))),
  )
  return element(
    'section',
    {},
    [
      element('h2', {}, escaped(fn.name)),
      element('p', { class: 'soft' }, escaped(`with the ${eventText(fn.event)}`)),
      found.length === 0
        ? ''
        : card('What was found', [
            element('ul', { class: 'findings' }, [...advice, ...found].join('')),
          ]),
      card('All figures', [figureTable(view)]),
      ...notes.map((text) => element('p', { class: 'note' }, escaped(text))),
      ...measures.flatMap((measure) => plot(measure, view, `f${place}-${measure.id}`) ?? []),
    ].join('\n'),
  )
}

/** Of each kind of sample one, and one for sizes that differ. */
function plot(measure: Measure, view: FunctionView, id: string): string | undefined {
  const named = { id, title: capital(measure.title) }
  if ('size' in measure) return sizes(measure, view, named)
  if (measure.id === 'warmHundredth') {
    const rows = rowsOf(measure, view)
    if (rows.length === 0) return undefined
    const title = 'Warm invocations: which share is over by when'
    return card(title, [shares({ id, title }, rows, measure.unit)])
  }
  if (measure.quantile !== 0.5 || measure.id === 'memoryFirstShared') return undefined
  const rows = rowsOf(measure, view)
  if (rows.length === 0) return undefined
  const title = measure.id === 'warmHalf' ? 'Warm invocation' : named.title
  return card(title, [distributions({ id, title }, rows, measure.unit)])
}

function rowsOf(measure: SampledMeasure, { subjects }: FunctionView): Row[] {
  return subjects.flatMap(({ subject, figures }, index) => {
    const figure = figures.find((one) => one.measure === measure.id)
    const values = subject.samples[measure.sample]?.flat() ?? []
    return figure === undefined ? [] : [{ name: subject.name, index, values, figure }]
  })
}

function sizes(
  { size, id: measure }: SizeMeasure,
  { subjects }: FunctionView,
  named: { id: string; title: string },
): string | undefined {
  if (measure === 'unzipped') return undefined
  const all = subjects.flatMap(({ subject }, index) => {
    const value = subject.sizes[size]
    return value === undefined ? [] : [{ name: subject.name, index, value }]
  })
  return all.length === 0
    ? undefined
    : card(`Size: ${named.title.toLowerCase()}`, [bars(named, all)])
}

function card(title: string, inside: readonly string[]): string {
  return element(
    'div',
    { class: 'card' },
    [element('h3', {}, escaped(title)), ...inside].join('\n'),
  )
}

function facts(rows: readonly (readonly [string, string])[]): string {
  const each = rows.map(
    ([name, text]) => element('dt', {}, escaped(name)) + element('dd', {}, escaped(text)),
  )
  return element('dl', {}, each.join(''))
}

function capital(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`
}
