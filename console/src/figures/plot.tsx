import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useCell } from '../store.ts'
import { colour, colours } from '../theme.ts'

export interface PlotProps {
  /** What is to be seen, in words. */
  label: string
  height: number
  data: uPlot.AlignedData
  /** Everything that is not size or colour. */
  options(): Omit<uPlot.Options, 'width' | 'height'>
  /** Changes where `options` would give something else. */
  form: string
}

/** A plot as wide as its place, in the colours of the page. */
export function Plot({ label, height, data, options, form }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const coloured = useCell(colours)
  useEffect(() => {
    const element = place.current!
    const made = new uPlot(
      { padding: [8, 16, 0, 0], ...options(), width: element.clientWidth || 300, height },
      data,
      element,
    )
    plot.current = made
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth || 300, height }),
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = undefined
    }
  }, [coloured, form, height])
  useEffect(() => plot.current?.setData(data), [data])
  return <div class="plot" role="img" aria-label={label} ref={place} />
}

/** An axis in the colours of the page. */
export function axis(more: Partial<uPlot.Axis> = {}): uPlot.Axis {
  const line = { stroke: colour('line'), width: 1 }
  return {
    stroke: colour('soft'),
    grid: line,
    ticks: { ...line, size: 4 },
    font: '11px system-ui, sans-serif',
    size: 28,
    gap: 4,
    ...more,
  }
}
