import type { FunctionConfig, Project } from '../core/project.ts'
import { findDart } from './compilers/dart/sdk.ts'
import { findBun } from './compilers/typescript/find-bun.ts'
import { findEsbuild } from './compilers/typescript/find-esbuild.ts'
import { nodeVersion } from './compilers/typescript/node-package.ts'
import { runTool } from './process/run.ts'

/**
 * What a function's source is compiled with, in words such as `Bun 1.3.4`; undefined where a command, a
 * container or nothing makes it.
 *
 * @throws OcheError where a tool is missing
 */
export async function madeWith(
  { root }: Project,
  fn: FunctionConfig,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (fn.build !== undefined || fn.source === undefined) return undefined
  if (fn.language === 'dart') {
    const sdk = await findDart(signal)
    return sdk && `Dart ${sdk.version}`
  }
  if (fn.engine === 'bun') return `Bun ${await versionOf(findBun(root), signal)}`
  const bundler = `esbuild ${await versionOf(findEsbuild(root), signal)}`
  // The engine's own version is Oche's.
  return fn.engine === 'node' ? `Node.js ${nodeVersion(root)}, ${bundler}` : bundler
}

async function versionOf(file: string, signal?: AbortSignal): Promise<string> {
  const { ok, output } = await runTool({ file, args: ['--version'], cwd: '.' }, signal)
  return (ok && output.trim().split('\n').at(-1)) || 'of an unknown version'
}
