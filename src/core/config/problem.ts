/** A mistake in `oche.yaml`. */
export interface Problem {
  /** Where it stands: `['functions', 'items', 'memory']`. */
  path: readonly PropertyKey[]
  /** One line; it names the key. */
  message: string
  /** What to write instead. */
  remedy: string
  /** Where stands what it does not go with. */
  other?: readonly PropertyKey[]
}

/** What is wrong with one value; the key it belongs to is known elsewhere. */
export interface Mistake {
  message: string
  remedy: string
}

/** `functions.items.http.routes[0]`. */
export function keyText(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : (i > 0 ? '.' : '') + String(part)))
    .join('')
}

/** A value as it may be written, shortened; of what has parts, which may be secret, only the kind. */
export function valueText(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'keys'
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`
}
