import { Few } from '../../core/few.ts'

interface Entry {
  /** As `performance.now()` tells it. */
  at: number
  onTime(): void
}

/**
 * Timers by name: setting one anew replaces it. Nearly all are cleared in time, several of them for each
 * invocation: so the system's timer is left as it is then, and looks when it fires whether there is
 * something to do. It keeps no process running.
 */
export class Timers {
  readonly #entries = new Few<string, Entry>()
  #timer: NodeJS.Timeout | undefined
  #firesAt = Infinity

  set(name: string, milliseconds: number, onTime: () => void): void {
    const at = performance.now() + milliseconds
    this.#entries.set(name, { at, onTime })
    if (at < this.#firesAt) this.#fireAt(at)
  }

  clear(name: string): void {
    this.#entries.delete(name)
  }

  /** None fires any more. */
  close(): void {
    clearTimeout(this.#timer)
    this.#entries.clear()
  }

  #fireAt(at: number): void {
    clearTimeout(this.#timer)
    this.#firesAt = at
    const milliseconds = Math.min(Math.ceil(at - performance.now()), LONGEST)
    this.#timer = setTimeout(() => this.#fire(), milliseconds).unref()
  }

  #fire(): void {
    this.#firesAt = Infinity
    const now = performance.now()
    for (const name of this.#entries.keys()) {
      // What one does may have cleared another.
      const entry = this.#entries.get(name)
      if (entry === undefined || entry.at > now) continue
      this.#entries.delete(name)
      entry.onTime()
    }
    const next = Math.min(...this.#entries.values().map(({ at }) => at))
    if (next < this.#firesAt) this.#fireAt(next)
  }
}

/** The longest time that there is for a timer, in milliseconds. */
const LONGEST = 2 ** 31 - 1
