import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { OCHE_FOLDER } from '../../core/paths.ts'

/** Folders that hold no source: what Oche and version control keep, and what package managers fill. */
const LEFT_OUT = new Set([OCHE_FOLDER, '.git', '.hg', '.svn', '.jj', 'node_modules', '.dart_tool'])

/**
 * Every file that a compiler of the user's may read in a folder. A folder that calls itself a cache
 * (see bford.info/cachedir), such as Cargo's `target`, is left out, and one that may not be read.
 *
 * @param signal cancels it
 */
export async function sourceTree(folder: string, signal?: AbortSignal): Promise<string[]> {
  signal?.throwIfAborted()
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  if (entries.some(({ name }) => name === 'CACHEDIR.TAG')) return []
  const found = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : sourceTree(path, signal)
      return entry.isFile() || entry.isSymbolicLink() ? [path] : []
    }),
  )
  return found.flat()
}
