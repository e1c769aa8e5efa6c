export type Pair = readonly [name: string, value: string]

/** Name → all values, in order. The object has no prototype, so `__proto__` is a name like any. */
export function collect(pairs: readonly Pair[]): Record<string, string[]> {
  const all: Record<string, string[]> = Object.create(null)
  for (const [name, value] of pairs) (all[name] ??= []).push(value)
  return all
}

/** Name → values joined by a comma without a space. */
export function joined(pairs: readonly Pair[]): Record<string, string> {
  const all: Record<string, string> = Object.create(null)
  for (const [name, value] of pairs) {
    const before = all[name]
    all[name] = before === undefined ? value : `${before},${value}`
  }
  return all
}

/** Name → the last value. */
export function lastOf(pairs: readonly Pair[]): Record<string, string> {
  return mapValues(collect(pairs), (values) => values.at(-1)!)
}

export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  const mapped: Record<string, To> = Object.create(null)
  for (const name of Object.keys(record)) mapped[name] = map(record[name]!)
  return mapped
}

export function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0
}
