import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { linkOrCopy } from '../../files.ts'
import { runTool } from '../../process/run.ts'
import { findEsbuild } from './find-esbuild.ts'
import { nodeVersion } from './node-package.ts'
import { toolSignature } from '../../process/which.ts'
import type { Engine } from '../../types.ts'
import { compileError } from './compile-error.ts'
import { exportsOf } from './exports.ts'
import { readModules } from './metafile.ts'
import { nodeBase } from './node-base.ts'
import { appendBundle, BUNDLE, LOADER } from './node-loader.ts'

const NODE_ARCHITECTURES: Record<Architecture, string> = { arm64: 'arm64', x86_64: 'x64' }

/** The source map makes stack traces name the user's files and lines. */
export function bundleArguments(version: string): string[] {
  const [major] = version.split('.')
  return ['--bundle', '--platform=node', '--format=esm', `--target=node${major}`]
}

/** Node's single executable application: esbuild bundles, Node from npm runs the bundle. */
export const nodeEngine: Engine = {
  identity: (root) => {
    const version = nodeVersion(root)
    return [toolSignature(findEsbuild(root)), version, LOADER, ...bundleArguments(version)]
  },

  async exportsOf(root, source, signal) {
    return exportsOf(
      await runEsbuild(root, [source, ...bundleArguments(nodeVersion(root))], signal),
    )
  },

  async compile({ root, entry, arch, output, scratch, signal }) {
    const version = nodeVersion(root)
    const bundle = join(scratch, BUNDLE)
    const metafile = join(scratch, 'modules.json')
    const args = bundleTo(bundle, entry, version, metafile)
    await runEsbuild(root, [...args, '--sourcemap=external'], signal)
    const target = { version, system: 'linux', arch: NODE_ARCHITECTURES[arch] } as const
    appendBundle(await nodeBase(target, signal), withSourceMap(bundle, root), output)
    return readModules(root, metafile)
  },

  async compileForHost({ root, entry, output, scratch, signal }) {
    const version = nodeVersion(root)
    const metafile = join(scratch, 'modules.json')
    const args = bundleTo(join(dirname(output), BUNDLE), entry, version, metafile)
    await runEsbuild(root, [...args, '--sourcemap=inline'], signal)
    const target = { version, system: process.platform, arch: process.arch }
    linkOrCopy(await nodeBase(target, signal), output)
    return readModules(root, metafile)
  },
}

function bundleTo(bundle: string, entry: string, version: string, metafile: string): string[] {
  return [entry, ...bundleArguments(version), `--outfile=${bundle}`, `--metafile=${metafile}`]
}

/** The bundle with its map, whose sources then stand beside the bootstrap: /var/task/src/index.ts. */
function withSourceMap(bundle: string, root: string): string {
  const map = JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as { sources: string[] }
  map.sources = map.sources.map((source) =>
    relative(root, resolve(dirname(bundle), source))
      .split(sep)
      .join('/'),
  )
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64')
  const url = `data:application/json;base64,${encoded}`
  return `${readFileSync(bundle, 'utf8')}//# sourceMappingURL=${url}\n`
}

const MESSAGE = /\[ERROR\] (.+)$/m
const PLACE = /^ {4}(\S.*:\d+:\d+):$/m

async function runEsbuild(root: string, args: string[], signal: AbortSignal | undefined) {
  const all = [...args, '--log-level=warning', '--color=false']
  const tool = { file: findEsbuild(root), args: all, cwd: root }
  const { ok, stdout, output, failure } = await runTool(tool, signal)
  if (!ok)
    throw compileError({ bundler: 'esbuild', output, failure, message: MESSAGE, place: PLACE })
  return stdout
}
