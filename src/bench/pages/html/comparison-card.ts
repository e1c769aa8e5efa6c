import type { Comparison } from '../../compare/compare.ts'
import { measures } from '../../report/measures.ts'
import { figureText } from '../../report/units.ts'
import { comparisonBasis, comparisonText, signed } from '../comparison.ts'
import { element, escaped } from './svg.ts'

const HEAD = ['figure', 'before', 'now', 'change', '95 %', 'verdict']

/** Every figure then and now. */
export function comparisonCard(comparison: Comparison): string {
  const several =
    new Set(comparison.changes.map((one) => `${one.function} ${one.subject}`)).size > 1
  const rows = comparison.changes.map((one) => {
    const { title, unit } = measures.find(({ id }) => id === one.measure)!
    const { before, after, ratio, interval, verdict } = one
    const name = several ? `${one.function} (${one.subject}), ${title}` : title
    const between = interval && `${signed(interval.low)} to ${signed(interval.high)}`
    const cells = [
      figureText(before, unit),
      figureText(after, unit),
      signed(ratio),
      between ?? '',
      verdict === 'within' ? '' : verdict,
    ]
    return element(
      'tr',
      { class: verdict },
      element('th', { scope: 'row' }, escaped(name)) +
        cells.map((cell) => element('td', {}, escaped(cell))).join(''),
    )
  })
  const head = HEAD.map((name) => element('th', { scope: 'col' }, name)).join('')
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, head)) + element('tbody', {}, rows.join('')),
  )
  return [
    element('p', {}, escaped(comparisonText(comparison))),
    element(
      'div',
      { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Every figure then and now' },
      table,
    ),
    element('p', { class: 'soft' }, escaped(comparisonBasis(comparison))),
  ].join('\n')
}
