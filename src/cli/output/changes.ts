import type { Change } from '../../deploy/index.ts'
import type { Style } from './output.ts'

export const SIGNS = {
  create: ['green', '+'],
  update: ['yellow', '~'],
  replace: ['yellow', '±'],
  delete: ['red', '-'],
} as const

/** One line: `~ function memory 128 → 256`. */
export function changeText({ resource, action, path, from, to }: Change, style: Style): string {
  const [colour, sign] = SIGNS[action]
  const values = [from, to].filter((value) => value !== undefined).map(shortText)
  return [style(colour, sign), resource, path, values.join(' → ')].filter(Boolean).join(' ')
}

/** Hashes by their start, ARNs by their end, layers by name and version; what is to be told apart still is. */
export function shortText(value: string | number | boolean): string {
  const text = String(value)
  if (text.includes(':layer:')) return text.replaceAll(/arn:[^ ,]*:layer:/g, '')
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return text.slice(0, 8)
  return text.startsWith('arn:') ? text.slice(text.lastIndexOf('/') + 1) : text
}
