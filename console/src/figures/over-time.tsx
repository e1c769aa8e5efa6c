import uPlot from 'uplot'
import type { Row } from '../rows.ts'
import { colour } from '../theme.ts'
import { durationText, secondsText } from '../text.ts'
import { axis, Plot } from './plot.tsx'

interface Kind {
  name: string
  colour: string
  /** Of a row, undefined where it is not one of these. */
  value(row: Row): number | undefined
}

const DURATIONS: readonly Kind[] = [
  {
    name: 'warm',
    colour: 'accent',
    value: (row) => (row.failed || row.coldStart ? undefined : row.durationMs),
  },
  {
    name: 'cold',
    colour: 'cold',
    value: (row) => (row.failed || !row.coldStart ? undefined : row.durationMs),
  },
  { name: 'failed', colour: 'bad', value: (row) => (row.failed ? row.durationMs : undefined) },
]

const MEMORY: readonly Kind[] = [
  { name: 'memory', colour: 'accent', value: ({ memoryMb }) => memoryMb },
]

interface Props {
  /** Oldest first. */
  rows: readonly Row[]
  onSelect(from: number, until: number): void
}

/** A point for each invocation. A part that is drawn over is selected. */
export function DurationsOverTime({ rows, onSelect }: Props) {
  return (
    <Points
      label={`Durations over time of ${rows.length} invocations`}
      rows={rows}
      kinds={DURATIONS}
      isLogarithmic
      text={durationText}
      onSelect={onSelect}
    />
  )
}

export function MemoryOverTime({ rows, onSelect }: Props) {
  return (
    <Points
      label={`Memory over time of ${rows.length} invocations`}
      rows={rows}
      kinds={MEMORY}
      text={(mb) => `${Math.round(mb)} MB`}
      onSelect={onSelect}
    />
  )
}

function Points({
  label,
  rows,
  kinds,
  isLogarithmic = false,
  text,
  onSelect,
}: Props & {
  label: string
  kinds: readonly Kind[]
  isLogarithmic?: boolean
  text(value: number): string
}) {
  const data = [
    rows.map(({ at }) => at / 1000),
    ...kinds.map(({ value }) => rows.map((row) => value(row) ?? null)),
  ] as uPlot.AlignedData
  return (
    <Plot
      label={label}
      height={200}
      data={data}
      form={label.split(' ')[0]!}
      options={() => ({
        legend: { show: false },
        cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false }, y: false },
        scales: {
          x: { time: true },
          y: isLogarithmic
            ? { distr: 3, range: (_, min, max) => [Math.max(0.05, min * 0.7), max * 1.4] }
            : { range: (_, __, max) => [0, Math.max(1, max * 1.15)] },
        },
        series: [
          {},
          ...kinds.map(({ colour: name }) => ({
            stroke: colour(name),
            paths: () => null,
            points: { show: true, size: 5, fill: colour(name), width: 0 },
          })),
        ],
        axes: [
          axis({
            space: 80,
            values: (_, splits) => splits.map((split) => secondsText(split * 1000)),
            incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400],
          }),
          axis({
            size: 64,
            values: (_, splits) => splits.map((split) => (split === null ? '' : text(split))),
            ...(isLogarithmic && {
              splits: (_: uPlot, __: number, min: number, max: number) => powersBetween(min, max),
            }),
          }),
        ],
        hooks: {
          setSelect: [
            (plot) => {
              const { left, width } = plot.select
              if (width < 4) return
              const from = plot.posToVal(left, 'x') * 1000
              onSelect(from, plot.posToVal(left + width, 'x') * 1000)
              plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
            },
          ],
        },
      })}
    />
  )
}

/** Of ten: more would make a logarithmic scale hard to read. */
function powersBetween(min: number, max: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(min)), Math.floor(Math.log10(max))]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => 10 ** (first + index))
}
