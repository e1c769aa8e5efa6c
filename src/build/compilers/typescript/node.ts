import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { linkOrCopy } from '../../files.ts'
import { findEsbuild } from './find-esbuild.ts'
import { nodeVersion } from './node-package.ts'
import { toolSignature } from '../../process/which.ts'
import type { Engine, EngineRequest } from '../../types.ts'
import { takeAssets } from './assets.ts'
import { bundleByEsbuild, ESBUILD_FLAGS, readMap } from './esbuild.ts'
import type { Module } from '../../inputs/modules.ts'
import { nodeBase } from './node-base.ts'
import { appendBundle, BUNDLE, LOADER } from './node-loader.ts'
import { placeBanner } from './place.ts'
import { readSourceBundle } from './source-bundle.ts'

const NODE_ARCHITECTURES: Record<Architecture, string> = { arm64: 'arm64', x86_64: 'x64' }

/** The source map makes stack traces name the user's files and lines. */
function bundleArguments(version: string): string[] {
  const [major] = version.split('.')
  return ['--sourcemap=external', `--target=node${major}`, '--loader:.node=copy', ...ESBUILD_FLAGS]
}

/** Half the text is read in less time; names stay what stack traces and listeners show. */
const RUNNING = [`--banner:js=${placeBanner('node')}`, '--minify-whitespace']

/** Node's single executable application: esbuild bundles, Node from npm runs the bundle. */
export const nodeEngine: Engine = {
  entryWaits: true,
  writesDecoratorTypes: false,

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
function bundleTo(
  bundle: string,
  request: EngineRequest,
  more: readonly string[],
): Promise<Module[]> {
  return bundleByEsbuild(bundle, request, [...bundleArguments(nodeVersion(request.root)), ...more])
}

function withMap(bundle: string, root: string) {
  return { bundle: readFileSync(bundle, 'utf8'), map: JSON.stringify(readMap(bundle, root)) }
}
