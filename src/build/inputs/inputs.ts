import { dirname, join } from 'node:path'
import type { Project } from '../../core/project.ts'
import { elidedModules } from './elided.ts'
import { ancestors, isBelow, isInstalled } from './folders.ts'
import { listed, RECORDS, type Listing } from './listing.ts'
import type { Module } from './modules.ts'
import { Places } from './places.ts'
import { tsconfigReach } from './tsconfig.ts'

/**
 * What went into a build, besides tools, versions and flags: the one answer, for the cache and for
 * whoever watches. All paths are absolute.
 */
export interface Inputs {
  /** Files whose contents count, and whether they are there. */
  files: readonly string[]
  /** Folders of which it counts what is in them: a new file may take the place of another. */
  lists: ReadonlyMap<string, Listing>
  /** Paths of which it counts where they lead: package managers put links there. */
  places: readonly string[]
}

export const NO_INPUTS: Inputs = { files: [], lists: new Map(), places: [] }

/**
 * Of a bundle: its modules and those that the bundler does not name, the settings in their folders
 * and all above, what these build upon, and where packages were found.
 */
export async function bundleInputs(
  root: string,
  modules: readonly Module[],
  signal?: AbortSignal,
): Promise<Inputs> {
  const places = new Places(modules)
  const own = modules.map(({ file }) => file)
  const lists = listsOf(root, [...own, join(root, 'package.json')], places.linked)
  const settings = await settingsIn([...lists.keys()], signal)
  const reaches = await Promise.all(
    settings.filter((file) => /[jt]sconfig\.json$/.test(file)).map(tsconfigReach),
  )
  const aliases = reaches.flatMap((reach) => reach.aliases)
  const elided = await elidedModules(modules, { aliases, places, signal })
  for (const [folder, listing] of listsOf(root, elided, places.linked)) {
    if (listing === 'modules' || !lists.has(folder)) lists.set(folder, listing)
  }
  const records = ancestors(root).flatMap((folder) => RECORDS.map((name) => join(folder, name)))
  const extended = reaches.flatMap(({ files }) => files)
  return {
    files: unique([...own, ...elided, ...settings, ...records, ...extended]),
    lists,
    places: places.all,
  }
}

/** Of a compiler of which nobody knows what it reads: all that is in its folders. */
export async function treeInputs(
  folders: readonly string[],
  signal?: AbortSignal,
): Promise<Inputs> {
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = await listed(folder, 'sources', signal)
      const records = [...RECORDS, join('.dart_tool', 'package_config.json')]
      return [...names, ...records].map((name) => join(folder, name))
    }),
  )
  return {
    files: unique(files.flat()),
    lists: new Map(folders.map((folder) => [folder, 'sources'])),
    places: [],
  }
}

/** Of what `include:` names; what cannot be packed is complained of when it is packed. */
export async function includeInputs(
  { root }: Pick<Project, 'root'>,
  include: readonly { from: string }[],
  signal?: AbortSignal,
): Promise<Inputs> {
  const named = include.map(({ from }) => join(root, from))
  const files = await Promise.all(
    named.map(async (path) => {
      const names = await listed(path, 'files', signal)
      return [path, ...names.map((name) => join(path, name))]
    }),
  )
  return { files: files.flat(), lists: new Map(named.map((path) => [path, 'files'])), places: [] }
}

export function joined(...all: readonly Inputs[]): Inputs {
  return {
    files: unique(all.flatMap(({ files }) => files)),
    lists: new Map(all.flatMap(({ lists }) => [...lists])),
    places: unique(all.flatMap(({ places }) => places)),
  }
}

/** Of each folder up to the top the settings; in the project and in what is linked modules, too. */
function listsOf(
  root: string,
  files: readonly string[],
  linked: readonly string[],
): Map<string, Listing> {
  const roots = [root, ...linked]
  const folders = new Set(unique(files.map((file) => dirname(file))).flatMap(ancestors))
  const isOwn = (folder: string) =>
    !isInstalled(folder) && roots.some((one) => isBelow(one, folder))
  return new Map([...folders].map((folder) => [folder, isOwn(folder) ? 'modules' : 'settings']))
}

async function settingsIn(
  folders: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const names = await Promise.all(folders.map((folder) => listed(folder, 'settings', signal)))
  return folders.flatMap((folder, index) => names[index]!.map((name) => join(folder, name)))
}

function unique<T>(all: readonly T[]): T[] {
  return [...new Set(all)]
}
