import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { init } from 'es-module-lexer'
import { OcheError } from '../../../../core/errors.ts'
import { readModules, type Module } from '../../../inputs/modules.ts'
import { runTool } from '../../../process/run.ts'
import { toolSignature } from '../../../process/which.ts'
import type { PackageFile } from '../../../package/types.ts'
import type { Engine, EngineRequest } from '../../../types.ts'
import { ASSET_FLAGS, pointToAssets, takeAssets } from '../assets.ts'
import { compileError } from '../compile-error.ts'
import { bundlerEnvironment } from '../environment.ts'
import { findEsbuild } from '../find-esbuild.ts'
import { LOADERS } from '../loaders.ts'
import { readSourceBundle } from '../source-bundle.ts'
import { markAbsent, readOffer, refuseAbsent } from './absent.ts'
import { exportsFile, findEngine, host, LAMBDA, type Machine } from './find-engine.ts'

/** What `require` of a CommonJS package finds: Node's modules, as far as the engine has them. */
const REQUIRE =
  'var require=(name)=>{const found=process.getBuiltinModule(name);' +
  "if(found===undefined)throw Object.assign(new Error(`Cannot find module '${name}'`),{code:'MODULE_NOT_FOUND'});" +
  'return found};'

/** Every module of a bundle believes that it is the `bootstrap` in the function's folder. */
const PLACE =
  'Object.assign(import.meta,{dirname:process.env.LAMBDA_TASK_ROOT||process.execPath.replace(/\\/[^\\/]*$/,""),main:false});' +
  'import.meta.filename=import.meta.dirname+"/bootstrap";import.meta.url="file://"+import.meta.filename;' +
  'Object.assign(globalThis,{__dirname:import.meta.dirname,__filename:import.meta.filename});'

const BUNDLE = [
  '--bundle',
  '--platform=node',
  '--format=esm',
  '--target=es2023',
  '--jsx=automatic',
  ...LOADERS.map(([ending, loader]) => `--loader:${ending}=${loader}`),
  ...ASSET_FLAGS,
]

/** Names stay what stack traces show. */
const RUNNING = ['--minify-whitespace', '--sourcemap=external']

/**
 * QuickJS does not tell what an `await` continues, so that no store of AsyncLocalStorage could follow.
 * Where one is used, `await` is written out, and each `then` carries the stores along.
 */
const FOLLOWING = ['async-await', 'for-await', 'async-generator'].map(
  (feature) => `--supported:${feature}=false`,
)
const FOLLOWS = 'globalThis.__oche_follows=true;'

/** In a bundle, where what nobody uses is gone: a store of the user's own, or the runtime's. */
const FOLLOWED =
  /\b(from |require\(|import\()"(node:)?async_hooks"|\bfunction currentInvocation\d*\(/

const MODULE = 'main'

/** A static executable of some megabytes: the engine, and the function's bytecode behind it. */
export const quickjsEngine: Engine = {
  // Written out, an await at the top level would be none.
  entryWaits: false,

  identity: (root) => [
    toolSignature(findEsbuild(root)),
    toolSignature(findEngine(root, host)),
    REQUIRE,
    PLACE,
    ...BUNDLE,
    ...RUNNING,
    ...FOLLOWING,
  ],

  async bundleSource({ root, source, external, scratch, signal }) {
    const bundle = join(scratch, 'source', 'source.js')
    const args = [source, '--sourcemap=external', ...BUNDLE, `--outfile=${bundle}`]
    const modules = await runEsbuild(root, args, external, scratch, signal)
    return readSourceBundle(bundle, modules)
  },

  corrections: () => [],

  async compile({ arch, output, ...request }) {
    const machine = LAMBDA[arch]
    return compileFor(machine, output, request)
  },

  async compileForHost({ output, ...request }) {
    return (await compileFor(host, output, request)).modules
  },
}

async function compileFor(
  machine: Machine,
  output: string,
  request: EngineRequest,
): Promise<{ modules: Module[]; assets: PackageFile[] }> {
  const { root, scratch, signal } = request
  const engine = findEngine(root, machine)
  const own = findEngine(root, host)
  const { follows } = await look(exportsFile(own), request)
  const bundle = join(scratch, 'bundle', 'bundle.js')
  const banner = `--banner:js=${follows ? FOLLOWS : ''}${REQUIRE}${PLACE}`
  const args = [request.entry, ...BUNDLE, ...RUNNING, banner, `--outfile=${bundle}`]
  if (follows) args.push(...FOLLOWING)
  const modules = await runEsbuild(root, args, request.external, scratch, signal)
  pointToAssets(bundle)
  const map = join(scratch, 'map.json')
  writeFileSync(map, compactMap(bundle, root))
  const archive = join(scratch, 'bundle.bc')
  await runEngine(own, root, ['--compile', archive, `${MODULE}=${bundle}`, `map:=${map}`], signal)
  await runEngine(own, root, ['--join', engine, archive, output], signal)
  rmSync(`${bundle}.map`)
  return { modules, assets: takeAssets(bundle, dirname(output)) }
}

/** Looks at what is left of the function after tree-shaking. @throws OcheError `ENGINE_LACKS` */
async function look(
  offered: string,
  { root, entry, external, scratch, signal }: EngineRequest,
): Promise<{ follows: boolean }> {
  await init
  const offer = readOffer(offered)
  const bundle = join(scratch, 'look', 'bundle.js')
  const args = [entry, ...BUNDLE, ...markAbsent(offer), `--outfile=${bundle}`]
  await runEsbuild(root, args, external, scratch, signal)
  const text = readFileSync(bundle, 'utf8')
  refuseAbsent(text, offer)
  return { follows: FOLLOWED.test(text) }
}

/** What a stack trace needs: no sources, and files as seen from the project. */
function compactMap(bundle: string, root: string): string {
  const { sources, mappings } = JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as {
    sources: string[]
    mappings: string
  }
  const own = sources.map((source) =>
    relative(root, resolve(dirname(bundle), source))
      .split(sep)
      .join('/'),
  )
  return JSON.stringify({ sources: own, mappings })
}

const MESSAGE = /\[ERROR\] (.+)$/m
const PLACE_IN = /^ {4}(\S.*:\d+:\d+):$/m

/** @returns the modules that went in */
async function runEsbuild(
  root: string,
  args: readonly string[],
  external: readonly string[],
  scratch: string,
  signal: AbortSignal | undefined,
): Promise<Module[]> {
  const metafile = join(scratch, 'modules.json')
  const all = [
    ...args,
    ...external.map((name) => `--external:${name}`),
    `--metafile=${metafile}`,
    '--log-level=warning',
    '--color=false',
  ]
  const tool = { file: findEsbuild(root), args: all, cwd: root, env: bundlerEnvironment() }
  const { ok, output, failure } = await runTool(tool, signal)
  if (!ok)
    throw told({ root, bundler: 'esbuild', output, failure, message: MESSAGE, place: PLACE_IN })
  return readModules(root, metafile)
}

function told(failure: Parameters<typeof compileError>[0]): OcheError {
  if (!/Top-level await is not available/.test(failure.output)) return compileError(failure)
  return new OcheError(
    'ENGINE_LACKS',
    '"engine: quickjs" has no top-level await beside AsyncLocalStorage',
    {
      remedy:
        'Move what waits into the handler or into onInit from "oche/runtime", or use "engine: bun".',
      detail: failure.output,
    },
  )
}

async function runEngine(
  file: string,
  root: string,
  args: string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { ok, output } = await runTool({ file, args, cwd: root }, signal)
  if (ok) return
  throw new OcheError('COMPILE_FAILED', `the engine does not take the bundle: ${output.trim()}`, {
    remedy: 'Use "engine: bun" in oche.yaml, and tell of it: this is a fault of the engine.',
  })
}
