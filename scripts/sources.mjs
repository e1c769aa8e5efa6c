// Whether what is made of sources was made of them as they are: a folder keeps their signature.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/** Its name has no ending that is served. */
const STAMP = '.sources'

/** Of every file below the paths, by name and content. */
function signature(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesOf)) {
    const bytes = readFileSync(join(root, file))
    hash.update(`${file}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(join(root, file)).isFile())
    .toSorted()
}

/** @param made folder in the root @param paths of its sources, files and folders in the root */
export function isOf(made, paths) {
  const file = join(root, made, STAMP)
  return existsSync(file) && readFileSync(file, 'utf8') === signature(paths)
}

export function stamp(made, paths) {
  writeFileSync(join(root, made, STAMP), signature(paths))
}
