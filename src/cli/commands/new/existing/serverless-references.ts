import { record } from './found.ts'

const SELF = /\$\{self:([\w.-]+)\}/g

/** Whoever refers in a circle gets no further than this. */
const DEEPEST = 10

/** A text with what `${self:…}` leads to inside of the file, as far as that is plain. */
export function filledIn(text: string, file: unknown, depth = 0): string {
  if (depth === DEEPEST) return text
  return text.replaceAll(SELF, (reference, path: string) => {
    const value = valueAt(file, path.split('.'))
    if (typeof value === 'string') return filledIn(value, file, depth + 1)
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : reference
  })
}

function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce((value, key) => record(value)[key], data)
}
