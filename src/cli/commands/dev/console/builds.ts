import { statSync } from 'node:fs'
import { basename, isAbsolute, relative, sep } from 'node:path'
import type { HostBuild } from '../../../../build/index.ts'
import type { BundlePart, BuildView } from '../../../../console/index.ts'
import { filesBelow } from '../../../../core/files-below.ts'
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
      const { bytes, files = [], parts = [] } = before.get(name) ?? {}
      this.#last.set(name, {
        state: 'building',
        at: Date.now(),
        durationMs: undefined,
        trigger,
        error: undefined,
        bytes,
        files,
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

type Ended = Pick<BuildView, 'state' | 'error' | 'bytes' | 'files' | 'parts'>

/** After a failure the last build that worked keeps serving. */
function ended(outcome: Outcome, before: BuildView | undefined): Ended {
  if ('error' in outcome) {
    const { message, detail, remedy } = outcome.error
    const error = [message, detail, remedy].filter(Boolean).join('\n\n')
    return {
      state: 'failed',
      error,
      bytes: before?.bytes,
      files: before?.files ?? [],
      parts: before?.parts ?? [],
    }
  }
  const { parts = [] } = outcome.build
  const files = filesOf(outcome.build)
  return {
    state: 'built',
    error: undefined,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
    parts: [...parts],
  }
}

/**
 * What runs here, largest first: the files of the function's folder, and the program that runs them where it
 * lies elsewhere. What `oche dev` runs is linked, and larger than what is deployed.
 */
function filesOf({ executable, taskRoot, inputs }: HostBuild): BundlePart[] {
  // A finished bootstrap may lie among anything.
  const isFinished = inputs.files.includes(executable)
  return [...new Set([executable, ...(isFinished ? [] : filesBelow(taskRoot))])]
    .flatMap((file) => {
      const bytes = statSync(file, { throwIfNoEntry: false })?.size
      return bytes === undefined ? [] : [{ path: nameIn(taskRoot, file), bytes }]
    })
    .toSorted((a, b) => b.bytes - a.bytes)
}

/** What lies elsewhere, such as a virtual machine, is called by its name alone. */
function nameIn(folder: string, file: string): string {
  const path = relative(folder, file)
  const isInside = !isAbsolute(path) && path.split(sep)[0] !== '..'
  return isInside ? path.split(sep).join('/') : basename(file)
}
