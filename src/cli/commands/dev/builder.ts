import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { OcheError, systemCode } from '../../../core/errors.ts'
import type { HostBuild } from '../../../build/index.ts'
import { isInPackage, modifiedAt } from './files.ts'

export type Outcome = { build: HostBuild } | { error: OcheError }

/**
 * Builds of one source, one after the other. A change during a build cancels it: only the newest
 * source matters.
 */
export class Builder {
  readonly #compile: (signal: AbortSignal) => Promise<HostBuild>
  readonly #readsAnything: boolean
  readonly #contents = new Map<string, Contents>()
  /** How often in a row a file has grown by nothing but a build. */
  readonly #echoes = new Map<string, number>()
  /** What the sources were when the last build began. */
  #built = new Map<string, Seen>()
  #inputs = new Set<string>()
  /** When the last build failed, in milliseconds since 1970; undefined where it worked. */
  #failedAt: number | undefined
  /** When the last build began and ended, by `performance.now()`. */
  #last = { from: -Infinity, until: -Infinity }
  #current: AbortController | undefined

  /** @param readsAnything it is a command of the user's, of which nobody knows what it reads */
  constructor(compile: (signal: AbortSignal) => Promise<HostBuild>, readsAnything = false) {
    this.#compile = compile
    this.#readsAnything = readsAnything
  }

  /** Files that the last build that worked was made of. */
  get inputs(): readonly string[] {
    return [...this.#inputs]
  }

  /**
   * Which of the files that were written can change the outcome: those that it was made of; after a
   * failure, of which nobody knows what it read, also sources and what is new. A file written again
   * with the same bytes is none, so that a build that writes among its own inputs does not start
   * itself over and over; nor is one that grows whenever something is built, such as a log of ours.
   */
  concernedBy(files: readonly string[]): string[] {
    return files.filter((file) => this.#canMatter(file) && this.#isDifferent(file))
  }

  /**
   * Sources that are not what the last build began with, whatever the system has told of them. None
   * while a build runs, and none of a command, which may well write among what it reads.
   */
  stale(): string[] {
    if (this.#readsAnything || this.#last.until === Infinity) return []
    return [...this.#built].flatMap(([file, seen]) => (this.#isStale(file, seen) ? [file] : []))
  }

  #isStale(file: string, { modified, hash }: Seen): boolean {
    if (this.#isEchoing(file) || modifiedAt(file) === modified) return false
    return contentsOf(file, undefined).hash !== hash
  }

  #canMatter(file: string): boolean {
    if (this.#inputs.has(file)) return true
    // Nor does anybody know what a first build has read before it was saved.
    const isFirst = this.#inputs.size === 0
    if (this.#failedAt === undefined && !isFirst) return false
    const since = this.#failedAt ?? Infinity
    return this.#readsAnything || SOURCES.has(extname(file)) || isYounger(file, since)
  }

  /** Undefined where a newer build, or `cancel`, took its place. @throws what is no `OcheError` */
  async build(): Promise<Outcome | undefined> {
    this.cancel()
    const controller = new AbortController()
    this.#current = controller
    this.#last = { from: performance.now(), until: Infinity }
    const seen = new Map(ownOf(this.#inputs).map((file) => [file, seenNow(file)]))
    const begun = Date.now()
    try {
      const build = await this.#compile(controller.signal)
      if (controller.signal.aborted) return undefined
      this.#inputs = new Set(build.inputs)
      this.#failedAt = undefined
      return { build }
    } catch (thrown) {
      if (controller.signal.aborted) return undefined
      if (!(thrown instanceof OcheError)) throw thrown
      this.#failedAt = Date.now()
      return { error: thrown }
    } finally {
      if (this.#current === controller) {
        this.#last.until = performance.now()
        const built = ownOf(this.#inputs)
        this.#built = new Map(built.map((file) => [file, seen.get(file) ?? seenSince(file, begun)]))
      }
    }
  }

  cancel(): void {
    this.#current?.abort()
  }

  #isDifferent(file: string): boolean {
    const before = this.#contents.get(file)
    const after = contentsOf(file, before?.bytes)
    this.#contents.set(file, after)
    if (before?.hash === after.hash) return false
    const echoes = this.#isEcho(before, after) ? (this.#echoes.get(file) ?? 0) + 1 : 0
    this.#echoes.set(file, echoes)
    return !this.#isEchoing(file)
  }

  #isEchoing(file: string): boolean {
    return (this.#echoes.get(file) ?? 0) >= MOST_ECHOES
  }

  /** Whether a file has only grown, and that while a build ran or right after it. */
  #isEcho(before: Contents | undefined, after: Contents): boolean {
    const { from, until } = this.#last
    const now = performance.now()
    return before?.hash === after.start && now >= from && now < until + ECHO_MS
  }
}

/** In milliseconds after the end of a build: nobody saves a file so soon again and again. */
const ECHO_MS = 500

/** So often in a row it is no chance. */
const MOST_ECHOES = 2

/** What compilers of ours read. */
const SOURCES = new Set(
  [
    'ts',
    'tsx',
    'mts',
    'cts',
    'js',
    'jsx',
    'mjs',
    'cjs',
    'json',
    'jsonc',
    'dart',
    'yaml',
    'lock',
  ].map((name) => `.${name}`),
)

interface Seen {
  modified: number | undefined
  /** Undefined where it is not known which of two contents went into the build. */
  hash: string | undefined
}

function seenNow(file: string): Seen {
  return { modified: modifiedAt(file), hash: contentsOf(file, undefined).hash }
}

/** Of a file that nobody knew before the build: if it was saved meanwhile it may have been read before. */
function seenSince(file: string, begun: number): Seen {
  const seen = seenNow(file)
  return (seen.modified ?? 0) < begun - CLOCK_MS ? seen : { modified: undefined, hash: undefined }
}

/** File systems tell the time in steps, of milliseconds. */
const CLOCK_MS = 10

function ownOf(files: Iterable<string>): string[] {
  return [...files].filter((file) => !isInPackage(file))
}

interface Contents {
  bytes: number
  /** Of all bytes, or why there are none. */
  hash: string
  /** Of as many bytes as there were before. */
  start: string | undefined
}

function contentsOf(file: string, before: number | undefined): Contents {
  try {
    const content = readFileSync(file)
    const grown = before !== undefined && before > 0 && content.length > before
    return {
      bytes: content.length,
      hash: sha256(content),
      start: grown ? sha256(content.subarray(0, before)) : undefined,
    }
  } catch (thrown) {
    return { bytes: 0, hash: systemCode(thrown) ?? 'unreadable', start: undefined }
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** @param moment milliseconds since 1970 */
function isYounger(file: string, moment: number): boolean {
  try {
    return statSync(file).birthtimeMs > moment
  } catch {
    return false
  }
}
