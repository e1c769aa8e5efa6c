/**
 * A map of few entries, in no order, that come and go all the time: looking through them is quicker than
 * hashing, and nothing is made anew, as a `Map` is whenever it has lost half of what it held.
 *
 * @example
 * const underWay = new Few<string, Invocation>()
 * underWay.set(id, invocation)
 */
export class Few<Key, Value> {
  readonly #keys: Key[] = []
  readonly #values: Value[] = []
  /** Where a key was found last: what is told of one thing comes in a row. */
  #last = 0

  get size(): number {
    return this.#keys.length
  }

  get(key: Key): Value | undefined {
    const at = this.#find(key)
    return at === -1 ? undefined : this.#values[at]
  }

  set(key: Key, value: Value): void {
    const at = this.#find(key)
    if (at === -1) {
      this.#keys.push(key)
      this.#values.push(value)
    } else this.#values[at] = value
  }

  delete(key: Key): void {
    const at = this.#find(key)
    if (at === -1) return
    const [lastKey, lastValue] = [this.#keys.pop()!, this.#values.pop()!]
    if (at === this.#keys.length) return
    this.#keys[at] = lastKey
    this.#values[at] = lastValue
  }

  clear(): void {
    this.#keys.length = 0
    this.#values.length = 0
  }

  /** Those that are there now. */
  keys(): Key[] {
    return [...this.#keys]
  }

  /** Those that are there now. */
  values(): Value[] {
    return [...this.#values]
  }

  /** By a loop: `lastIndexOf` takes several times as long. */
  #find(key: Key): number {
    const keys = this.#keys
    if (this.#last < keys.length && keys[this.#last] === key) return this.#last
    for (let at = keys.length - 1; at >= 0; at--) {
      if (keys[at] === key) return (this.#last = at)
    }
    return -1
  }
}
