// Bundles src/ with the packages that it uses into dist/, and writes the licences of those.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'
import { notices } from './notices.mjs'

/** What somebody starts or imports, by its path in dist/. */
const ENTRIES = {
  'cli/start': 'src/cli/start.ts',
  'local/index': 'src/local/index.ts',
  'build/package/deflate-worker': 'src/build/package/deflate-worker.ts',
}

/** Of the published package: these are installed. */
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const OPTIONS = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // Modules that can be shaken, where a package has them beside CommonJS.
  mainFields: ['module', 'main'],
  external: Object.keys(dependencies),
  logLevel: 'warning',
}

/** For what is CommonJS: esbuild leaves its `require` of Node's own modules as it is. */
const REQUIRE = `import { createRequire as requireOf } from 'node:module';
const require = requireOf(import.meta.url);`

/** How what is shipped is bundled, and what tests start of it. */
export const BUNDLING = { ...OPTIONS, banner: { js: REQUIRE } }

export async function bundleSources() {
  const { build } = await import('esbuild')
  const { metafile } = await build({
    ...BUNDLING,
    entryPoints: ENTRIES,
    outdir: 'dist',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    metafile: true,
  })
  const packages = new Set(Object.keys(metafile.inputs).map(packageOf).filter(Boolean))
  writeFileSync(join(root, 'dist', 'THIRD_PARTY.md'), notices([...packages].toSorted()))
}

/** Read by every Node.js, also by those that know no modules: nothing is added to it. */
export async function writeMain() {
  const { transform } = await import('esbuild')
  const text = readFileSync(join(root, 'src/cli/main.ts'), 'utf8').replace(
    './start.ts',
    './start.js',
  )
  const { code } = await transform(text, { loader: 'ts' })
  const main = join(root, 'dist/cli/main.js')
  writeFileSync(main, code)
  chmodSync(main, 0o755)
}

/** The folder of the package to which a file belongs. */
function packageOf(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]
}

/** What a module of src/ exports. */
export async function load(path) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: [path], write: false })
  return import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  )
}
