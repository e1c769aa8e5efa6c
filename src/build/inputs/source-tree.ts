import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { OCHE_FOLDER } from '../../core/paths.ts'

/** Folders that hold no source: what Oche and version control keep, and what package managers fill. */
const LEFT_OUT = new Set([OCHE_FOLDER, '.git', '.hg', '.svn', '.jj', 'node_modules', '.dart_tool'])

/** What package managers write last: their folders are what these files say. */
const RECORDS = [
  join('node_modules', '.package-lock.json'),
  join('node_modules', '.modules.yaml'),
  join('node_modules', '.yarn-state.yml'),
  join('.dart_tool', 'package_config.json'),
]

/**
 * Every file that a compiler of the user's may read in a folder. A folder that calls itself a cache
 * (see bford.info/cachedir), such as Cargo's `target`, is left out.
 */
export function sourceTree(folder: string): string[] {
  const records = RECORDS.map((record) => join(folder, record)).filter((file) => existsSync(file))
  return [...walk(folder), ...records]
}

function* walk(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true })
  if (entries.some(({ name }) => name === 'CACHEDIR.TAG')) return
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!LEFT_OUT.has(entry.name)) yield* walk(path)
    } else if (entry.isFile() || entry.isSymbolicLink()) {
      yield path
    }
  }
}
