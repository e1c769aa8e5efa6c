import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import pMap from 'p-map'
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
): Promise<() => Promise<string[]>> {
  const listed = await Promise.all(folders.map((folder) => notIgnored(folder, signal)))
  const before = await timesOf(listed.flat(), signal)
  return async () => {
    const after = await timesOf([...before.keys()], signal)
    return [...before.keys()].filter((file) => before.get(file) === after.get(file))
  }
}

/** All files of a folder, less those that git ignores where git knows the folder. */
async function notIgnored(folder: string, signal: AbortSignal | undefined): Promise<string[]> {
  const files = await sourceTree(folder, signal)
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const { ok, stdout } = await runTool({ file: 'git', args, cwd: folder }, signal)
  if (!ok) return files
  const known = new Set(stdout.split('\0').map((path) => resolve(folder, path)))
  // A folder that is ignored as a whole is somebody's scratch copy: there git has no say.
  return known.size <= 1 ? files : files.filter((file) => known.has(file))
}

/** When each file was modified, in milliseconds since 1970. */
async function timesOf(
  files: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, number | undefined>> {
  return new Map(await pMap(files, timeOf, { concurrency: 16, ...(signal && { signal }) }))
}

async function timeOf(file: string): Promise<[string, number | undefined]> {
  const found = await stat(file).catch(() => undefined)
  return [file, found?.mtimeMs]
}
