import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { init } from 'es-module-lexer'
import { OcheError } from '../../../../core/errors.ts'
import type { Module } from '../../../inputs/modules.ts'
import { runTool } from '../../../process/run.ts'
import { toolSignature } from '../../../process/which.ts'
import type { PackageFile } from '../../../package/types.ts'
import type { Engine, EngineRequest } from '../../../types.ts'
import { takeAssets } from '../assets.ts'
import { bundleByEsbuild, ESBUILD_FLAGS, readMap } from '../esbuild.ts'
import { findEsbuild } from '../find-esbuild.ts'
import { placeBanner } from '../place.ts'
import { readSourceBundle } from '../source-bundle.ts'
import { refuseAbsent } from './absent/absent.ts'
import { markAbsent } from './absent/globals.ts'
import { readOffer } from './absent/offer.ts'
import { useOwnGenerators } from './generators.ts'
import { exportsFile, findEngine, host, LAMBDA, type Machine } from './find-engine.ts'

/** What `require` of a CommonJS package finds: Node's modules, as far as the engine has them. */
const REQUIRE =
  'var require=(name)=>{const found=process.getBuiltinModule(name);' +
  "if(found===undefined)throw Object.assign(new Error(`Cannot find module '${name}'`),{code:'MODULE_NOT_FOUND'});" +
  'return found};'

const PLACE = placeBanner('node')

const BUNDLE = ['--target=es2023', ...ESBUILD_FLAGS]

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
  /\b(from |_*require\d*\(|import\()"(node:)?async_hooks"|\bfunction currentInvocation\d*\(/

const MODULE = 'main'

/** A static executable of some megabytes: the engine, and the function's bytecode behind it. */
export const quickjsEngine: Engine = {
  // Written out, an await at the top level would be none.
  entryWaits: false,
  writesDecoratorTypes: false,

  identity: (root) => [
    toolSignature(findEsbuild(root)),
    toolSignature(findEngine(root, host)),
    REQUIRE,
    PLACE,
    ...BUNDLE,
    ...RUNNING,
    ...FOLLOWING,
  ],

  async bundleSource({ source, ...request }) {
    const bundle = join(request.scratch, 'source', 'source.js')
    const flags = ['--sourcemap=external', ...BUNDLE]
    return readSourceBundle(bundle, await runEsbuild(bundle, { ...request, entry: source }, flags))
  },

  corrections: () => [],

  compile: ({ arch, output, ...request }) => compileFor(LAMBDA[arch], output, request),

  async compileForHost({ output, ...request }) {
    return (await compileFor(host, output, request, request.root)).modules
  },
}

/** @param place where the sources are on this machine; elsewhere they stand beside the bootstrap */
async function compileFor(
  machine: Machine,
  output: string,
  request: EngineRequest,
  place?: string,
): Promise<{ modules: Module[]; assets: PackageFile[] }> {
  const { root, scratch, signal } = request
  const engine = findEngine(root, machine)
  const own = findEngine(root, host)
  const { follows } = await look(exportsFile(own), request)
  const bundle = join(scratch, 'bundle', 'bundle.js')
  const banner = `--banner:js=${follows ? FOLLOWS : ''}${REQUIRE}${PLACE}`
  const flags = [...BUNDLE, ...RUNNING, banner, ...(follows ? FOLLOWING : [])]
  const modules = await runEsbuild(bundle, request, flags)
  useOwnGenerators(bundle)
  const map = join(scratch, 'map.json')
  const { sources, mappings } = readMap(bundle, root)
  writeFileSync(map, JSON.stringify({ place, sources, mappings }))
  const archive = join(scratch, 'bundle.bc')
  await runEngine(own, root, ['--compile', archive, `${MODULE}=${bundle}`, `map:=${map}`], signal)
  await runEngine(own, root, ['--join', engine, archive, output], signal)
  rmSync(`${bundle}.map`)
  return { modules, assets: takeAssets(bundle, dirname(output)) }
}

/** Looks at what is left of the function after tree-shaking. @throws OcheError `ENGINE_LACKS` */
async function look(offered: string, request: EngineRequest): Promise<{ follows: boolean }> {
  await init
  const offer = readOffer(offered)
  const bundle = join(request.scratch, 'look', 'bundle.js')
  await runEsbuild(bundle, request, [...BUNDLE, ...markAbsent(offer)])
  const text = readFileSync(bundle, 'utf8')
  refuseAbsent(text, offer)
  return { follows: FOLLOWED.test(text) }
}

/** @throws OcheError `COMPILE_FAILED`, or `ENGINE_LACKS` for an await that cannot be written out */
async function runEsbuild(
  bundle: string,
  request: EngineRequest,
  flags: readonly string[],
): Promise<Module[]> {
  try {
    return await bundleByEsbuild(bundle, request, flags)
  } catch (thrown) {
    const detail = thrown instanceof OcheError ? thrown.detail : undefined
    if (!detail?.includes('Top-level await is not available')) throw thrown
    throw new OcheError(
      'ENGINE_LACKS',
      '"engine: quickjs" has no top-level await beside AsyncLocalStorage',
      {
        remedy:
          'Move what waits into the handler or into onInit from "oche/runtime", or use "engine: bun".',
        detail,
      },
    )
  }
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
