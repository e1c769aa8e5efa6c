import { join } from 'node:path'
import type { Architecture } from '../core/config/schema.ts'
import { ocheFolder } from '../core/paths.ts'

/** Where builds put things. */
export function buildPaths(root: string, functionName: string) {
  const folder = ocheFolder(root, functionName)
  return {
    /** All of the function's builds. */
    folder,
    entry: join(folder, 'entry'),
    host: join(folder, 'host'),
    /** What one build leaves: executable, zip and record. */
    build: (arch: Architecture) => join(folder, arch),
    executable: (arch: Architecture) => join(folder, arch, 'bootstrap'),
    zip: (arch: Architecture) => join(folder, arch, `${functionName}.zip`),
  }
}

/** What the functions of a project share; no function's name has a dot. */
export function sharedPaths(root: string) {
  const folder = ocheFolder(root)
  return {
    /** Deflated pieces of packages. */
    blocks: join(folder, '.blocks'),
    /** Executables that run a bundle beside them. */
    loaders: join(folder, '.loaders'),
    /** Finished zips, unpacked. */
    artifacts: join(folder, '.artifacts'),
  }
}

/** Name of an executable for this machine. */
export const hostExecutable = process.platform === 'win32' ? 'bootstrap.exe' : 'bootstrap'
