import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether Node reads the sources, as in this package's own tests, rather than what was made of them. */
export const isSource = import.meta.url.endsWith('.ts')

/** Folder of the package that runs: a clone, or where npm has put it. Modules are bundled: none knows its place. */
const own = packageAbove(dirname(fileURLToPath(import.meta.url)))

/** A path in the package that runs. */
export function ownPath(...parts: readonly string[]): string {
  return join(own, ...parts)
}

/** The version of the package that runs. */
export function ownVersion(): string {
  const manifest = readFileSync(ownPath('package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

function packageAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageAbove(dirname(folder))
}
