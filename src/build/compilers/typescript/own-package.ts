import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import type { Check } from '../../../core/check.ts'
import { ownPath } from '../../../core/own-package.ts'
import { installCommand, namesPackage } from '../../../core/packages.ts'
import { isBelow } from '../../inputs/folders.ts'
import { moduleFolders } from './packaged.ts'

/** Folder of the package that runs. */
const tool = realpathSync(ownPath())

const NAME = 'oche'

/**
 * Makes `oche/runtime`, `oche/local` and their types those of the tool that runs, by a link among the
 * project's packages. Nothing is done where the project names a version of its own, where one is
 * installed above it, and where there is no package.json.
 */
export function linkOwnPackage(root: string): void {
  if (!isLinkable(root)) return
  const place = join(root, 'node_modules', NAME)
  const found = installedIn(moduleFolders(root))
  if (found === tool || (found !== undefined && !isLink(place))) return
  try {
    rmSync(place, { force: true })
    mkdirSync(join(place, '..'), { recursive: true })
    // A junction needs no privilege on Windows; elsewhere the word says nothing.
    symlinkSync(tool, place, 'junction')
  } catch {
    // Somebody else made it just now, or nobody may write here: an import says so, if there is one.
  }
}

function isLinkable(root: string): boolean {
  return existsSync(join(root, 'package.json')) && !namesPackage(root, NAME) && !isBelow(tool, root)
}

/** Whether what the project imports of `oche` is of the version that runs. */
export function checkOwnPackage(root: string): Check[] {
  if (!existsSync(join(root, 'package.json')) || isBelow(tool, root)) return []
  const check = 'oche/runtime and oche/local'
  const folder = installedIn(moduleFolders(root))
  const own = versionIn(tool)
  if (folder === undefined) {
    return namesPackage(root, NAME)
      ? [{ check, ok: false, remedy: `Type: ${installCommand(root, NAME)}`, required: false }]
      : [{ check, ok: true, found: `${own}, of the tool that runs`, required: false }]
  }
  const found = versionIn(folder)
  if (found === own) return [{ check, ok: true, found, required: false }]
  return [
    {
      check,
      ok: false,
      found: `${found} (${relative(realpathSync(root), folder)}); this is oche ${own}`,
      remedy:
        'Use the one of the project: npx oche. Or name the version of this one in package.json.',
      required: false,
    },
  ]
}

/** Real path of the nearest that is installed. */
function installedIn(folders: readonly string[]): string | undefined {
  const place = folders
    .map((modules) => join(modules, NAME))
    .find((one) => existsSync(join(one, 'package.json')))
  return place && realpathSync(place)
}

function isLink(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

function versionIn(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version?: unknown
  }
  return typeof version === 'string' ? version : 'of no version'
}
