import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { linkOrCopy } from '../../files.ts'
import { hostExecutable } from '../../paths.ts'
import { runTool } from '../../process/run.ts'
import { findBun } from './find-bun.ts'
import { toolSignature } from '../../process/which.ts'
import type { Engine, EngineRequest } from '../../types.ts'
import { cacheFolder } from '../../cache-folder.ts'
import { compileError } from './compile-error.ts'
import { bundlerEnvironment } from './environment.ts'
import { refuseBytes } from './import-types.ts'
import { LOADERS } from './loaders.ts'
import { readModules, type Module } from '../../inputs/modules.ts'
import { placeBanner } from './place.ts'
import { readSourceBundle } from './source-bundle.ts'

const TARGETS: Record<Architecture, string> = { arm64: 'bun-linux-arm64', x86_64: 'bun-linux-x64' }

/**
 * Compiled ahead to bytecode, a function answers its first event in about half the time, for some
 * kilobytes of zip. Top-level await, which the entry has, needs the format `esm` then.
 */
const BYTECODE = ['--bytecode', '--format=esm']

/**
 * A bootstrap must behave the same wherever it runs: it reads no `.env` and no `bunfig.toml` from
 * its folder. The source map makes stack traces name the user's files and lines. A small heap takes
 * no more time and less memory (docs/decisions/0055).
 */
const EXECUTABLE_FLAGS = [
  '--compile',
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
  '--compile-exec-argv=--smol',
]

/**
 * Left to themselves, Bun's bundles hold the folder they were made in, and the `NODE_ENV` of then:
 * both are asked for when the function runs.
 */
const DEFINES = ['__dirname', '__filename'].map((name) => `${name}=globalThis.${name}`)
const AS_IT_RUNS = [...DEFINES, 'process.env.NODE_ENV=process.env.NODE_ENV']

/** What every bundle of a source has in common. */
function bundleArguments(external: readonly string[]): string[] {
  return [
    'build',
    ...AS_IT_RUNS.flatMap((define) => ['--define', define]),
    ...LOADERS.flatMap(([ending, loader]) => ['--loader', `${ending}:${loader}`]),
    ...external.flatMap((name) => ['--external', name, '--external', `${name}/*`]),
    // Named here, it is production’s even where there is a tsconfig, whose own kind of JSX counts still.
    '--jsx-runtime=automatic',
  ]
}

/** The command that compiles an entry to an executable for Lambda, as plain data. */
function compileArguments(
  { entry, external, scratch }: Pick<EngineRequest, 'entry' | 'external' | 'scratch'>,
  arch: Architecture,
  output: string,
): string[] {
  return [
    ...bundleArguments(external),
    ...EXECUTABLE_FLAGS,
    ...BYTECODE,
    `--banner=${placeBanner('bun')}`,
    '--sourcemap',
    `--target=${TARGETS[arch]}`,
    `--metafile=${metafileIn(scratch)}`,
    entry,
    '--outfile',
    output,
  ]
}

const IDENTITY = compileArguments({ entry: '', external: [], scratch: '' }, 'arm64', '')

export const bunEngine: Engine = {
  entryWaits: true,
  writesDecoratorTypes: true,

  identity: (root) => [toolSignature(findBun(root)), ...IDENTITY],

  async bundleSource({ root, source, external, scratch, signal }) {
    const folder = join(scratch, 'source')
    const how = ['--target=bun', '--sourcemap=external', `--metafile=${metafileIn(scratch)}`]
    const where = ['--entry-naming=source.js', '--outdir', folder, source]
    await runBun(root, [...bundleArguments(external), ...how, ...where], signal)
    const modules = readModules(root, metafileIn(scratch))
    await refuseBytes(root, modules)
    return readSourceBundle(join(folder, 'source.js'), modules)
  },

  corrections: ({ text }) =>
    /\bassignSocket\(/.test(text) ? ['text-responses', 'imitated-sockets'] : ['text-responses'],

  async compile({ arch, output, ...request }) {
    const { root, scratch, signal, packed } = request
    if (packed.length > 0) {
      const modules = await bundleBeside(request, output)
      await makeLoader(
        root,
        output,
        [...PACKED_FLAGS, `--target=${TARGETS[arch]}`],
        scratch,
        signal,
      )
      return { modules, assets: [{ name: BUNDLE, file: join(dirname(output), BUNDLE) }] }
    }
    await runBun(root, compileArguments(request, arch, output), signal)
    return { modules: readModules(root, metafileIn(scratch)), assets: [] }
  },

  async compileForHost({ output, ...request }) {
    const { root, packed, signal } = request
    const loader = await hostLoader(root, packed.length > 0 ? PACKED_FLAGS : [], signal)
    const modules = await bundleBeside(request, output)
    linkOrCopy(loader, output)
    return modules
  },
}

/** Name of a bundle that lies beside the executable. */
const BUNDLE = 'bundle.js'

/** An executable finds packages beside it only where it may read their package.json. */
const PACKED_FLAGS = ['--compile-autoload-package-json']

async function bundleBeside(
  { root, entry, external, scratch, signal }: EngineRequest,
  output: string,
): Promise<Module[]> {
  const how = ['--target=bun', '--sourcemap=inline', `--metafile=${metafileIn(scratch)}`]
  const where = [`--entry-naming=${BUNDLE}`, '--outdir', dirname(output), entry]
  const banner = `--banner=${placeBanner('bun')}`
  await runBun(root, [...bundleArguments(external), banner, ...how, ...where], signal)
  return readModules(root, metafileIn(scratch))
}

function metafileIn(scratch: string): string {
  return join(scratch, 'modules.json')
}

/**
 * An executable that runs the bundle beside it. Made once for a version of Bun: afterwards a change
 * costs a bundle of some kilobytes instead of an executable of a hundred megabytes.
 */
async function hostLoader(
  root: string,
  flags: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string> {
  const version = await runBun(root, ['--version'], signal)
  const folder = join(cacheFolder(), ['bun', version.trim(), ...flags].join('-'))
  const loader = join(folder, hostExecutable)
  if (existsSync(loader)) return loader
  mkdirSync(folder, { recursive: true })
  const unfinished = join(folder, `${randomUUID()}-${hostExecutable}`)
  await makeLoader(root, unfinished, flags, folder, signal)
  renameSync(unfinished, loader)
  return loader
}

const LOADER = `const folder = process.execPath.replace(/[\\\\/][^\\\\/]*$/, '')
await import(folder + (folder.includes('\\\\') ? '\\\\' : '/') + '${BUNDLE}')
`

async function makeLoader(
  root: string,
  output: string,
  flags: readonly string[],
  scratch: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const source = join(scratch, 'loader.ts')
  writeFileSync(source, LOADER)
  await runBun(root, ['build', ...EXECUTABLE_FLAGS, ...flags, source, '--outfile', output], signal)
}

const MESSAGE = /^error: (.+)$/m
const PLACE = /^ +at (.+:\d+:\d+)$/m

async function runBun(root: string, args: string[], signal: AbortSignal | undefined) {
  const tool = { file: findBun(root), args, cwd: root, env: bundlerEnvironment() }
  const { ok, stdout, output, failure } = await runTool(tool, signal)
  if (!ok)
    throw compileError({ root, bundler: 'Bun', output, failure, message: MESSAGE, place: PLACE })
  return stdout
}
