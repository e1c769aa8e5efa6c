import type { Change, SharedApi } from '../../deploy/index.ts'
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

const NOUNS: Record<SharedApi['kind'], string> = { 'http-api': 'HTTP API', rest: 'REST API' }

export function apiNoun(kind: SharedApi['kind']): string {
  return NOUNS[kind]
}

/** Where both kinds of API change, each change names its own: `REST API stage`. */
export function toldApart(changes: readonly Change[]): readonly Change[] {
  const kinds = new Set(changes.flatMap(({ api }) => api ?? []))
  if (kinds.size < 2) return changes
  return changes.map((change) => {
    const { api, resource } = change
    const isNamed = api === undefined || resource === NOUNS[api]
    return isNamed ? change : { ...change, resource: `${NOUNS[api]} ${resource}` }
  })
}
