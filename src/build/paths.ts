import { join } from 'node:path'
import type { Architecture } from '../core/config/schema.ts'

/** Where builds put things; `.oche` may be deleted at any time. */
export function buildPaths(root: string, functionName: string) {
  const folder = join(root, '.oche', functionName)
  return {
    entry: join(folder, 'entry'),
    host: join(folder, 'host'),
    executable: (arch: Architecture) => join(folder, arch, 'bootstrap'),
    zip: (arch: Architecture) => join(folder, arch, `${functionName}.zip`),
  }
}
