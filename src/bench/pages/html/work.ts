import { figureText } from '../../report/units.ts'
import { median } from '../../statistics/quantile.ts'
import { drawing, element, MARGIN, placed, WIDTH } from './svg.ts'

const HEIGHT = 120

/** How long the fixed piece of work took, from the first to the last time. */
export function workPlot(work: readonly number[]): string {
  const middle = median(work)
  const most = Math.max(middle * 2, ...work)
  const x = (index: number) =>
    MARGIN + (index / Math.max(1, work.length - 1)) * (WIDTH - 2 * MARGIN)
  const y = (value: number) => HEIGHT - (value / most) * (HEIGHT - 8)
  const at = placed(y(middle))
  return drawing(
    {
      id: 'work',
      title: 'The fixed piece of work, from the first round to the last',
      description: `${work.length} times, median ${figureText(middle, 'ms')}, at most ${figureText(Math.max(...work), 'ms')}.`,
    },
    HEIGHT + 8,
    [
      element('path', { class: 'grid', d: `M${MARGIN} ${HEIGHT}H${WIDTH - MARGIN}` }),
      element('path', { class: 'share', d: `M${MARGIN} ${at}H${WIDTH - MARGIN}` }),
      element(
        'text',
        { class: 'tick', x: WIDTH - MARGIN, y: y(middle) - 6, 'text-anchor': 'end' },
        `median ${figureText(middle, 'ms')}`,
      ),
      ...work.map((value, index) =>
        element('circle', { class: 'dot plain', cx: x(index), cy: y(value), r: 2.4 }),
      ),
    ],
  )
}
