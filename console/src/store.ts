import { useEffect, useState } from 'preact/hooks'

/** A value that parts of the page look at. */
export class Cell<T> {
  #value: T
  readonly #listeners = new Set<() => void>()

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  set value(next: T) {
    if (Object.is(next, this.#value)) return
    this.#value = next
    for (const tell of this.#listeners) tell()
  }

  /** @returns ends it */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

/** The value now; whoever uses it is drawn again when it changes. */
export function useCell<T>(cell: Cell<T>): T {
  const [value, setValue] = useState(() => ({ of: cell.value }))
  useEffect(() => {
    const look = () => setValue({ of: cell.value })
    // It may have changed between the drawing and now.
    look()
    return cell.watch(look)
  }, [cell])
  return value.of
}
