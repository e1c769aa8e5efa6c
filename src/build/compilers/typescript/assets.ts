import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { PackageFile } from '../../package/types.ts'

/** Stands for the function's folder in the paths of assets, until the bundle is written. */
const ASSETS = 'oche-asset:'

/** With which esbuild copies what an import makes a path of. */
export const ASSET_FLAGS = [`--public-path=${ASSETS}`]

/** Writes a bundle anew, with paths of assets that are made when the function runs. */
export function pointToAssets(bundle: string): void {
  const text = readFileSync(bundle, 'utf8')
  if (!text.includes(ASSETS)) return
  const path = new RegExp(`"${ASSETS}/([^"]+)"`, 'g')
  writeFileSync(bundle, text.replace(path, 'globalThis.__dirname + "/$1"'))
}

/** Moves what an import made a copy of from beside the bundle to where the bootstrap is. */
export function takeAssets(bundle: string, to: string): PackageFile[] {
  const names = readdirSync(dirname(bundle)).filter((name) => !name.startsWith(basename(bundle)))
  return names.map((name) => {
    const file = join(to, name)
    renameSync(join(dirname(bundle), name), file)
    return { name, file }
  })
}
