import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { OcheError, systemCode } from '../../../core/errors.ts'
import type { HostBuild } from '../../../build/index.ts'

export type Outcome = { build: HostBuild } | { error: OcheError }

/**
 * Builds of one source, one after the other. A change during a build cancels it: only the newest
 * source matters.
 */
export class Builder {
  readonly #compile: (signal: AbortSignal) => Promise<HostBuild>
  readonly #contents = new Map<string, string>()
  #inputs = new Set<string>()
  #failed = false
  #current: AbortController | undefined

  constructor(compile: (signal: AbortSignal) => Promise<HostBuild>) {
    this.#compile = compile
  }

  /** Files that the last build that worked was made of. */
  get inputs(): readonly string[] {
    return [...this.#inputs]
  }

  /**
   * Which of the files that were written can change the outcome: after a failure any file can.
   * A file written again with the same bytes is none, so that a build that writes among its own
   * inputs does not start itself over and over.
   */
  concernedBy(files: readonly string[]): string[] {
    return files.filter(
      (file) => (this.#failed || this.#inputs.has(file)) && this.#isDifferent(file),
    )
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

  #isDifferent(file: string): boolean {
    const contents = contentsOf(file)
    const different = this.#contents.get(file) !== contents
    this.#contents.set(file, contents)
    return different
  }
}

/** A hash of the bytes, or why there are none. */
function contentsOf(file: string): string {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch (thrown) {
    return systemCode(thrown) ?? 'unreadable'
  }
}
