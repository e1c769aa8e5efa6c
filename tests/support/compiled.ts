import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync, type BuildOptions } from 'esbuild'
import { root } from './cli.ts'

const script = pathToFileURL(join(root, 'scripts', 'bundle.mjs')).href
const { BUNDLING } = (await import(script)) as { BUNDLING: BuildOptions }

const made = new Map<string, string>()

/**
 * Compiles a module of src/ for processes of their own: below this package's folder, where it finds what is beside it.
 *
 * @param path from the root
 * @returns what is to be imported
 */
export function compiled(path: string): string {
  const before = made.get(path)
  if (before !== undefined) return before
  const outfile = join(root, '.oche', 'compiled', `${path}-${process.pid}.mjs`)
  buildSync({ ...BUNDLING, entryPoints: [path], outfile })
  process.once('exit', () => rmSync(outfile, { force: true }))
  const { href } = pathToFileURL(outfile)
  made.set(path, href)
  return href
}
