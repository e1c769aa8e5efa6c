import type { Figure } from '../../report/figures.ts'
import type { Unit } from '../../report/measures.ts'
import { figureText } from '../../report/units.ts'
import { quantile } from '../../statistics/quantile.ts'
import { axis, scaleFor, type Scale } from './scale.ts'
import { colourClass, drawing, element, escaped, MARGIN, placed, WIDTH } from './svg.ts'

/** What is drawn of one subject. */
export interface Row {
  name: string
  /** Which of the colours is its own. */
  index: number
  values: readonly number[]
  figure: Figure
}

interface Place {
  scale: Scale
  top: number
}

const ROW = 76
const CLOUD = 34

/** Up to so many values each has a dot. */
const DOTS = 120

/** Beyond it, of a thousand values, nothing is drawn: one odd value would leave no room for the others. */
const DRAWN_UP_TO = 0.995

/**
 * How the values of each subject lie: a cloud where there are many, a dot for each where they are few, the
 * median and its interval.
 */
export function distributions(
  { id, title }: { id: string; title: string },
  rows: readonly Row[],
  unit: Unit,
): string {
  const drawn = rows.map((row) => {
    const most = row.values.length > DOTS ? quantile(row.values, DRAWN_UP_TO) : Infinity
    return { ...row, values: row.values.filter((value) => value <= most) }
  })
  const all = drawn.flatMap(({ values }) => values)
  const scale = scaleFor(smallest(all), largest(all), unit)
  const bottom = rows.length * ROW
  return drawing({ id, title, description: described(rows, unit) }, bottom + 24, [
    axis(scale, unit, 0, bottom),
    ...drawn.map((row, index) => drawRow(row, unit, { scale, top: index * ROW })),
  ])
}

function described(rows: readonly Row[], unit: Unit): string {
  return rows
    .map(({ name, values, figure }) => {
      const [low, high] = [quantile(values, 0.05), quantile(values, 0.95)]
      return `${name}: median ${figureText(figure.value, unit)}, nine tenths of ${values.length} values from ${figureText(low, unit)} to ${figureText(high, unit)}.`
    })
    .join(' ')
}

function drawRow(row: Row, unit: Unit, place: Place): string {
  const { name, index, values, figure } = row
  const { scale, top } = place
  const base = top + 24 + CLOUD
  const x = scale.at(figure.value)
  return element(
    'g',
    { class: colourClass(index) },
    [
      element('text', { class: 'name', x: MARGIN, y: top + 15 }, escaped(name)),
      element(
        'text',
        { class: 'value', x: WIDTH - MARGIN, y: top + 15, 'text-anchor': 'end' },
        figureText(figure.value, unit),
      ),
      cloud(values, scale, base),
      values.length > DOTS ? '' : dots(values, scale, base),
      interval(figure, scale, base),
      element('path', { class: 'median', d: `M${placed(x)} ${base - CLOUD}V${base + 9}` }),
    ].join(''),
  )
}

/** Where many values lie it is high: a sum of bells, as wide as Silverman's rule says. */
function cloud(values: readonly number[], scale: Scale, base: number): string {
  const places = values.map((value) => scale.at(value))
  const deviation = (quantile(places, 0.75) - quantile(places, 0.25)) / 1.349
  const width = Math.max(2, 0.9 * deviation * places.length ** -0.2)
  const heightAt = (x: number) =>
    places.reduce((sum, place) => sum + Math.exp(-(((x - place) / width) ** 2) / 2), 0)
  // No farther than there are values: a bell's foot would promise some where none were found.
  const [left, right] = [smallest(places) - 1, largest(places) + 1]
  const steps = Math.min(240, Math.max(24, Math.ceil((right - left) / 2)))
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const x = left + ((right - left) * step) / steps
    return { x, height: heightAt(x) }
  })
  const highest = largest(points.map(({ height }) => height))
  const line = points.map(
    ({ x, height }) => `L${placed(x)} ${placed(base - (height / highest) * CLOUD)}`,
  )
  return element('path', {
    class: 'cloud',
    d: `M${placed(left)} ${base}${line.join('')}L${placed(right)} ${base}Z`,
  })
}

/** Below the line, one above the other by turns, so that equal ones can be seen. */
function dots(values: readonly number[], scale: Scale, base: number): string {
  return values
    .map((value, index) =>
      element('circle', {
        class: 'dot',
        cx: scale.at(value),
        cy: base + 4 + (index % 3) * 3,
        r: 1.8,
      }),
    )
    .join('')
}

function interval({ interval: found }: Figure, scale: Scale, base: number): string {
  if (found === undefined) return ''
  const [low, high] = [scale.at(found.low), scale.at(found.high)]
  return element('path', {
    class: 'interval',
    d: `M${placed(low)} ${base}H${placed(Math.max(high, low + 1))}`,
  })
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity)
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity)
}
