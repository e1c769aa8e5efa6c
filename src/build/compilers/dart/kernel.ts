import { constants, copyFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isBelow } from '../../inputs/folders.ts'
import { sourcesToWatch } from '../../inputs/watched.ts'
import { NO_INPUTS } from '../../inputs/inputs.ts'
import type { DartOptions } from '../../../core/project.ts'
import type { Reporter } from '../../../core/reporter.ts'
import type { CompileRequest, HostCompiled } from '../../types.ts'
import type { Residents } from '../../residents.ts'
import { machineArguments } from './machine.ts'
import { packageConfig, packageRecords, type DartPackages } from './package.ts'
import { compileResident } from './resident/compile.ts'
import { ResidentEnded } from './resident/compiler.ts'
import { kernelArguments } from './route.ts'
import { runDart } from './run.ts'
import type { DartSdk } from './sdk.ts'

export interface KernelBuild {
  root: string
  /** Relative to the root, with forward slashes. */
  source: string
  sdk: DartSdk
  packages: DartPackages
  options: DartOptions
  residents: Residents | undefined
}

/** What the virtual machine runs: compiled in a moment, and with all that a debugger needs. */
export async function compileKernel(
  build: KernelBuild,
  { folder, reporter, signal }: CompileRequest,
): Promise<HostCompiled> {
  const { source, sdk, options } = build
  const kernel = join(folder, `${basename(source, '.dart')}.dill`)
  const files =
    (await byResident(build, kernel, reporter, signal)) ?? (await alone(build, kernel, signal))
  return {
    executable: sdk.layout.vm,
    args: machineArguments(kernel, options.define),
    inputs: { ...NO_INPUTS, files },
  }
}

/** @returns what to watch, of which nobody tells what was read */
async function alone(
  { root, source, sdk, packages, options }: KernelBuild,
  kernel: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const watched = await sourcesToWatch(packages.localFolders, signal)
  const args = kernelArguments({ source, output: kernel, arch: undefined }, options)
  await runDart(sdk, args, root, signal)
  return watched()
}

/**
 * @returns what went in; undefined where the SDK has no compiler that stays, or this is the only build
 */
async function byResident(
  { root, source, sdk, packages, options, residents }: KernelBuild,
  kernel: string,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<string[] | undefined> {
  const { frontendServer } = sdk.layout
  if (residents === undefined || frontendServer === undefined) return undefined
  const { signature } = sdk
  const job = { root, source, config: packageConfig(root), define: options.define }
  try {
    const made = await compileResident({ frontendServer, residents, signature }, job, signal)
    copyFileSync(made.kernel, kernel, constants.COPYFILE_FICLONE)
    const isOwn = (file: string) => packages.localFolders.some((own) => isBelow(own, file))
    return [...made.sources.filter(isOwn), ...packageRecords(root, packages)]
  } catch (thrown) {
    if (!(thrown instanceof ResidentEnded)) throw thrown
    reporter.debug(`Dart's incremental compiler has ended: ${thrown.message}`)
    return undefined
  }
}
