import { randomUUID } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { execa, ExecaError } from 'execa'
import type { Architecture } from '../../core/config/schema.ts'
import { OcheError } from '../../core/errors.ts'
import { checkExports, exportsOf } from '../exports.ts'
import { findBun } from '../toolchain/bun.ts'
import type { Engine } from '../types.ts'

const TARGETS: Record<Architecture, string> = { arm64: 'bun-linux-arm64', x86_64: 'bun-linux-x64' }

/**
 * A bootstrap must behave the same wherever it runs: it reads no `.env` and no `bunfig.toml` from
 * its folder. The source map makes stack traces name the user's files and lines.
 */
const EXECUTABLE_FLAGS = [
  '--compile',
  '--no-compile-autoload-dotenv',
  '--no-compile-autoload-bunfig',
]

/** The command that compiles an entry to an executable for Lambda, as plain data. */
export function compileArguments(
  entry: string,
  arch: Architecture,
  output: string,
  metafile: string,
) {
  return [
    'build',
    ...EXECUTABLE_FLAGS,
    '--sourcemap',
    `--target=${TARGETS[arch]}`,
    `--metafile=${metafile}`,
    entry,
    '--outfile',
    output,
  ]
}

export const bunEngine: Engine = {
  name: 'bun',

  async check({ root, source, signal }) {
    const { stdout } = await runBun(root, ['build', '--target=bun', source], signal)
    checkExports(relative(root, source), await exportsOf(stdout))
  },

  async compile({ root, entry, arch, output, signal }) {
    const metafile = join(dirname(output), 'inputs.json')
    await runBun(root, compileArguments(entry, arch, output, metafile), signal)
    return { inputs: readInputs(root, metafile) }
  },

  async compileForHost({ root, entry, folder, signal }) {
    const metafile = join(folder, 'inputs.json')
    const loader = await hostLoader(root, signal)
    const bundle = ['build', '--target=bun', '--sourcemap=inline', `--metafile=${metafile}`]
    await runBun(root, [...bundle, '--entry-naming=bundle.js', '--outdir', folder, entry], signal)
    const executable = join(folder, loaderName)
    linkOrCopy(loader, executable)
    return { executable, inputs: readInputs(root, metafile) }
  },
}

const loaderName = process.platform === 'win32' ? 'bootstrap.exe' : 'bootstrap'

const LOADER = `await import(process.execPath.slice(0, -${loaderName.length}) + 'bundle.js')\n`

/**
 * An executable that runs the bundle beside it. Made once for a version of Bun: afterwards a change
 * costs a bundle of some kilobytes instead of an executable of a hundred megabytes.
 */
async function hostLoader(root: string, signal: AbortSignal | undefined): Promise<string> {
  const { stdout: version } = await runBun(root, ['--version'], signal)
  const folder = join(root, '.oche', 'host', `bun-${version.trim()}`)
  const loader = join(folder, loaderName)
  if (existsSync(loader)) return loader
  mkdirSync(folder, { recursive: true })
  const source = join(folder, 'loader.ts')
  writeFileSync(source, LOADER)
  const unfinished = join(folder, `${randomUUID()}-${loaderName}`)
  await runBun(root, ['build', ...EXECUTABLE_FLAGS, source, '--outfile', unfinished], signal)
  renameSync(unfinished, loader)
  return loader
}

/** Some file systems know no hard links. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}

async function runBun(root: string, args: string[], signal: AbortSignal | undefined) {
  try {
    return await execa(findBun(root), args, {
      cwd: root,
      stdin: 'ignore',
      env: { NO_COLOR: '1' },
      ...(signal !== undefined && { cancelSignal: signal }),
    })
  } catch (thrown) {
    if (!(thrown instanceof ExecaError) || thrown.isCanceled) throw thrown
    throw compileError(thrown)
  }
}

const PLACE = /^ +at (.+:\d+:\d+)$/m

function compileError({ stderr, shortMessage }: ExecaError): OcheError {
  const output = String(stderr ?? '').trim()
  const message = /^error: (.+)$/m.exec(output)?.[1]
  const place = PLACE.exec(output)?.[1]
  if (message === undefined) {
    return new OcheError('COMPILE_FAILED', `Bun failed: ${shortMessage}`, { detail: output })
  }
  return new OcheError('COMPILE_FAILED', place === undefined ? message : `${place}: ${message}`, {
    detail: output,
    remedy: message.startsWith('Could not resolve')
      ? 'Correct the import, or install the package: npm install <package>'
      : 'Correct the source; the place is shown above.',
  })
}

/** The files that went in, from Bun's description of the module graph. */
function readInputs(root: string, metafile: string): string[] {
  const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as {
    inputs: Record<string, unknown>
  }
  return Object.keys(inputs).map((path) => resolve(root, path))
}
