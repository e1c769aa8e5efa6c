import type { Unit } from './measures.ts'

/** A figure with three digits that count and its unit: `4.31 ms`, `1.24 s`, `41.0 MB`. */
export function figureText(value: number, unit: Unit): string {
  if (unit === 'dollars') return `$${value.toFixed(value < 10 ? 3 : 2)}`
  return unit === 'ms' ? duration(value) : bytes(value)
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${digits(milliseconds)} ms` : `${digits(milliseconds / 1000)} s`
}

/** Powers of 1024, as Lambda's limits count. */
function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let left = value
  let unit = 0
  while (left >= 1000 && unit < units.length - 1) {
    left /= 1024
    unit++
  }
  return `${unit === 0 ? left : digits(left)} ${units[unit]}`
}

/** Three digits that count; none behind the point from 100 on. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 99.95) return value.toFixed(0)
  if (Math.abs(value) >= 9.995) return value.toFixed(1)
  if (Math.abs(value) >= 0.9995) return value.toFixed(2)
  if (Math.abs(value) >= 0.0995) return value.toFixed(2)
  return value === 0 ? '0' : String(Number(value.toPrecision(2)))
}

/** `12 %`. */
export function share(part: number): string {
  const percent = part * 100
  return `${Math.abs(percent) < 9.95 ? Number(percent.toPrecision(2)) : percent.toFixed(0)} %`
}

/** A probability as papers write it. */
export function probability(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`
}

/** `and` between the last two. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
