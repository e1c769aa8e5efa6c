// Compiles src/ to dist/, writes the JSON Schema of oche.yaml beside it, and builds the console's page; nothing where
// dist/ was made of the sources as they are, so that it stays for whoever runs it.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { ensureInstalled, runPackage } from './install.mjs'
import { buildPage } from './page.mjs'
import { isOf, stamp } from './sources.mjs'

const SOURCES = [
  'src',
  'console',
  'scripts/build.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]

ensureInstalled()
if (!isOf('dist', SOURCES)) await build()

async function build() {
  emptyDist()
  buildPage()
  runPackage('typescript', 'tsc', ['-p', 'tsconfig.build.json'])
  const { jsonSchema } = await import('../dist/core/config/schema.js')
  writeFileSync(
    new URL('../dist/schema.json', import.meta.url),
    JSON.stringify(jsonSchema(), null, 2) + '\n',
  )
  // Read by every Node.js, also by those that know no modules: nothing may mark it as one.
  const main = new URL('../dist/cli/main.js', import.meta.url)
  writeFileSync(main, readFileSync(main, 'utf8').replace(/^export \{\};?\n?/m, ''))
  chmodSync(main, 0o755)
  stamp('dist', SOURCES)
}

/** The page is kept: it is built only where its sources have changed. */
function emptyDist() {
  empty(new URL('../dist/', import.meta.url), 'console')
  empty(new URL('../dist/console/', import.meta.url), 'page')
}

function empty(folder, kept) {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (name !== kept) rmSync(new URL(name, folder), { recursive: true, force: true })
  }
}
