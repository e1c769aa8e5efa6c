import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { runTool } from '../process/run.ts'
import { sourceTree } from './source-tree.ts'

/**
 * Begins to look at folders whose every file may be a source, before a compiler runs; the function
 * it returns tells afterwards which of them to watch: not those that git ignores, and not what the
 * compiler itself has written, as watching that would build for ever.
 */
export async function sourcesToWatch(
  folders: readonly string[],
  signal?: AbortSignal,
): Promise<() => string[]> {
  const listed = await Promise.all(folders.map((folder) => notIgnored(folder, signal)))
  const before = new Map(listed.flat().map((file) => [file, timeOf(file)]))
  return () => [...before.keys()].filter((file) => before.get(file) === timeOf(file))
}

/** All files of a folder, less those that git ignores where git knows the folder. */
async function notIgnored(folder: string, signal: AbortSignal | undefined): Promise<string[]> {
  const files = sourceTree(folder)
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const { ok, stdout } = await runTool({ file: 'git', args, cwd: folder }, signal)
  if (!ok) return files
  const known = new Set(stdout.split('\0').map((path) => resolve(folder, path)))
  // A folder that is ignored as a whole is somebody's scratch copy: there git has no say.
  return known.size <= 1 ? files : files.filter((file) => known.has(file))
}

function timeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs
}
