/** Removed items at the front that are put up with before they are cut off. */
const SLACK = 1024

/**
 * Items by numbers that count upwards: what a map does, without what it takes to hash, and to move all of
 * it whenever it has lost as much as it has.
 */
export class Numbered<T> {
  /** The number of the first place. */
  #base = 1
  #places: (T | undefined)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  get(number: number): T | undefined {
    const place = number - this.#base
    return place < 0 ? undefined : this.#places[place]
  }

  /** @returns the number that the item has from now on */
  add(item: T): number {
    this.#size++
    return this.#base + this.#places.push(item) - 1
  }

  /** @param number of one that is there */
  replace(number: number, item: T): void {
    this.#places[number - this.#base] = item
  }

  /** @returns whether it was there */
  delete(number: number): boolean {
    const place = number - this.#base
    if (place < 0 || this.#places[place] === undefined) return false
    this.#places[place] = undefined
    this.#size--
    return true
  }

  /** Numbers go on. */
  clear(): void {
    this.#base += this.#places.length
    this.#places = []
    this.#size = 0
  }

  /** No number below this one is asked for any more. */
  cutBefore(number: number): void {
    const gone = number - this.#base
    if (gone < SLACK || gone * 2 < this.#places.length) return
    this.#places.splice(0, gone)
    this.#base = number
  }

  /** In the order of their numbers. @param first number */
  *from(first: number): Generator<T> {
    for (let place = Math.max(0, first - this.#base); place < this.#places.length; place++) {
      const item = this.#places[place]
      if (item !== undefined) yield item
    }
  }
}
