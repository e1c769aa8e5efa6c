import { constants, copyFileSync, mkdirSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { OcheError } from '../core/errors.ts'
import { hostArchitecture } from '../core/host.ts'
import { makeOcheFolder } from '../core/paths.ts'
import { stampOf } from '../core/stamp.ts'
import { readElf } from './lambda/elf/read.ts'
import { chooseCompiler } from './compilers/choose.ts'
import { includeInputs, joined } from './inputs/inputs.ts'
import { externalPackages } from './package/external/external.ts'
import { hostPlatform } from './package/external/platform.ts'
import { includedFiles } from './package/include.ts'
import type { PackageFile } from './package/types.ts'
import { removeRunningFolder, runningFolder } from './running-folder.ts'
import type { HostBuild, HostBuildOptions } from './types.ts'

/**
 * Makes what `oche dev` runs: an executable for this machine, in a folder of its own that stands for
 * `/var/task`.
 *
 * @throws OcheError
 */
export async function buildForHost(options: HostBuildOptions): Promise<HostBuild> {
  const { project, fn, reporter, signal } = options
  const arch = machineArchitecture()
  const compiler = await chooseCompiler(options)
  makeOcheFolder(project.root)
  const folder = runningFolder()
  const scratch = runningFolder()
  const remove = () => removeRunningFolder(folder)
  try {
    const request = { arch, folder, scratch, reporter, signal }
    const { executable, args, inputs, parts = [] } = await compiler.compileForHost(request)
    checkHostExecutable(executable, arch)
    copyInto(folder, includedFiles(project.root, fn.include))
    const external = externalPackages(project, fn, hostPlatform())
    compiler.refuseFiles?.(external.files)
    if (external.files.length > 0) linkTree(external.files, folder)
    const included = await includeInputs(project, fn.include, signal)
    const all = joined(inputs, included, external.inputs)
    return { executable, args, taskRoot: folder, inputs: all, parts, remove }
  } catch (thrown) {
    remove()
    throw thrown
  } finally {
    removeRunningFolder(scratch)
  }
}

function machineArchitecture() {
  const arch = hostArchitecture()
  if (arch !== undefined) return arch
  throw new OcheError(
    'HOST_UNSUPPORTED',
    `a function cannot run on this machine (${process.arch})`,
    {
      remedy: 'oche dev needs an arm64 or x86_64 machine; oche build works here.',
    },
  )
}

/** A command that ignores OCHE_TARGET_ARCH would otherwise fail as "exec format error". */
function checkHostExecutable(executable: string, arch: string): void {
  const found = readElf(executable)?.arch
  if (found === undefined || found === arch) return
  throw new OcheError(
    'WRONG_ARCHITECTURE',
    `the executable is built for ${found}; this machine, where oche dev runs it, is ${arch}`,
    { remedy: 'Let the build obey OCHE_TARGET_ARCH.' },
  )
}

/** Folders of packages that were laid out already, by what is in them. */
const trees = new Map<string, string>()

/** Packages may be large, and seldom change: they are laid out once, and linked to. */
function linkTree(files: readonly PackageFile[], folder: string): void {
  const signature = JSON.stringify(
    files.map(({ name, file }) => [name, file, stampOf(statSync(file))]),
  )
  let tree = trees.get(signature)
  if (tree === undefined) {
    tree = runningFolder()
    copyInto(tree, files)
    trees.set(signature, tree)
  }
  // What needs no right of an administrator on Windows.
  symlinkSync(join(tree, 'node_modules'), join(folder, 'node_modules'), 'junction')
}

/** Copies, not links: what a function writes there must not reach the user's own files. */
function copyInto(folder: string, files: readonly PackageFile[]): void {
  for (const { name, file } of files) {
    const target = join(folder, name)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(file, target, constants.COPYFILE_FICLONE)
  }
}
