import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { linkOrCopy } from '../../files.ts'
import { hostExecutable, sharedPaths } from '../../paths.ts'
import { runTool } from '../../process/run.ts'
import { findBun } from './find-bun.ts'
import { toolSignature } from '../../process/which.ts'
import type { Engine } from '../../types.ts'
import { compileError } from './compile-error.ts'
import { exportsOf } from './exports.ts'
import { readModules } from './metafile.ts'

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

/** The command that compiles an entry to an executable for Lambda, as plain data. */
export function compileArguments(
  entry: string,
  arch: Architecture,
  output: string,
  metafile: string,
): string[] {
  return [
    'build',
    ...EXECUTABLE_FLAGS,
    ...BYTECODE,
    '--sourcemap',
    `--target=${TARGETS[arch]}`,
    `--metafile=${metafile}`,
    entry,
    '--outfile',
    output,
  ]
}

export const bunEngine: Engine = {
  identity: (root) => [toolSignature(findBun(root)), ...compileArguments('', 'arm64', '', '')],

  async exportsOf(root, source, signal) {
    return exportsOf(await runBun(root, ['build', '--target=bun', source], signal))
  },

  async compile({ root, entry, arch, output, scratch, signal }) {
    const metafile = join(scratch, 'modules.json')
    await runBun(root, compileArguments(entry, arch, output, metafile), signal)
    return readModules(root, metafile)
  },

  async compileForHost({ root, entry, output, scratch, signal }) {
    const metafile = join(scratch, 'modules.json')
    const loader = await hostLoader(root, signal)
    const bundle = ['build', '--target=bun', '--sourcemap=inline', `--metafile=${metafile}`]
    const folder = dirname(output)
    await runBun(root, [...bundle, '--entry-naming=bundle.js', '--outdir', folder, entry], signal)
    linkOrCopy(loader, output)
    return readModules(root, metafile)
  },
}

const LOADER = `await import(process.execPath.slice(0, -${hostExecutable.length}) + 'bundle.js')\n`

/**
 * An executable that runs the bundle beside it. Made once for a version of Bun: afterwards a change
 * costs a bundle of some kilobytes instead of an executable of a hundred megabytes.
 */
async function hostLoader(root: string, signal: AbortSignal | undefined): Promise<string> {
  const version = await runBun(root, ['--version'], signal)
  const folder = join(sharedPaths(root).loaders, `bun-${version.trim()}`)
  const loader = join(folder, hostExecutable)
  if (existsSync(loader)) return loader
  mkdirSync(folder, { recursive: true })
  const source = join(folder, 'loader.ts')
  writeFileSync(source, LOADER)
  const unfinished = join(folder, `${randomUUID()}-${hostExecutable}`)
  await runBun(root, ['build', ...EXECUTABLE_FLAGS, source, '--outfile', unfinished], signal)
  renameSync(unfinished, loader)
  return loader
}

const MESSAGE = /^error: (.+)$/m
const PLACE = /^ +at (.+:\d+:\d+)$/m

async function runBun(root: string, args: string[], signal: AbortSignal | undefined) {
  const tool = { file: findBun(root), args, cwd: root, env: { ...process.env, NO_COLOR: '1' } }
  const { ok, stdout, output, failure } = await runTool(tool, signal)
  if (!ok) throw compileError({ bundler: 'Bun', output, failure, message: MESSAGE, place: PLACE })
  return stdout
}
