export type Pair = readonly [name: string, value: string]

/**
 * An object that inherits nothing, so `__proto__` is a name like any. What `Object.create(null)` makes is a
 * hash table, which takes twice as long to fill and to write as JSON.
 */
const Bare = function () {} as unknown as new <Value>() => Record<string, Value>
Bare.prototype = Object.create(null)

/** Name → all values, in order. */
export function collect(pairs: readonly Pair[]): Record<string, string[]> {
  const all = new Bare<string[]>()
  for (const [name, value] of pairs) (all[name] ??= []).push(value)
  return all
}

/** Name → values joined by a comma without a space. */
export function joined(pairs: readonly Pair[]): Record<string, string> {
  const all = new Bare<string>()
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
  const mapped = new Bare<To>()
  for (const name of Object.keys(record)) mapped[name] = map(record[name]!)
  return mapped
}

export function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0
}
