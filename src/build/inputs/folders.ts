import { dirname, isAbsolute, relative, sep } from 'node:path'

/** A folder and all above it, nearest first. */
export function ancestors(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...ancestors(parent)]
}

/** Whether a file belongs to a package that was installed. */
export function isInstalled(file: string): boolean {
  return file.split(sep).includes('node_modules')
}

export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
