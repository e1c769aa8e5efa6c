// Builds the console's page from console/ to dist/console/page, where it is not there as its sources are.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runPackage } from './install.mjs'

/** Its name has no ending that is served. */
const STAMP = join(root, 'dist/console/page/.sources')

/** Of every file that the page is made of, and of the versions of what is bundled. */
function signature() {
  const files = readdirSync(join(root, 'console'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, 'console', name))
    .filter((file) => statSync(file).isFile())
    .toSorted()
  const hash = createHash('sha256')
  for (const file of [...files, join(root, 'package-lock.json')]) hash.update(readFileSync(file))
  return hash.digest('hex')
}

export function buildPage() {
  const now = signature()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now) return
  runPackage('vite', 'vite', ['build', '--config', 'console/vite.config.ts'])
  mkdirSync(join(STAMP, '..'), { recursive: true })
  writeFileSync(STAMP, now)
}
