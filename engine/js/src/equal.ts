/** As `assert.deepStrictEqual` and, where not strict, `assert.deepEqual` compare. */
export function isDeepEqual(
  one: unknown,
  other: unknown,
  strict: boolean,
  seen: Map<object, object> = new Map(),
): boolean {
  if (strict ? Object.is(one, other) : one == other || (one !== one && other !== other)) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return false
  if (seen.get(one) === other) return true
  const kind = (value: object) => Object.prototype.toString.call(value)
  if (kind(one) !== kind(other)) return false
  if (strict && Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false
  seen.set(one, other)
  const same = (a: unknown, b: unknown) => isDeepEqual(a, b, strict, seen)
  const equal = insides(one, other, same) && members(one, other, strict, same)
  seen.delete(one)
  return equal
}

type Same = (one: unknown, other: unknown) => boolean

/** What is not a member: times, patterns, bytes, entries. */
function insides(one: object, other: object, same: Same): boolean {
  if (one instanceof Date) return same(one.getTime(), (other as Date).getTime())
  if (one instanceof RegExp)
    return String(one) === String(other) && one.lastIndex === (other as RegExp).lastIndex
  if (one instanceof Error)
    return one.message === (other as Error).message && one.name === (other as Error).name
  if (one instanceof ArrayBuffer)
    return bytes(new Uint8Array(one), new Uint8Array(other as ArrayBuffer))
  if (ArrayBuffer.isView(one)) return bytes(view(one), view(other as ArrayBufferView))
  if (one instanceof Map) return maps(one, other as Map<unknown, unknown>, same)
  if (one instanceof Set) return sets(one, other as Set<unknown>, same)
  const primitive = one.valueOf()
  return typeof primitive === 'object' || same(primitive, other.valueOf())
}

function view(of: ArrayBufferView): Uint8Array {
  return new Uint8Array(of.buffer, of.byteOffset, of.byteLength)
}

function bytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

function maps(one: Map<unknown, unknown>, other: Map<unknown, unknown>, same: Same): boolean {
  if (one.size !== other.size) return false
  const left = new Map(other)
  return [...one].every(([key, value]) => {
    const found = left.has(key)
      ? key
      : [...left.keys()].find(
          (its) => typeof its === 'object' && same(key, its) && same(value, left.get(its)),
        )
    if (!left.has(found) || !same(value, left.get(found))) return false
    return left.delete(found)
  })
}

function sets(one: Set<unknown>, other: Set<unknown>, same: Same): boolean {
  if (one.size !== other.size) return false
  const left = new Set(other)
  return [...one].every((value) => {
    const found = left.has(value)
      ? value
      : [...left].find((its) => typeof its === 'object' && same(value, its))
    return left.delete(found)
  })
}

function members(one: object, other: object, strict: boolean, same: Same): boolean {
  if (Array.isArray(one) && one.length !== (other as unknown[]).length) return false
  if (ArrayBuffer.isView(one)) return true
  const keys = (of: object) => [
    ...Object.keys(of),
    ...(strict
      ? Object.getOwnPropertySymbols(of).filter((key) =>
          Object.prototype.propertyIsEnumerable.call(of, key),
        )
      : []),
  ]
  const mine = keys(one)
  if (mine.length !== keys(other).length) return false
  return mine.every(
    (key) =>
      Object.prototype.hasOwnProperty.call(other, key) &&
      same(
        (one as Record<PropertyKey, unknown>)[key],
        (other as Record<PropertyKey, unknown>)[key],
      ),
  )
}
