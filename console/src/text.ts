import { indentJson } from '../../src/core/indent-json.ts'

/** `12 ms`, `1.24 s`, `0.8 ms`. */
export function durationText(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return ''
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  return milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(2)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`
}

/** Powers of 1024, as Lambda's limits count. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB']
  return `${value < 10 && value % 1 !== 0 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

const two = (part: number) => String(part).padStart(2, '0')

/** `14:03:12.045`, of this machine's time zone. */
export function clockText(at: number): string {
  const date = new Date(at)
  return `${secondsText(at)}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

export function secondsText(at: number): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
}

/** `3 s`, `5 min`, `2 h`: how long ago, or how old. */
export function ageText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** JSON with line breaks; other text as it is. */
export function pretty(text: string): string {
  try {
    JSON.parse(text)
    return indentJson(text)
  } catch {
    return text
  }
}

/** A number as it is written, where JavaScript knows it as another: `12345678901234567890`, `1.0`. */
export class Written {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Browsers that do not tell what is written give the number that they know. */
function asWritten(_: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value
  return String(value) === context.source ? value : new Written(context.source)
}

export function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text, asWritten) as unknown }
  } catch {
    return undefined
  }
}
