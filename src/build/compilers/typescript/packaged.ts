import { dirname, join } from 'node:path'

/** `node_modules` of a folder and of every folder above it, nearest first. */
export function moduleFolders(folder: string): string[] {
  const parent = dirname(folder)
  const own = join(folder, 'node_modules')
  return parent === folder ? [own] : [own, ...moduleFolders(parent)]
}
