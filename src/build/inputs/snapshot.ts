import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, relative, resolve, sep } from 'node:path'
import pMap from 'p-map'
import { stampOf } from '../../core/stamp.ts'
import type { Inputs } from './inputs.ts'
import { listed, type Listing } from './listing.ts'

/** What a file was. */
interface Seen {
  /** As of `stampOf`. */
  stamp: string
  /** Undefined of a file that is too large to be read each time. */
  sha256: string | undefined
}

/** Inputs as they were, by their path relative to the project's root. */
export interface Snapshot {
  /** null: there was none. */
  files: Record<string, Seen | null>
  lists: Record<string, { listing: Listing; names: string[] }>
  /** Where each led; null: nothing was there. */
  places: Record<string, string | null>
}

/** As many files are looked at together. */
const TOGETHER = 16

/**
 * Looks at inputs.
 *
 * @param signal cancels it
 * @param before what is still the same there need not be read again
 */
export async function look(
  root: string,
  { files, lists, places }: Inputs,
  signal?: AbortSignal,
  before?: Snapshot,
): Promise<Snapshot> {
  const name = (path: string) => relative(root, path).split(sep).join('/')
  const [seen, names, targets] = await Promise.all([
    together(
      files,
      async (file) =>
        [name(file), await see(file, before?.files[name(file)] ?? null, signal)] as const,
      signal,
    ),
    together(
      [...lists],
      async ([folder, listing]) =>
        [name(folder), { listing, names: await listed(folder, listing, signal) }] as const,
      signal,
    ),
    together(places, async (path) => [name(path), await target(path)] as const, signal),
  ])
  return { files: sorted(seen), lists: sorted(names), places: sorted(targets) }
}

/**
 * What is not as it was, by its path relative to the root, with a word of how; undefined where all
 * of it is.
 */
export async function difference(
  root: string,
  { files, lists, places }: Snapshot,
  signal?: AbortSignal,
): Promise<{ path: string; how: string } | undefined> {
  let found: { path: string; how: string } | undefined
  const tell = (path: string, how: string | undefined) => {
    if (how !== undefined) found ??= { path, how }
  }
  const unlessFound = (work: () => Promise<void>) => (found === undefined ? work() : undefined)
  await together(
    Object.entries(places),
    ([path, was]) =>
      unlessFound(async () => {
        const isSame = (await target(resolve(root, path))) === was
        tell(path, isSame ? undefined : 'leads elsewhere')
      }),
    signal,
  )
  await together(
    Object.entries(lists),
    ([folder, { listing, names }]) =>
      unlessFound(async () => {
        const now = await listed(resolve(root, folder), listing, signal)
        // What went is missed as a file, where it was one of them.
        const other = now.find((name) => !names.includes(name))
        if (other !== undefined) tell(`${folder}/${other}`.replace(/^\//, ''), 'is new')
      }),
    signal,
  )
  await together(
    Object.entries(files),
    ([path, was]) =>
      unlessFound(async () =>
        tell(
          path,
          (await isUnchanged(resolve(root, path), was, signal)) ? undefined : 'has changed',
        ),
      ),
    signal,
  )
  return found
}

/**
 * Whether anything of it was touched since a moment, or was replaced: then nobody knows which of two
 * versions a compiler has read.
 *
 * @param moment milliseconds since 1970
 */
export async function isTouchedSince(
  root: string,
  { files, lists, places }: Snapshot,
  moment: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const beside = Object.entries(lists).flatMap(([folder, { names }]) =>
    names.map((name) => `${folder || '.'}/${name}`),
  )
  const touched = await together(
    [...new Set([...Object.keys(files), ...beside, ...Object.keys(places)])],
    async (path) => {
      const found = await lstat(resolve(root, path)).catch(() => undefined)
      // Of its inode: a file that is put there whole brings its own time, which may be any.
      return found !== undefined && found.ctimeMs > moment
    },
    signal,
  )
  return touched.includes(true)
}

function together<T, R>(
  all: readonly T[],
  work: (one: T) => Promise<R> | R,
  signal: AbortSignal | undefined,
): Promise<R[]> {
  return pMap(all, work, { concurrency: TOGETHER, signal }) as Promise<R[]>
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

async function isUnchanged(
  file: string,
  was: Seen | null,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const now = await signature(file)
  if (now === undefined || was === null) return now === undefined && was === null
  if (now.stamp === was.stamp) return true
  return was.sha256 !== undefined && (await contentHash(file, now.size, signal)) === was.sha256
}

async function see(
  file: string,
  before: Seen | null,
  signal: AbortSignal | undefined,
): Promise<Seen | null> {
  const now = await signature(file)
  if (now === undefined) return null
  if (before?.stamp === now.stamp) return before
  return { stamp: now.stamp, sha256: await contentHash(file, now.size, signal) }
}

async function signature(file: string): Promise<{ stamp: string; size: number } | undefined> {
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() ? { stamp: stampOf(found), size: found.size } : undefined
}

/** Larger files count by size and times alone: a video beside the sources must not be read. */
const READ_BYTES = 256 * 1024 * 1024
const SMALL_BYTES = 1024 * 1024

async function contentHash(
  file: string,
  size: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (size > READ_BYTES) return undefined
  const hash = createHash('sha256')
  try {
    if (size < SMALL_BYTES) hash.update(await readFile(file))
    else await hashPieces(file, hash, signal)
  } catch (thrown) {
    signal?.throwIfAborted()
    // It may be there and not be readable: its times count then.
    if (thrown instanceof Error && 'code' in thrown) return undefined
    throw thrown
  }
  return hash.digest('hex')
}

async function hashPieces(
  file: string,
  hash: Hash,
  signal: AbortSignal | undefined,
): Promise<void> {
  for await (const piece of createReadStream(file, { highWaterMark: SMALL_BYTES })) {
    signal?.throwIfAborted()
    hash.update(piece as Buffer)
  }
}

/** Relative to the place, so that a project that is moved with its links stays as it is. */
async function target(place: string): Promise<string | null> {
  try {
    return relative(dirname(place), await realpath(place))
      .split(sep)
      .join('/')
  } catch {
    return null
  }
}
