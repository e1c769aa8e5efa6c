import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds `runtime` and `contract`: `dist`, or `src` in this package's own tests. */
const own = fileURLToPath(new URL('..', import.meta.url))

const extension = existsSync(join(own, 'runtime', 'index.js')) ? '.js' : '.ts'

/**
 * The text of the module that joins the user's source to the runtime. The source is imported
 * dynamically so that a failure of its top level is reported as an error of the initialisation.
 *
 * @param source path of the user's source, relative to the entry's folder
 * @param runtime path of the runtime's index, relative to the entry's folder
 */
export function entryText(source: string, runtime: string): string {
  return `import { run } from ${specifier(runtime)}\nawait run(() => import(${specifier(source)}))\n`
}

function specifier(path: string): string {
  const posix = path.split(sep).join('/')
  return JSON.stringify(posix.startsWith('.') ? posix : `./${posix}`)
}

/**
 * Writes the entry and a copy of the runtime beside it. With all paths inside the project a binary
 * is the same wherever the project and this package lie.
 *
 * @returns the entry's path
 */
export function writeEntry(folder: string, source: string): string {
  mkdirSync(folder, { recursive: true })
  for (const part of ['runtime', 'contract']) {
    cpSync(join(own, part), join(folder, part), { recursive: true, filter: isCode })
  }
  const entry = join(folder, 'entry.ts')
  writeFileSync(entry, entryText(relative(folder, source), join('runtime', `index${extension}`)))
  return entry
}

function isCode(path: string): boolean {
  if (statSync(path).isDirectory()) return true
  return path.endsWith(extension) && !/\.(test|d)\.ts$/.test(path)
}
