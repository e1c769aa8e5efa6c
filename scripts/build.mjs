// Compiles src/ to dist/, writes the JSON Schema of oche.yaml beside it, and builds the console's page.
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { ensureInstalled, runPackage } from './install.mjs'
import { buildPage } from './page.mjs'

ensureInstalled()
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
chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755)

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
