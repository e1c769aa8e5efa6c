// Makes dist/ of src/ and console/: nothing where it was made of them as they are, so that it stays for whoever runs it.
// The runtime stays in modules, which functions are bundled with; all else is bundled with the packages that it uses:
// Node opens ten files instead of five hundred, and npm installs one package.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { bundleSources, load, writeMain } from './bundle.mjs'
import { ensureInstalled, runPackage } from './install.mjs'
import { buildPage } from './page.mjs'
import { isOf, stamp } from './sources.mjs'

const SOURCES = [
  'src',
  'console',
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'scripts/notices.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
]

const dist = new URL('../dist/', import.meta.url)

ensureInstalled()
if (!isOf('dist', SOURCES)) await build()

async function build() {
  emptyDist()
  buildPage()
  runPackage('typescript', 'tsc', ['-p', 'tsconfig.build.json'])
  // Of these only the types are used.
  for (const folder of ['local', 'core']) removeModules(new URL(folder, dist))
  await bundleSources()
  await writeMain()
  const { jsonSchema } = await load('src/core/config/schema.ts')
  writeFileSync(new URL('schema.json', dist), JSON.stringify(jsonSchema(), null, 2) + '\n')
  stamp('dist', SOURCES)
}

function removeModules(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.js')) rmSync(new URL(name.replaceAll('\\', '/'), `${folder}/`))
  }
}

/** The page is kept: it is built only where its sources have changed. */
function emptyDist() {
  empty(dist, 'console')
  empty(new URL('console/', dist), 'page')
}

function empty(folder, kept) {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (name !== kept) rmSync(new URL(name, folder), { recursive: true, force: true })
  }
}
