import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { linkOrCopy } from '../../files.ts'
import { runTool } from '../../process/run.ts'
import { findEsbuild } from './find-esbuild.ts'
import { nodeVersion } from './node-package.ts'
import { toolSignature } from '../../process/which.ts'
import type { Engine, EngineRequest } from '../../types.ts'
import { ASSET_FLAGS, pointToAssets, takeAssets } from './assets.ts'
import { compileError } from './compile-error.ts'
import { bundlerEnvironment } from './environment.ts'
import { LOADERS } from './loaders.ts'
import { readModules, type Module } from '../../inputs/modules.ts'
import { nodeBase } from './node-base.ts'
import { appendBundle, BUNDLE, LOADER } from './node-loader.ts'
import { placeBanner } from './place.ts'
import { readSourceBundle } from './source-bundle.ts'

const NODE_ARCHITECTURES: Record<Architecture, string> = { arm64: 'arm64', x86_64: 'x64' }

/** The source map makes stack traces name the user's files and lines. */
function bundleArguments(version: string): string[] {
  const [major] = version.split('.')
  return [
    '--bundle',
    '--platform=node',
    '--format=esm',
    `--target=node${major}`,
    ...LOADERS.map(([ending, loader]) => `--loader:${ending}=${loader}`),
    '--loader:.node=copy',
    // Where a tsconfig says nothing, as Bun does.
    '--jsx=automatic',
    ...ASSET_FLAGS,
  ]
}

/** Half the text is read in less time; names stay what stack traces and listeners show. */
const RUNNING = [`--banner:js=${placeBanner('node')}`, '--minify-whitespace']

/** Node's single executable application: esbuild bundles, Node from npm runs the bundle. */
export const nodeEngine: Engine = {
  entryWaits: true,

  identity: (root) => {
    const version = nodeVersion(root)
    return [
      toolSignature(findEsbuild(root)),
      version,
      LOADER,
      ...bundleArguments(version),
      ...RUNNING,
    ]
  },

  async bundleSource({ root, source, external, packed, scratch, signal }) {
    const bundle = join(scratch, 'source', 'source.js')
    const modules = await bundleTo(
      bundle,
      { root, entry: source, external, packed, scratch, signal },
      [],
    )
    return readSourceBundle(bundle, modules)
  },

  corrections: () => [],

  async compile({ arch, output, ...request }) {
    const { root, scratch, signal } = request
    const bundle = join(scratch, 'bundle', BUNDLE)
    const modules = await bundleTo(bundle, request, RUNNING)
    const target = {
      version: nodeVersion(root),
      system: 'linux',
      arch: NODE_ARCHITECTURES[arch],
    } as const
    appendBundle(await nodeBase(target, signal), withMap(bundle, root), output)
    return { modules, assets: takeAssets(bundle, dirname(output)) }
  },

  async compileForHost({ output, ...request }) {
    const { root, signal } = request
    // A debugger reads the map in the bundle, the loader the one beside it.
    const how = [...RUNNING, '--sourcemap=both']
    const modules = await bundleTo(join(dirname(output), BUNDLE), request, how)
    const target = {
      version: nodeVersion(root),
      system: process.platform,
      arch: process.arch,
    }
    linkOrCopy(await nodeBase(target, signal), output)
    return modules
  },
}

/** @returns the modules that went in */
async function bundleTo(
  bundle: string,
  { root, entry, external, scratch, signal }: EngineRequest,
  more: readonly string[],
): Promise<Module[]> {
  const metafile = join(scratch, 'modules.json')
  const shared = ['--sourcemap=external', ...bundleArguments(nodeVersion(root))]
  const args = [entry, ...shared, ...more]
  for (const name of external) args.push(`--external:${name}`)
  args.push(`--outfile=${bundle}`, `--metafile=${metafile}`)
  await runEsbuild(root, args, signal)
  pointToAssets(bundle)
  return readModules(root, metafile)
}

/** The map's sources then stand beside the bootstrap: /var/task/src/index.ts. */
function withMap(bundle: string, root: string) {
  const map = JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapText
  delete map.sourcesContent
  map.sources = map.sources.map((source) =>
    relative(root, resolve(dirname(bundle), source))
      .split(sep)
      .join('/'),
  )
  return { bundle: readFileSync(bundle, 'utf8'), map: JSON.stringify(map) }
}

interface SourceMapText {
  sources: string[]
  /** Nobody reads it in a stack trace. */
  sourcesContent?: string[]
}

const MESSAGE = /\[ERROR\] (.+)$/m
const PLACE = /^ {4}(\S.*:\d+:\d+):$/m

async function runEsbuild(root: string, args: string[], signal: AbortSignal | undefined) {
  const all = [...args, '--log-level=warning', '--color=false']
  const tool = { file: findEsbuild(root), args: all, cwd: root, env: bundlerEnvironment() }
  const { ok, stdout, output, failure } = await runTool(tool, signal)
  if (!ok)
    throw compileError({
      root,
      bundler: 'esbuild',
      output,
      failure,
      message: MESSAGE,
      place: PLACE,
    })
  return stdout
}
