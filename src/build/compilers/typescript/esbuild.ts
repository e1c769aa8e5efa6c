import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { readModules, type Module } from '../../inputs/modules.ts'
import { runTool, type ToolCommand, type ToolResult } from '../../process/run.ts'
import type { EngineRequest } from '../../types.ts'
import { ASSET_FLAGS, pointToAssets } from './assets.ts'
import { compileError } from './compile-error.ts'
import { bundlerEnvironment } from './environment.ts'
import { needsFileImports, withFileImports } from './esbuild-imports.ts'
import { findEsbuild } from './find-esbuild.ts'
import { LOADERS } from './loaders.ts'

/** What every bundle by esbuild has in common. */
export const ESBUILD_FLAGS = [
  '--bundle',
  '--platform=node',
  '--format=esm',
  ...LOADERS.map(([ending, loader]) => `--loader:${ending}=${loader}`),
  // Where a tsconfig says nothing, as Bun does.
  '--jsx=automatic',
  ...ASSET_FLAGS,
]

const MESSAGE = /\[ERROR\] (.+)$/m
const PLACE = /^ {4}(\S.*:\d+:\d+):$/m

/**
 * Bundles an entry.
 *
 * @param bundle path of the result
 * @param flags of esbuild
 * @returns the modules that went in
 * @throws OcheError `COMPILE_FAILED`
 */
export async function bundleByEsbuild(
  bundle: string,
  { root, entry, external, scratch, signal }: EngineRequest,
  flags: readonly string[],
): Promise<Module[]> {
  const metafile = join(scratch, 'modules.json')
  const args = [
    entry,
    ...flags,
    ...external.map((name) => `--external:${name}`),
    `--outfile=${bundle}`,
    `--metafile=${metafile}`,
    '--log-level=warning',
    // It stops at six otherwise, and each is a package that may be done without.
    '--log-limit=100',
    '--color=false',
  ]
  const tool = { file: findEsbuild(root), args, cwd: root, env: bundlerEnvironment() }
  const { ok, output, failure } = await runEsbuild(tool, { root, scratch, signal })
  if (!ok) {
    const how = { root, bundler: 'esbuild', output, failure, message: MESSAGE, place: PLACE }
    throw compileError(how)
  }
  pointToAssets(bundle)
  return readModules(root, metafile)
}

/** By its command where that is enough, which starts sooner than its library. */
async function runEsbuild(
  tool: ToolCommand,
  { root, scratch, signal }: Pick<EngineRequest, 'root' | 'scratch' | 'signal'>,
): Promise<ToolResult> {
  const result = await runTool(tool, signal)
  if (result.ok || !needsFileImports(result.output)) return result
  const other = withFileImports(tool, root, scratch)
  return other === undefined ? result : runTool(other, signal)
}

interface SourceMapText {
  sources: string[]
  mappings: string
  /** Nobody reads it in a stack trace. */
  sourcesContent?: string[]
}

/** A bundle's map, whose sources then stand beside the bootstrap: /var/task/src/index.ts. */
export function readMap(bundle: string, root: string): SourceMapText {
  const map = JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapText
  delete map.sourcesContent
  map.sources = map.sources.map((source) =>
    relative(root, resolve(dirname(bundle), source))
      .split(sep)
      .join('/'),
  )
  return map
}
