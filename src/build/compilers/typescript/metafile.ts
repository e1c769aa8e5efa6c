import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** Absolute paths of the modules that went in; Bun and esbuild describe their graph alike. */
export function readModules(root: string, metafile: string): string[] {
  const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as {
    inputs: Record<string, unknown>
  }
  return Object.keys(inputs).map((path) => resolve(root, path))
}
