import { createHash } from 'node:crypto'
import { join, sep } from 'node:path'
import type { Architecture } from '../core/config/schema.ts'
import { ocheFolder, packagePath } from '../core/paths.ts'

/** Where builds put things. */
export function buildPaths(root: string, functionName: string) {
  const folder = ocheFolder(root, functionName)
  return {
    /** All of the function's builds. */
    folder,
    /** What one build leaves: executable, zip and record. */
    build: (arch: Architecture) => join(folder, arch),
    executable: (arch: Architecture) => join(folder, arch, 'bootstrap'),
    zip: (arch: Architecture) => packagePath(root, functionName, arch),
  }
}

/** What the functions of a project share; no function's name has a dot. */
export function sharedPaths(root: string) {
  const folder = ocheFolder(root)
  return {
    /** Deflated pieces of packages. */
    blocks: join(folder, '.blocks'),
    /** Of a source: the module that joins it to the runtime. Same source, same path, same bytes. */
    entry: (source: string) => join(folder, '.entries', nameOf(source)),
  }
}

/** A name of one part for a path, that no other path has. */
function nameOf(path: string): string {
  const plain = path.replace(/[^\w.-]+/g, '-')
  const short = createHash('sha256').update(path.split(sep).join('/')).digest('hex').slice(0, 8)
  return `${plain}-${short}`
}

/** Name of an executable for this machine. */
export const hostExecutable = process.platform === 'win32' ? 'bootstrap.exe' : 'bootstrap'
