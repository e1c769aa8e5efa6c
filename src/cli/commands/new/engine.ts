import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What bundles for the engines that are not Bun. */
const ESBUILD = '^0.28.2'

/** Puts an engine into a project that was just written. */
export function useEngine(folder: string, engine: string): void {
  if (engine === 'bun') return
  const config = join(folder, 'oche.yaml')
  const text = readFileSync(config, 'utf8')
  writeFileSync(config, text.replace(/^(source: .*)$/m, `$1\nengine: ${engine}`))
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    devDependencies: Record<string, string>
  }
  const all = Object.entries({ ...manifest.devDependencies, esbuild: ESBUILD })
  manifest.devDependencies = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
}
