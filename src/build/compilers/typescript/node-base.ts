import { createHash, randomUUID } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { oneAtATime } from '../../process/queue.ts'
import { runTool, type ToolCommand } from '../../process/run.ts'
import { cacheFolder } from '../../cache-folder.ts'
import { nodeExecutable } from './node-package.ts'
import { LOADER } from './node-loader.ts'

export interface NodeTarget {
  version: string
  system: NodeJS.Platform
  /** As Node names it: `arm64`, `x64`. */
  arch: string
}

/** Where Node looks whether it is a single executable, see its documentation. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/**
 * Node's single executable for a target, with the loader in it. Made once for a version and kept for
 * every project: putting it in takes ten seconds.
 */
export async function nodeBase(target: NodeTarget, signal?: AbortSignal): Promise<string> {
  const { version, system, arch } = target
  const loader = createHash('sha256').update(LOADER).digest('hex').slice(0, 12)
  const base = join(cacheFolder(), `base-${version}-${system}-${arch}-${loader}`)
  // One after the other: both architectures need this machine's own executable.
  await oneAtATime(cacheFolder(), async () => {
    if (!existsSync(base)) await makeBase(target, base, signal)
  })
  return base
}

async function makeBase(
  { version, system, arch }: NodeTarget,
  base: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Only the same version writes what the target will read.
  const own = await nodeExecutable(process.platform, process.arch, version, signal)
  const executable = await nodeExecutable(system, arch, version, signal)
  const folder = join(cacheFolder(), `.${randomUUID()}`)
  mkdirSync(folder, { recursive: true })
  try {
    const main = join(folder, 'loader.cjs')
    const blob = join(folder, 'loader.blob')
    const config = join(folder, 'sea.json')
    const unfinished = join(folder, 'executable')
    writeFileSync(main, LOADER)
    writeFileSync(
      config,
      JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true }),
    )
    await run({ file: own, args: ['--experimental-sea-config', config], cwd: folder }, signal)
    copyFileSync(executable, unfinished)
    chmodSync(unfinished, 0o755)
    const args = [postject(), unfinished, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE]
    const macho = system === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : []
    await run({ file: process.execPath, args: [...args, ...macho], cwd: folder }, signal)
    if (system === 'darwin') {
      await run(
        { file: 'codesign', args: ['--force', '--sign', '-', unfinished], cwd: folder },
        signal,
      )
    }
    renameSync(unfinished, base)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The command of the package that Node's documentation names for this. */
function postject(): string {
  return createRequire(import.meta.url).resolve('postject/dist/cli.js')
}

async function run(tool: ToolCommand, signal: AbortSignal | undefined): Promise<void> {
  const { ok, output, failure } = await runTool(tool, signal)
  if (ok) return
  throw new OcheError('NODE_EXECUTABLE_FAILED', `${tool.file} failed: ${failure}`, {
    remedy: `What was run: ${[tool.file, ...tool.args].join(' ')}`,
    detail: output,
  })
}
