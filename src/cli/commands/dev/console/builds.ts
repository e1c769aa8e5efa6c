import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { HostBuild } from '../../../../build/index.ts'
import type { BuildView } from '../../../../console/index.ts'
import type { Outcome } from '../builder.ts'

/** The last build of each function, for whoever wants to look at it. */
export class Builds {
  readonly #last = new Map<string, BuildView>()
  readonly #listeners = new Set<() => void>()

  /** Undefined before its first build. */
  of(functionName: string): BuildView | undefined {
    return this.#last.get(functionName)
  }

  /** @returns ends it */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /**
   * A build begins.
   *
   * @param trigger the file that was saved, from the project's folder; undefined for the first build
   * @returns to be told how it ended; undefined: another took its place
   */
  begin(
    functions: readonly string[],
    trigger: string | undefined,
  ): (outcome: Outcome | undefined) => void {
    const begun = performance.now()
    const before = new Map(functions.map((name) => [name, this.#last.get(name)]))
    for (const name of functions) {
      const { bytes, parts = [] } = before.get(name) ?? {}
      this.#last.set(name, {
        state: 'building',
        at: Date.now(),
        durationMs: undefined,
        trigger,
        error: undefined,
        bytes,
        parts,
      })
    }
    this.#tell()
    return (outcome) => {
      if (outcome === undefined) return
      const timed = { at: Date.now(), durationMs: performance.now() - begun, trigger }
      for (const name of functions) {
        this.#last.set(name, { ...ended(outcome, before.get(name)), ...timed })
      }
      this.#tell()
    }
  }

  #tell(): void {
    for (const tell of this.#listeners) tell()
  }
}

type Ended = Pick<BuildView, 'state' | 'error' | 'bytes' | 'parts'>

/** After a failure the last build that worked keeps serving. */
function ended(outcome: Outcome, before: BuildView | undefined): Ended {
  if ('error' in outcome) {
    const { message, detail, remedy } = outcome.error
    const error = [message, detail, remedy].filter(Boolean).join('\n\n')
    return { state: 'failed', error, bytes: before?.bytes, parts: before?.parts ?? [] }
  }
  const { parts = [] } = outcome.build
  return { state: 'built', error: undefined, bytes: sizeOf(outcome.build), parts: [...parts] }
}

/** Of the executable and the bundle beside it; what `oche dev` runs is linked, and larger than what is deployed. */
function sizeOf({ executable }: Pick<HostBuild, 'executable'>): number | undefined {
  const sizes = [executable, join(dirname(executable), 'bundle.js')].map(
    (file) => statSync(file, { throwIfNoEntry: false })?.size,
  )
  return sizes[0] === undefined
    ? undefined
    : sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0)
}
