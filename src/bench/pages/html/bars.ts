import { figureText } from '../../report/units.ts'
import { colourClass, drawing, element, escaped, MARGIN, WIDTH } from './svg.ts'

export interface Bar {
  name: string
  /** Which of the colours is its own. */
  index: number
  /** Bytes, the part that is told first. */
  value: number
}

const ROW = 44

/** Sizes, from 0 on. */
export function bars({ id, title }: { id: string; title: string }, all: readonly Bar[]): string {
  const most = Math.max(...all.map(({ value }) => value))
  const description = all
    .map(({ name, value }) => `${name}: ${figureText(value, 'bytes')}.`)
    .join(' ')
  return drawing(
    { id, title, description },
    all.length * ROW,
    all.map(({ name, index, value }, row) => {
      const top = row * ROW
      return element(
        'g',
        { class: colourClass(index) },
        [
          element('text', { class: 'name', x: MARGIN, y: top + 15 }, escaped(name)),
          element(
            'text',
            { class: 'value', x: WIDTH - MARGIN, y: top + 15, 'text-anchor': 'end' },
            figureText(value, 'bytes'),
          ),
          element('rect', {
            class: 'bar',
            x: MARGIN,
            y: top + 22,
            rx: 3,
            height: 12,
            width: Math.max(2, (value / most) * (WIDTH - 2 * MARGIN)),
          }),
        ].join(''),
      )
    }),
  )
}
