import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { OcheError } from '../../../../core/errors.ts'
import type { DartOptions } from '../../../../core/project.ts'
import type { Residents } from '../../../residents.ts'
import { runningFolder } from '../../../running-folder.ts'
import type { FrontendServer } from '../layout.ts'
import { ResidentCompiler, ResidentEnded, type ResidentCommand } from './compiler.ts'

export interface ResidentTools {
  frontendServer: FrontendServer
  residents: Residents
  /** Of the SDK. */
  signature: string
}

export interface ResidentJob {
  root: string
  /** Relative to the root, with forward slashes. */
  source: string
  /** `package_config.json`. */
  config: string | undefined
  define: DartOptions['define']
}

interface ResidentResult {
  /** Path of the kernel file, which stays as it is until the next time. */
  kernel: string
  /** Absolute paths of all that was compiled, packages too. */
  sources: readonly string[]
}

/**
 * Compiles a program by a compiler that stays for the next time.
 *
 * @throws OcheError `COMPILE_FAILED` with the compiler's own words
 * @throws ResidentEnded where there is no such compiler any more
 */
export async function compileResident(
  { frontendServer, residents, signature }: ResidentTools,
  job: ResidentJob,
  signal: AbortSignal | undefined,
): Promise<ResidentResult> {
  const { root, source, config, define } = job
  // Where packages are it reads once.
  const packages = config && readFileSync(config, 'utf8')
  const id = JSON.stringify([root, source, define])
  const compiler = residents.take(id, JSON.stringify([signature, packages]), () => {
    const output = join(runningFolder(), 'program.dill')
    return new ResidentCompiler(residentCommand(frontendServer, job, output))
  })
  try {
    const { errors, output } = await compiler.compile(signal)
    if (errors === 0) return { kernel: compiler.output, sources: compiler.sources }
    throw new OcheError('COMPILE_FAILED', `${source} does not compile`, {
      remedy: 'Correct it at the place that is shown.',
      detail: output.join('\n'),
    })
  } catch (thrown) {
    if (thrown instanceof ResidentEnded) residents.drop(id)
    throw thrown
  }
}

function residentCommand(
  { root: sdk, runtime, snapshot, platform }: FrontendServer,
  { root, source, config, define }: ResidentJob,
  output: string,
): ResidentCommand {
  return {
    file: runtime,
    args: [
      snapshot,
      `--sdk-root=${sdk}`,
      `--platform=${platform}`,
      '--target=vm',
      '--incremental',
      `--output-dill=${output}`,
      ...(config === undefined ? [] : [`--packages=${config}`]),
      ...Object.entries(define).map(([name, value]) => `-D${name}=${value}`),
    ],
    cwd: root,
    entry: pathToFileURL(join(root, source)).href,
    output,
  }
}
