import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Architecture } from '../../core/config/schema.ts'
import { OcheError } from '../../core/errors.ts'
import { linkOrCopy } from '../files.ts'
import { runTool } from '../process/run.ts'
import { findEsbuild } from '../toolchain/esbuild.ts'
import { nodeVersion } from '../toolchain/node-package.ts'
import { toolSignature } from '../toolchain/which.ts'
import type { Engine } from '../types.ts'
import { exportsOf } from './exports.ts'
import { nodeBase } from './node-base.ts'
import { appendBundle, LOADER } from './node-loader.ts'

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
    const bundle = join(scratch, 'bundle.mjs')
    const modules = await bundleTo(bundle, root, entry, scratch, signal)
    const target = { version, system: 'linux', arch: NODE_ARCHITECTURES[arch] } as const
    appendBundle(await nodeBase(target, signal), bundle, output)
    return modules
  },

  async compileForHost({ root, entry, output, scratch, signal }) {
    const version = nodeVersion(root)
    const bundle = join(dirname(output), 'bundle.mjs')
    const modules = await bundleTo(bundle, root, entry, scratch, signal)
    const target = { version, system: process.platform, arch: process.arch }
    linkOrCopy(await nodeBase(target, signal), output)
    return modules
  },
}

async function bundleTo(
  bundle: string,
  root: string,
  entry: string,
  scratch: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const metafile = join(scratch, 'modules.json')
  const args = [entry, ...bundleArguments(nodeVersion(root)), '--sourcemap=inline']
  await runEsbuild(root, [...args, `--outfile=${bundle}`, `--metafile=${metafile}`], signal)
  const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as {
    inputs: Record<string, unknown>
  }
  return Object.keys(inputs).map((path) => resolve(root, path))
}

async function runEsbuild(root: string, args: string[], signal: AbortSignal | undefined) {
  const all = [...args, '--log-level=warning', '--color=false']
  const tool = { file: findEsbuild(root), args: all, cwd: root }
  const { ok, stdout, output, failure } = await runTool(tool, signal)
  if (!ok) throw compileError(output, failure)
  return stdout
}

function compileError(output: string, failure: string | undefined): OcheError {
  const message = /\[ERROR\] (.+)$/m.exec(output)?.[1]
  const place = /^ {4}(\S.*:\d+:\d+):$/m.exec(output)?.[1]
  if (message === undefined) {
    return new OcheError('COMPILE_FAILED', `esbuild failed: ${failure}`, { detail: output })
  }
  return new OcheError('COMPILE_FAILED', place === undefined ? message : `${place}: ${message}`, {
    detail: output,
    remedy: message.startsWith('Could not resolve')
      ? 'Correct the import, or install the package: npm install <package>'
      : 'Correct the source; the place is shown above.',
  })
}
