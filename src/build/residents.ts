/** A compiler that stays, so that its next build is quick. */
export interface Resident {
  /** Ends it at once. */
  close(): void
}

/** The compilers of one `oche dev`, by what they compile and how. */
export class Residents implements Disposable {
  readonly #all = new Map<string, { key: string; resident: Resident }>()

  /**
   * The one of a source. One that was started for something else, another version of the compiler for
   * example, is ended.
   *
   * @param source what it compiles
   * @param key all that it was started with
   */
  take<R extends Resident>(source: string, key: string, start: () => R): R {
    const before = this.#all.get(source)
    if (before?.key === key) return before.resident as R
    before?.resident.close()
    const resident = start()
    this.#all.set(source, { key, resident })
    return resident
  }

  /** Ends the one of a source, which is started anew by the next `take`. */
  drop(source: string): void {
    this.#all.get(source)?.resident.close()
    this.#all.delete(source)
  }

  [Symbol.dispose](): void {
    for (const { resident } of this.#all.values()) resident.close()
    this.#all.clear()
  }
}
