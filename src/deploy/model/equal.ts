/** Equal as data, whatever the order of keys. */
export function equal(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

/** Equal as sets. */
export function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return equal([...new Set(a)].sort(), [...new Set(b)].sort())
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** Policy documents: a list of one and the thing itself mean the same. */
export function samePolicy(a: unknown, b: unknown): boolean {
  return equal(unwrapped(a), unwrapped(b))
}

function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 1 ? unwrapped(value[0]) : value.map(unwrapped)
  }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapped(inner)]))
}
