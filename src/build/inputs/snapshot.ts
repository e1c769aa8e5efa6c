import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'

/** What a file was: where `stat` says the same again, its contents need not be read. */
interface Seen {
  stat: string
  sha256: string
}

/** Files by their path relative to the project's root; null: there was none. */
export type Snapshot = Record<string, Seen | null>

export function takeSnapshot(root: string, files: Iterable<string>): Snapshot {
  const snapshot: Snapshot = {}
  for (const file of [...files].toSorted()) {
    snapshot[relative(root, file).split(sep).join('/')] = see(file)
  }
  return snapshot
}

/** A file that is not as it was, by its contents; undefined where there is none. */
export function changedFile(root: string, snapshot: Snapshot): string | undefined {
  return Object.entries(snapshot).find(
    ([path, seen]) => !isUnchanged(resolve(root, path), seen),
  )?.[0]
}

function isUnchanged(file: string, seen: Seen | null): boolean {
  const stat = signature(file)
  if (stat === undefined || seen === null) return stat === undefined && seen === null
  return stat === seen.stat || contentHash(file) === seen.sha256
}

function see(file: string): Seen | null {
  const stat = signature(file)
  return stat === undefined ? null : { stat, sha256: contentHash(file) }
}

/** The time of the last change of the inode is in it, which no program can set back. */
function signature(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true })
  return stat?.isFile() ? `${stat.size}-${stat.mtimeNs}-${stat.ctimeNs}` : undefined
}

const PIECE_BYTES = 1024 * 1024

/** In pieces: an executable may have a hundred megabytes. */
function contentHash(file: string): string {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafe(PIECE_BYTES)
  const descriptor = openSync(file, 'r')
  try {
    for (let read = 1; read > 0;) {
      read = readSync(descriptor, piece)
      hash.update(piece.subarray(0, read))
    }
  } finally {
    closeSync(descriptor)
  }
  return hash.digest('hex')
}
