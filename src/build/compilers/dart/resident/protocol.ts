/**
 * What Dart's incremental compiler says on its standard output about one compilation: `result KEY`, the
 * compiler's own words, `KEY`, a line `+URI` or `-URI` for each source that has joined or left, and
 * `KEY FILE ERRORS`.
 */
export interface Compilation {
  /** The compiler's words: errors and warnings. */
  output: readonly string[]
  /** URIs. */
  added: readonly string[]
  removed: readonly string[]
  errors: number
}

/** Reads the lines of one compilation. */
export class CompilationReader {
  #key: string | undefined
  #speaks = true
  readonly #output: string[] = []
  readonly #added: string[] = []
  readonly #removed: string[] = []

  /** The compilation, once its last line was read. */
  read(line: string): Compilation | undefined {
    if (this.#key === undefined) {
      this.#key = /^result (\S+)$/.exec(line)?.[1]
      // What is written outside of a compilation is no part of one.
      return undefined
    }
    if (this.#speaks) {
      if (line === this.#key) this.#speaks = false
      else this.#output.push(line)
      return undefined
    }
    if (line.startsWith(`${this.#key} `)) return this.#finished(line)
    if (line.startsWith('+')) this.#added.push(line.slice(1))
    if (line.startsWith('-')) this.#removed.push(line.slice(1))
    return undefined
  }

  #finished(line: string): Compilation {
    const errors = Number(/ (\d+)$/.exec(line)?.[1] ?? 0)
    return { output: this.#output, added: this.#added, removed: this.#removed, errors }
  }
}

/** Compiles all of a program. */
export function compileRequest(entry: string): string {
  return `compile ${entry}\n`
}

/** Compiles it again, of which these sources have changed. */
export function recompileRequest(entry: string, changed: readonly string[], key: string): string {
  return `recompile ${entry} ${key}\n${changed.map((uri) => `${uri}\n`).join('')}${key}\n`
}

/** What was compiled stands, and the next result is to be whole again, not what has changed alone. */
export const ACCEPT = 'accept\nreset\n'
