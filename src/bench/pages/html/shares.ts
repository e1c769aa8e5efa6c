import type { Unit } from '../../report/measures.ts'
import { figureText } from '../../report/units.ts'
import { inOrder, quantile, quantileOfSorted } from '../../statistics/quantile.ts'
import type { Row } from './distributions.ts'
import { axis, scaleFor } from './scale.ts'
import { colourClass, drawing, element, escaped, MARGIN, placed } from './svg.ts'

const HEIGHT = 260

/** Shares that have a line of their own. */
const TOLD = [0.5, 0.9, 0.99]

/** How far up a share is drawn: the slow ones, which are few, have as much room as the many. */
function upTo(share: number): number {
  // The farther from all, the finer: half, nine tenths and 99 of a hundred are evenly far apart.
  return -Math.log10(Math.max(1 - share, 0.002))
}

/** Which share of invocations is over by when: p50, p90 and p99 can be read off. */
export function shares(
  { id, title }: { id: string; title: string },
  rows: readonly Row[],
  unit: Unit,
): string {
  const sorted = rows.map((row) => ({ ...row, values: inOrder(row.values) }))
  const scale = scaleFor(
    Math.min(...sorted.map(({ values }) => values[0]!)),
    Math.max(...sorted.map(({ values }) => quantileOfSorted(values, 0.998))),
    unit,
  )
  const y = (share: number) => HEIGHT - (upTo(share) / upTo(1)) * (HEIGHT - 14)
  const told = TOLD.map((share) => {
    const place = placed(y(share))
    return (
      element('path', { class: 'share', d: `M${MARGIN} ${place}H${720 - MARGIN}` }) +
      element('text', { class: 'tick', x: MARGIN, y: y(share) - 4 }, `p${share * 100}`)
    )
  })
  const lines = sorted.map(({ index, values }) => {
    const points = Array.from({ length: 160 }, (_, step) => {
      const share = 1 - 10 ** (-(step / 159) * upTo(1))
      return `${placed(scale.at(quantileOfSorted(values, share)))} ${placed(y(share))}`
    })
    return element('path', {
      class: `line ${colourClass(index)} d${index % 4}`,
      d: `M${points.join('L')}`,
    })
  })
  const description = rows
    .map(({ name, values }) => {
      const each = TOLD.map((p) => `p${p * 100} ${figureText(quantile(values, p), unit)}`)
      return `${name}: ${each.join(', ')}.`
    })
    .join(' ')
  return (
    drawing({ id, title, description }, HEIGHT + 24, [
      axis(scale, unit, 8, HEIGHT),
      ...told,
      ...lines,
    ]) + legend(rows)
  )
}

function legend(rows: readonly Row[]): string {
  const each = rows.map(({ name, index }) => {
    const sample = element(
      'svg',
      { viewBox: '0 0 28 8', class: 'key', 'aria-hidden': 'true' },
      element('path', { class: `line ${colourClass(index)} d${index % 4}`, d: 'M0 4H28' }),
    )
    return element('li', {}, `${sample}${escaped(name)}`)
  })
  return element('ul', { class: 'legend' }, each.join(''))
}
