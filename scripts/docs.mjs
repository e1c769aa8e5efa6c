// Builds the documentation's site to site/out, and serves it on this machine: `npm run docs`. With --build it is
// built only. PORT=… for another port than 4173.
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ensureInstalled, root } from './install.mjs'

const out = join(root, 'site/out')

/** Ends this process where a link leads nowhere. */
async function build() {
  const { makeSite } = await import('../site/site.mjs')
  const { readSources } = await import('../site/sources.mjs')
  const { files, images, mistakes } = makeSite(readSources(root), (path) =>
    existsSync(join(root, path)),
  )
  if (mistakes.length > 0) {
    console.error(mistakes.join('\n'))
    process.exit(1)
  }
  rmSync(out, { recursive: true, force: true })
  for (const [address, text] of files) writeFileSync(placeFor(address), text)
  for (const image of images) copyFileSync(join(root, image), placeFor(`static/${image}`))
  cpSync(join(root, 'site/static'), join(out, 'static'), { recursive: true })
  copyFileSync(
    join(root, 'node_modules/minisearch/dist/umd/index.js'),
    join(out, 'static/minisearch.js'),
  )
  console.error(`Built ${files.size - 1} pages: ${join(out, 'index.html')} opens in a browser`)
}

function placeFor(address) {
  const file = join(out, address)
  mkdirSync(dirname(file), { recursive: true })
  return file
}

async function serve() {
  const { preview } = await import('vite')
  const server = await preview({
    configFile: false,
    root,
    appType: 'mpa',
    build: { outDir: out },
    preview: { host: '127.0.0.1', port: Number(process.env.PORT ?? 4173) },
  })
  console.log(server.resolvedUrls.local[0])
}

ensureInstalled()
await build()
if (!process.argv.includes('--build')) await serve()
