import { figureText } from '../../report/units.ts'
import type { FunctionView } from '../../report/view.ts'
import { tableRows } from '../rows.ts'
import { element, escaped } from './svg.ts'

/** Every figure with its interval; the least of a row stands out. */
export function figureTable({ subjects }: FunctionView): string {
  const head = ['figure', ...subjects.map(({ subject }) => subject.name)].map((name) =>
    element('th', { scope: 'col' }, escaped(name)),
  )
  const rows = tableRows(subjects).map(({ title, unit, figures }) => {
    const least = Math.min(...figures.flatMap((figure) => figure?.value ?? []))
    const cells = figures.map((figure) => {
      if (figure === undefined) return element('td', {}, '–')
      const { value, interval } = figure
      const between =
        interval === undefined
          ? ''
          : element(
              'small',
              {},
              `${figureText(interval.low, unit)} to ${figureText(interval.high, unit)}`,
            )
      return element(
        'td',
        { class: value === least ? 'best' : undefined },
        figureText(value, unit) + between,
      )
    })
    const isCompared = figures.length > 1
    return element(
      'tr',
      { class: isCompared ? 'least' : undefined },
      element('th', { scope: 'row' }, escaped(title)) + cells.join(''),
    )
  })
  return element(
    'div',
    { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'All figures' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, head.join(''))) + element('tbody', {}, rows.join('')),
    ),
  )
}
