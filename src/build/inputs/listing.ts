import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { OCHE_FOLDER } from '../../core/paths.ts'
import { MODULE } from './modules.ts'
import { sourceTree } from './source-tree.ts'

/**
 * What of a folder is listed:
 * - `settings`: files there that change how a specifier is resolved or a module compiled, what
 *   package managers have locked, and what they note of what they have installed
 * - `modules`: these, and modules
 * - `sources`: all that a compiler may read, see `sourceTree`
 * - `files`: all of it
 */
export type Listing = 'settings' | 'modules' | 'sources' | 'files'

const SETTINGS = new Set(
  `package.json tsconfig.json jsconfig.json bunfig.toml .npmrc .yarnrc .yarnrc.yml pnpm-workspace.yaml
  package-lock.json npm-shrinkwrap.json pnpm-lock.yaml yarn.lock bun.lock bun.lockb`.split(/\s+/),
)

/** What package managers write last into `node_modules`, of npm, pnpm, yarn 1 and yarn berry; Bun nothing. */
export const RECORDS = [
  '.package-lock.json',
  '.modules.yaml',
  '.yarn-integrity',
  '.yarn-state.yml',
].map((name) => join('node_modules', name))

/**
 * Names of files in a folder, sorted, with forward slashes; none where there is no such folder.
 *
 * @param signal cancels it
 */
export async function listed(
  folder: string,
  listing: Listing,
  signal?: AbortSignal,
): Promise<string[]> {
  if (listing === 'sources') return below(folder, await sourceTree(folder, signal))
  if (listing === 'files') return below(folder, await everything(folder, signal))
  const names = (await entriesOf(folder)).map(({ name }) => name)
  return names.filter((name) => isListed(name, listing)).toSorted()
}

/** Whether a name in a folder would be listed. */
export function isListed(name: string, listing: Listing): boolean {
  if (listing === 'sources' || listing === 'files') return true
  return SETTINGS.has(name) || (listing === 'modules' && MODULE.test(name))
}

function below(folder: string, files: readonly string[]): string[] {
  return files.map((file) => relative(folder, file).split(sep).join('/')).toSorted()
}

/** As `include:` packs it. */
async function everything(folder: string, signal: AbortSignal | undefined): Promise<string[]> {
  signal?.throwIfAborted()
  const entries = await entriesOf(folder)
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (!entry.isDirectory()) return [path]
      return [OCHE_FOLDER, '.git'].includes(entry.name) ? [] : everything(path, signal)
    }),
  )
  return found.flat()
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
