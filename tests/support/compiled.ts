import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { root } from './cli.ts'

/** For what is CommonJS: esbuild leaves its `require` of Node's own modules as it is. */
const REQUIRE = `import { createRequire as requireOf } from 'node:module';
const require = requireOf(import.meta.url);`

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
  buildSync({
    absWorkingDir: root,
    entryPoints: [path],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
  })
  process.once('exit', () => rmSync(outfile, { force: true }))
  const { href } = pathToFileURL(outfile)
  made.set(path, href)
  return href
}
