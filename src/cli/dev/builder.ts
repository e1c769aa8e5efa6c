import { OcheError } from '../../core/errors.ts'
import type { HostBuild } from '../../build/index.ts'

export type Outcome = { build: HostBuild } | { error: OcheError }

/**
 * Builds of one source, one after the other. A change during a build cancels it: only the newest
 * source matters.
 */
export class Builder {
  readonly #compile: (signal: AbortSignal) => Promise<HostBuild>
  #inputs = new Set<string>()
  #failed = false
  #current: AbortController | undefined

  constructor(compile: (signal: AbortSignal) => Promise<HostBuild>) {
    this.#compile = compile
  }

  /** Whether a changed file can change the outcome: after a failure any file can. */
  concerns(file: string): boolean {
    return this.#failed || this.#inputs.has(file)
  }

  /** Undefined where a newer build, or `cancel`, took its place. @throws what is no `OcheError` */
  async build(): Promise<Outcome | undefined> {
    this.cancel()
    const controller = new AbortController()
    this.#current = controller
    try {
      const build = await this.#compile(controller.signal)
      if (controller.signal.aborted) return undefined
      this.#inputs = new Set(build.inputs)
      this.#failed = false
      return { build }
    } catch (thrown) {
      if (controller.signal.aborted) return undefined
      if (!(thrown instanceof OcheError)) throw thrown
      this.#failed = true
      return { error: thrown }
    }
  }

  cancel(): void {
    this.#current?.abort()
  }
}
