import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { OcheError } from '../core/errors.ts'
import { hostArchitecture } from '../core/host.ts'
import { makeOcheFolder } from '../core/paths.ts'
import { readElf } from './lambda/elf/read.ts'
import { chooseCompiler } from './compilers/choose.ts'
import { removeIfPossible } from './files.ts'
import { includedFiles } from './package/include.ts'
import type { PackageFile } from './package/types.ts'
import { buildPaths } from './paths.ts'
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
  const { host } = buildPaths(project.root, fn.name)
  const folder = join(host, `${Date.now()}-${randomUUID().slice(0, 8)}`)
  const scratch = `${folder}.scratch`
  for (const made of [folder, scratch]) mkdirSync(made, { recursive: true })
  try {
    const request = { arch, folder, scratch, reporter, signal }
    const { executable, modules } = await compiler.compileForHost(request)
    checkHostExecutable(executable, arch)
    const included = includedFiles(project.root, fn.include)
    copyInto(folder, included)
    const inputs = new Set([...modules, ...included.map(({ file }) => file)])
    return { executable, taskRoot: folder, inputs: [...inputs] }
  } catch (thrown) {
    rmSync(folder, { recursive: true, force: true })
    throw thrown
  } finally {
    rmSync(scratch, { recursive: true, force: true })
    removeOldBuilds(host)
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

/** Copies, not links: what a function writes there must not reach the user's own files. */
function copyInto(folder: string, files: readonly PackageFile[]): void {
  for (const { name, file } of files) {
    const target = join(folder, name)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(file, target)
  }
}

/** The process of the build before may still be answering. */
const KEPT_BUILDS = 3

function removeOldBuilds(host: string): void {
  const builds = readdirSync(host).toSorted()
  for (const old of builds.slice(0, -KEPT_BUILDS)) removeIfPossible(join(host, old))
}
