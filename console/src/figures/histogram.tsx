import uPlot from 'uplot'
import { colour } from '../theme.ts'
import { durationText } from '../text.ts'
import { axis, Plot } from './plot.tsx'
import { binned } from './statistics.ts'

export interface HistogramSeries {
  name: string
  /** Name of a colour of the style sheet. */
  colour: string
  /** Milliseconds. */
  values: readonly number[]
}

/** How often which duration; the scale is logarithmic. */
export function Histogram({
  series,
  height = 150,
}: {
  series: readonly HistogramSeries[]
  height?: number
}) {
  const { edges, counts } = binned(series.map(({ values }) => values))
  if (edges.length === 0) return <p class="soft">Nothing to count yet.</p>
  const places = edges.map((_, index) => index)
  const label = `Histogram of durations: ${series
    .map(({ name, values }) => `${values.length} ${name}`)
    .join(', ')}`
  return (
    <Plot
      label={label}
      height={height}
      data={
        [places, ...counts.map((own) => own.map((count) => count || null))] as uPlot.AlignedData
      }
      form={`${series.map(({ name }) => name).join()} ${edges.map((edge) => edge.toPrecision(2)).join()}`}
      options={() => ({
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [-0.6, edges.length - 0.4] },
          y: { range: (_, __, max) => [0, Math.max(1, max)] },
        },
        series: [
          {},
          ...series.map(({ colour: name }, index) => ({
            stroke: colour(name),
            fill: `${colour(name)}b0`,
            width: 1,
            points: { show: false },
            paths: uPlot.paths.bars!({
              size: [0.9 / series.length, 60],
              align: series.length === 1 ? 0 : index === 0 ? -1 : 1,
            }),
          })),
        ],
        axes: [
          axis({
            values: (_, splits) =>
              splits.map((at) =>
                Number.isInteger(at) && edges[at] ? durationText(edges[at]) : '',
              ),
            space: 70,
          }),
          axis({ size: 36, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] }),
        ],
      })}
    />
  )
}
