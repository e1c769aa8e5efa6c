// Bundles the engine's own JavaScript and compiles it to an archive of bytecode.
//   node engine/scripts/library.mjs ENGINE FAR NEAR
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { minifySync } from 'rolldown/utils'

const source = fileURLToPath(new URL('../js/src', import.meta.url))

/** Modules of the library by the names that they are asked for. */
function modules() {
  const all = new Map([['boot', 'boot.ts']])
  for (const kind of ['node', 'oche', 'web'])
    for (const file of readdirSync(join(source, kind), { recursive: true }).sort()) {
      const path = String(file).replaceAll('\\', '/')
      // Rooms of a module, which nobody asks for.
      if (
        !path.endsWith('.ts') ||
        /^(crypto|intl|util|assert|http|fs)\/(?!promises|types|strict)/.test(path)
      )
        continue
      all.set(`${kind}:${path.slice(0, -3)}`, `${kind}/${path}`)
    }
  return all
}

/** What packages of npm ask of Node is here. */
const ALIASES = new Map([
  ['process/', 'node/process.ts'],
  ['process', 'node/process.ts'],
  ['buffer', 'node/buffer.ts'],
  ['buffer/', 'node/buffer.ts'],
  ['safe-buffer', 'node/buffer.ts'],
  ['abort-controller', 'web/events.ts'],
  ['event-target-shim', 'web/events.ts'],
])

const nodeModules = {
  name: 'node-modules',
  setup(bundler) {
    const filter =
      /^(node:.*|process\/?|buffer\/?|safe-buffer|abort-controller|event-target-shim|util|stream)$/
    bundler.onResolve({ filter }, ({ path }) => {
      const own = ALIASES.get(path) ?? `node/${path.replace('node:', '')}.ts`
      return { path: join(source, own) }
    })
  },
}

/** The package that shows values takes every promise for one that is pending. */
const shownPromises = {
  name: 'shown-promises',
  setup(bundler) {
    bundler.onLoad({ filter: /node-inspect-extracted[\\/]dist[\\/]inspect\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      const before = 'getPromiseDetails:()=>[g,void 0]'
      if (!text.includes(before)) throw new Error('node-inspect-extracted is not what it was')
      const details = JSON.stringify(join(source, 'promise-details.ts'))
      const after = `getPromiseDetails:(p)=>require(${details}).promiseDetails(p)`
      return { contents: text.replace(before, after) }
    })
  },
}

/** A module of Node's without a default of its own: all that it exports. */
const DEFAULT_OF = 'default-of:'

const defaults = {
  name: 'defaults',
  setup(bundler) {
    bundler.onResolve({ filter: /^default-of:/ }, ({ path }) => ({
      path: path.slice(DEFAULT_OF.length),
      namespace: DEFAULT_OF,
    }))
    bundler.onLoad({ filter: /.*/, namespace: DEFAULT_OF }, ({ path }) => {
      const file = JSON.stringify(path)
      return {
        contents: `export * from ${file}\nimport * as all from ${file}\nexport default { ...all }`,
        resolveDir: source,
      }
    })
  },
}

function entryOf(file) {
  const path = join(source, file)
  const hasOwn = /^export default|^export \* as default/m.test(readFileSync(path, 'utf8'))
  return file.startsWith('node/') && !hasOwn ? DEFAULT_OF + path : path
}

const fileOf = (name) => name.replace(/[:/]/g, '-')

export async function bundleLibrary(folder) {
  const all = modules()
  const { metafile } = await build({
    entryPoints: [...all].map(([name, file]) => ({ in: entryOf(file), out: fileOf(name) })),
    outdir: folder,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2023',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['import', 'module'],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [nodeModules, shownPromises, defaults],
  })
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'))
  for (const file of files) shorten(join(folder, file))
  const named = new Map([...all.keys()].map((name) => [`${fileOf(name)}.js`, name]))
  const near = imported(metafile, [...STARTED, ...WEB].map(fileOf))
  return files.sort().map((file) => ({
    name: named.get(file) ?? file,
    file: join(folder, file),
    isNear: near.has(file),
  }))
}

/** Names of variables are part of bytecode. Those of functions and classes show, and stay: esbuild keeps none. */
function shorten(file) {
  const { code, errors } = minifySync(file, readFileSync(file, 'utf8'), {
    module: true,
    compress: false,
    mangle: { toplevel: true, keepNames: { function: true, class: true } },
    codegen: { removeWhitespace: true },
  })
  if (errors.length > 0) throw new Error(errors[0].message)
  writeFileSync(file, code)
}

/** What every function loads when it starts. */
const STARTED = ['boot', 'oche:wire', 'node:buffer']
/** What most load that are written with a framework of the Web's. */
const WEB = ['web:fetch', 'web:headers', 'web:request', 'web:response', 'web:url']

/** The files that these are made of, with all that they import. */
function imported({ outputs }, names) {
  const imports = new Map(
    Object.entries(outputs).map(([path, { imports }]) => [
      basename(path),
      imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path)),
    ]),
  )
  const found = new Set(names.map((name) => `${name}.js`))
  for (const file of found) for (const other of imports.get(file)) found.add(other)
  return found
}

/** Two archives: what few functions use, then what every start reads. */
export async function compileLibrary(engine, far, near) {
  const folder = mkdtempSync(join(tmpdir(), 'oche-library-'))
  try {
    const all = await bundleLibrary(folder)
    for (const [output, isNear] of [
      [far, false],
      [near, true],
    ]) {
      const pairs = all.filter((one) => one.isNear === isNear)
      execFileSync(
        engine,
        ['--compile-library', output, ...pairs.map(({ name, file }) => `${name}=${file}`)],
        { stdio: ['ignore', 'inherit', 'inherit'] },
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await compileLibrary(process.argv[2], process.argv[3], process.argv[4])
