const WIDTH = 120
const HEIGHT = 22

/** Values one after the other, from zero. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  if (values.length < 2) return null
  const most = Math.max(...values, 1) * 1.25
  const points = values.map(
    (value, index) =>
      `${((index * WIDTH) / (values.length - 1)).toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)}`,
  )
  const text = `${label}: ${values.at(-1)} MB now, ${Math.min(...values)} to ${Math.max(...values)} MB`
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={text}
    >
      <polyline points={points.join(' ')} />
    </svg>
  )
}
