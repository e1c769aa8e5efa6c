/** Timers by name: setting one anew replaces it. */
export class Timers {
  readonly #timers = new Map<string, NodeJS.Timeout>()

  set(name: string, milliseconds: number, onTime: () => void): void {
    this.clear(name)
    const fire = () => {
      this.#timers.delete(name)
      onTime()
    }
    this.#timers.set(name, setTimeout(fire, milliseconds))
  }

  clear(name: string): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
  }
}
