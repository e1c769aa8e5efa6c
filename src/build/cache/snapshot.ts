import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
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

/** True where every file is as it was, by its contents. */
export function isUnchanged(root: string, snapshot: Snapshot): boolean {
  return Object.entries(snapshot).every(([path, seen]) => {
    const file = resolve(root, path)
    const stat = signature(file)
    if (stat === undefined || seen === null) return stat === undefined && seen === null
    return stat === seen.stat || contentHash(file) === seen.sha256
  })
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

function contentHash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
