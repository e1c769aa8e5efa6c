import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** `node_modules` of a folder and of every folder above it, nearest first. */
export function moduleFolders(folder: string): string[] {
  const parent = dirname(folder)
  const own = join(folder, 'node_modules')
  return parent === folder ? [own] : [own, ...moduleFolders(parent)]
}

/**
 * The first of some files that a package's own dependencies have, or it has itself. A package is
 * found as Node finds it: hoisted beside it, in its own `node_modules`, or beside its real path,
 * where pnpm and Bun's isolated linker put what it depends on.
 *
 * @param owner name of the package that the project installs
 * @param files paths below a `node_modules`, best first
 */
export function packagedFile(
  root: string,
  owner: string,
  files: readonly string[],
): string | undefined {
  for (const modules of moduleFolders(root)) {
    const installed = join(modules, owner)
    const places = [modules]
    if (existsSync(installed)) places.push(...placesOf(realpathSync(installed), owner))
    const found = files
      .flatMap((file) => places.map((place) => join(place, file)))
      .find((path) => existsSync(path))
    if (found !== undefined) return found
  }
  return undefined
}

function placesOf(installed: string, owner: string): string[] {
  const beside = join(installed, ...owner.split('/').map(() => '..'))
  return [join(installed, 'node_modules'), beside]
}
