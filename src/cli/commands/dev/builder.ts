import { createHash } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, posix, relative, resolve, sep } from 'node:path'
import { OcheError, systemCode } from '../../../core/errors.ts'
import {
  difference,
  isInstalled,
  isListed,
  isTouchedSince,
  look,
  NO_INPUTS,
  type HostBuild,
  type Inputs,
  type Snapshot,
} from '../../../build/index.ts'
import { stampNow, touchedAt } from './files.ts'

const NOTHING: readonly string[] = []

export type Outcome = { build: HostBuild } | { error: OcheError }

/**
 * Builds of one source, one after the other. A change during a build cancels it: only the newest
 * source matters.
 */
export class Builder {
  readonly #root: string
  readonly #compile: (signal: AbortSignal) => Promise<HostBuild>
  readonly #readsAnything: boolean
  readonly #contents = new Map<string, Contents>()
  /** How often in a row a file has grown by nothing but a build. */
  readonly #echoes = new Map<string, number>()
  /** What the sources were when the last build began. */
  #built = new Map<string, Seen>()
  /** When the newest build began, in milliseconds since 1970; undefined before the first. */
  #begun: number | undefined
  #inputs: Inputs = NO_INPUTS
  #files: ReadonlySet<string> = new Set()
  /** All that went in, as it was looked at after the last build; undefined until then. */
  #snapshot: Snapshot | undefined
  /** What was found to be different since. */
  #found: string | undefined
  /** When the last build failed, in milliseconds since 1970; undefined where it worked. */
  #failedAt: number | undefined
  /** When the last build began and ended, by `performance.now()`. */
  #last = { from: -Infinity, until: -Infinity }
  #current: AbortController | undefined

  /**
   * @param root the project's
   * @param readsAnything it is a command of the user's, of which nobody knows what it reads
   */
  constructor(
    root: string,
    compile: (signal: AbortSignal) => Promise<HostBuild>,
    readsAnything = false,
  ) {
    this.#root = root
    this.#compile = compile
    this.#readsAnything = readsAnything
  }

  /** Files that the last build that worked was made of. */
  get inputs(): readonly string[] {
    return this.#inputs.files
  }

  /**
   * Which of the files that were written can change the outcome: those that it was made of; after a
   * failure, of which nobody knows what it read, also sources and what is new. A file written again
   * with the same bytes is none, so that a build that writes among its own inputs does not start
   * itself over and over; nor is one that grows whenever something is built, such as a log of ours,
   * nor one that the newest build, which may have been asked for by somebody else, has begun with.
   */
  concernedBy(files: readonly string[]): string[] {
    // All of it is for the first build to read.
    if (this.#begun === undefined) return []
    return files.filter((file) => this.#canMatter(file) && this.#isDifferent(file))
  }

  /**
   * Sources that are not what the last build began with, whatever the system has told of them. None
   * while a build runs, and none of a command, which may well write among what it reads.
   *
   * @param among looks at these alone. @default all
   */
  stale(among: Iterable<string> = this.#built.keys()): readonly string[] {
    if (this.#readsAnything || this.#last.until === Infinity) return []
    // Every request asks, before anything else: nothing is made where nothing has changed.
    let stale = NOTHING
    for (const file of among) {
      const seen = this.#built.get(file)
      if (seen !== undefined && this.#isStale(file, seen)) stale = [...stale, file]
    }
    return this.#found === undefined ? stale : [...stale, this.#found]
  }

  /** Looks at all that went in, packages too; what is different then is `stale`. */
  async lookAround(): Promise<void> {
    const snapshot = this.#snapshot
    if (snapshot === undefined || this.#found !== undefined) return
    const found = await difference(this.#root, snapshot)
    // A build that has begun meanwhile takes what is new.
    if (found !== undefined && this.#snapshot === snapshot) {
      this.#found = resolve(this.#root, found.path)
    }
  }

  #isStale(file: string, seen: Seen): boolean {
    if (this.#isEchoing(file)) return false
    const stamp = stampNow(file)
    if (stamp === seen.stamp) return false
    if (contentsOf(file, undefined).hash !== seen.hash) return true
    seen.stamp = stamp
    return false
  }

  #canMatter(file: string): boolean {
    if (this.#files.has(file) || this.#isNew(file)) return true
    // Nor does anybody know what a first build has read before it was saved.
    const isFirst = this.#files.size === 0
    if (this.#failedAt === undefined && !isFirst) return false
    const since = this.#failedAt ?? Infinity
    return this.#readsAnything || SOURCES.has(extname(file)) || isYounger(file, since)
  }

  /** Whether it lies where it may take the place of another. */
  #isNew(file: string): boolean {
    const folder = relative(this.#root, dirname(file)).split(sep).join('/')
    const list = this.#snapshot?.lists[folder]
    const name = basename(file)
    if (list === undefined || list.names.includes(name)) return false
    return isListed(name, list.listing) && stampNow(file) !== undefined
  }

  /** Undefined where a newer build, or `cancel`, took its place. @throws what is no `OcheError` */
  async build(): Promise<Outcome | undefined> {
    this.cancel()
    const controller = new AbortController()
    setMaxListeners(0, controller.signal)
    this.#current = controller
    const seen = new Map(ownOf(this.#files).map((file) => [file, this.#seenNow(file)]))
    this.#last = { from: performance.now(), until: Infinity }
    const before = this.#snapshot
    this.#snapshot = undefined
    this.#found = undefined
    const begun = Date.now()
    this.#begun = begun
    try {
      const build = await this.#compile(controller.signal)
      if (controller.signal.aborted) return undefined
      this.#inputs = build.inputs
      this.#files = new Set(build.inputs.files)
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
        const built = ownOf(this.#files)
        this.#built = new Map(
          built.map((file) => [file, seen.get(file) ?? this.#seenSince(file, begun)]),
        )
        if (!this.#readsAnything) void this.#lookBack(controller, begun, before)
      }
    }
  }

  /** What was touched while it was built may have been read before. */
  async #lookBack(
    controller: AbortController,
    begun: number,
    before: Snapshot | undefined,
  ): Promise<void> {
    const { signal } = controller
    try {
      const snapshot = await look(this.#root, this.#inputs, signal, before)
      const others = withoutOwn(snapshot)
      const touched = await isTouchedSince(this.#root, others, begun - CLOCK_MS, signal)
      if (this.#current !== controller) return
      this.#snapshot = snapshot
      if (touched) this.#found = join(this.#root, 'node_modules')
    } catch (thrown) {
      if (!signal.aborted) throw thrown
    }
  }

  cancel(): void {
    this.#current?.abort()
  }

  #isDifferent(file: string): boolean {
    return this.#note(file) && !this.#isEchoing(file)
  }

  /** @returns whether it is not as it was the last time, nor as the newest build has read it */
  #note(file: string): boolean {
    const before = this.#contents.get(file)
    const after = contentsOf(file, before?.bytes)
    this.#contents.set(file, after)
    if (before?.hash === after.hash) return false
    // Of all others the newest build has noted what it began with.
    if (!this.#files.has(file) && this.#isOlderThan(this.#begun, file)) return false
    const echoes = this.#isEcho(before, after) ? (this.#echoes.get(file) ?? 0) + 1 : 0
    this.#echoes.set(file, echoes)
    return true
  }

  /** Whether it was there, as it is, before a build began; of what is gone nobody knows. */
  #isOlderThan(begun: number | undefined, file: string): boolean {
    const touched = touchedAt(file, this.#root)
    return begun !== undefined && touched !== undefined && touched < begun - CLOCK_MS
  }

  /** As a build begins with it: whoever is told of it afterwards is told nothing new. */
  #seenNow(file: string): Seen {
    const stamp = stampNow(file)
    this.#note(file)
    return { stamp, hash: this.#contents.get(file)?.hash }
  }

  /** Of a file that nobody knew before the build: if it was saved meanwhile it may have been read before. */
  #seenSince(file: string, begun: number): Seen {
    const seen = { stamp: stampNow(file), contents: contentsOf(file, undefined) }
    if (seen.stamp !== undefined && !this.#isOlderThan(begun, file)) {
      this.#contents.delete(file)
      return { stamp: undefined, hash: undefined }
    }
    this.#contents.set(file, seen.contents)
    return { stamp: seen.stamp, hash: seen.contents.hash }
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
  /** Undefined of a file that is not there. */
  stamp: string | undefined
  /** Undefined where it is not known which of two contents went into the build. */
  hash: string | undefined
}

/** File systems tell the time in steps, of milliseconds. */
const CLOCK_MS = 10

function ownOf(files: Iterable<string>): string[] {
  return [...files].filter((file) => !isInstalled(file))
}

/** Without the sources, at which is looked one by one. */
function withoutOwn({ files, lists, places }: Snapshot): Snapshot {
  const installed = Object.entries(files).filter(([file]) => isInstalled(file.split('/').join(sep)))
  const beside = Object.entries(lists).map(([folder, { listing, names }]) => {
    const others = names.filter((name) => !(posix.join(folder, name) in files))
    return [folder, { listing, names: others }] as const
  })
  return { files: Object.fromEntries(installed), lists: Object.fromEntries(beside), places }
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
