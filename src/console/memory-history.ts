import type { LocalEnvironment } from '../local/index.ts'

/** An execution environment, with the memory that it had. */
export interface SeenEnvironment extends LocalEnvironment {
  /** Oldest first. */
  memory: readonly MemoryPoint[]
}

interface MemoryPoint {
  /** Milliseconds since 1970. */
  at: number
  mb: number
}

/** Ten minutes, at a point every two seconds. */
const MOST_KEPT = 300

/** What execution environments had of memory, whether a page is open or not; of those alone that are alive. */
export class MemoryHistory {
  #seen: readonly SeenEnvironment[] = []

  /** Adds a point to each of those that there are. */
  look(environments: readonly LocalEnvironment[], at: number): void {
    this.#seen = environments.map((one) => {
      const memory = this.#memoryOf(one)
      const { memoryMb: mb } = one
      return {
        ...one,
        memory: mb === undefined ? memory : [...memory, { at, mb }].slice(-MOST_KEPT),
      }
    })
  }

  /** With what was seen of them until now. */
  of(environments: readonly LocalEnvironment[]): SeenEnvironment[] {
    return environments.map((one) => ({ ...one, memory: this.#memoryOf(one) }))
  }

  /** Of the same process: an environment that was started anew has a history of its own. */
  #memoryOf({ name, pid }: LocalEnvironment): readonly MemoryPoint[] {
    return this.#seen.find((one) => one.name === name && one.pid === pid)?.memory ?? []
  }
}
