import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { limits } from '../contract/limits.ts'
import type { Artifact } from '../core/artifact.ts'
import { isAlive } from '../core/is-alive.ts'
import { makeOcheFolder } from '../core/paths.ts'
import {
  answerFromCache,
  compiledEarlier,
  compileIdentity,
  remember,
  symbolsIn,
  type Earlier,
} from './cache/build-cache.ts'
import { checkExecutables } from './lambda/check/executable.ts'
import { chooseCompiler } from './compilers/choose.ts'
import { removeIfPossible } from './files.ts'
import { cachingDeflater } from './package/block-cache.ts'
import { packageContents } from './package/contents.ts'
import { createDeflater } from './package/deflater.ts'
import { externalPackages } from './package/external/external.ts'
import { lambdaPlatform } from './package/external/platform.ts'
import { includedFiles } from './package/include.ts'
import type { PackageFile } from './package/types.ts'
import { writeZip } from './package/zip.ts'
import { buildPaths, sharedPaths } from './paths.ts'
import { oneAtATime } from './process/queue.ts'
import type { BinaryArtifact, BuildOptions, Compiled, Compiler } from './types.ts'

/**
 * Compiles a function for Lambda, checks that Lambda could start it, and packs it. Where nothing has
 * changed since the last build, that one is the answer. What an earlier build left stays in place
 * until this one has succeeded.
 *
 * @throws OcheError
 */
export function build(options: BuildOptions & { format?: 'zip' | undefined }): Promise<Artifact>
export function build(options: BuildOptions): Promise<Artifact | BinaryArtifact>
export async function build(options: BuildOptions): Promise<Artifact | BinaryArtifact> {
  const { project, fn, arch, reporter, force = false } = options
  const compiler = await chooseCompiler(options)
  const cached = force ? undefined : await answerFromCache(options, compiler)
  if (cached !== undefined) {
    reporter.info(`${fn.name} for ${arch}: nothing changed, the last build stands (--force builds)`)
    return cached
  }
  makeOcheFolder(project.root)
  const { folder } = buildPaths(project.root, fn.name)
  removeAbandoned(folder)
  const unfinished = join(folder, `.${process.pid}-${randomUUID()}`)
  try {
    // Whoever asks for the same meanwhile takes this executable.
    const identity = `${project.root} ${compileIdentity(options, compiler)}`
    return await oneAtATime(identity, () => buildIn(unfinished, options, compiler))
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

async function buildIn(
  unfinished: string,
  options: BuildOptions,
  compiler: Compiler,
): Promise<Artifact | BinaryArtifact> {
  const { project, fn, arch, reporter, signal, format = 'zip', force = false } = options
  const paths = buildPaths(project.root, fn.name)
  const folder = join(unfinished, 'result')
  const scratch = join(unfinished, 'scratch')
  for (const made of [folder, scratch]) mkdirSync(made, { recursive: true })

  const keep = await remember(options, compiler)
  const earlier = force ? undefined : await compiledEarlier(options, compiler)
  if (earlier === undefined && compiler.route !== undefined) {
    reporter.info(`${fn.name} for ${arch}: ${compiler.route}`)
  }
  const compiled =
    earlier === undefined
      ? await compiler.compile({ arch, folder, scratch, reporter, signal })
      : takeOver(earlier, folder, compiler)
  const external = externalPackages(project, fn, lambdaPlatform(arch))
  const included = includedFiles(project.root, fn.include)
  const files = packageContents(compiled.files, included, external.files)
  compiler.refuseFiles?.(files)
  const check = { arch, compiled: compiled.files, files, hasLayers: fn.layers.length > 0 }
  for (const warning of checkExecutables(check)) reporter.warn(warning)
  const executable = join(folder, 'bootstrap')
  chmodSync(executable, 0o755)
  const packed =
    format === 'zip' ? await pack(join(folder, `${fn.name}.zip`), files, options) : undefined
  signal?.throwIfAborted()
  replaceFolder(folder, paths.build(arch))
  await keep(compiled, { sha256: packed?.sha256, inputs: external.inputs }, earlier)

  const binary: BinaryArtifact = {
    function: fn.name,
    arch,
    executable: paths.executable(arch),
    bytes: statSync(paths.executable(arch)).size,
    ...symbolsIn(paths.build(arch), compiled.beside),
    cached: false,
  }
  if (packed === undefined) return binary
  if (packed.bytes > limits.directZipBytes) reporter.warn(largeZip(fn.name, packed.bytes))
  return { ...binary, zip: paths.zip(arch), zipBytes: packed.bytes, sha256: packed.sha256 }
}

/** The executable of an earlier build, where the same would come out. */
function takeOver(
  { folder: from, compile }: Earlier,
  folder: string,
  compiler: Compiler,
): Compiled {
  compiler.refuse?.(compile.exports)
  const { files, beside = [], exports } = compile
  for (const name of [...files, ...beside]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    copyFileSync(join(from, name), join(folder, name), constants.COPYFILE_FICLONE)
  }
  return {
    files: files.map((name) => ({ name, file: join(folder, name) })),
    beside,
    ...(exports && { exports }),
  }
}

/** Pieces that an earlier build has deflated are taken from there. */
function pack(zip: string, files: readonly PackageFile[], { project, signal }: BuildOptions) {
  const { blocks } = sharedPaths(project.root)
  const deflater = cachingDeflater(blocks, createDeflater())
  return writeZip(zip, files, { deflater, signal })
}

function largeZip(name: string, bytes: number): string {
  const megabytes = (bytes / 1024 / 1024).toFixed(1)
  return `the zip of ${name} has ${megabytes} MB: over 50 MB Lambda takes it only by way of S3, which a deploy then uses`
}

/** What builds have left that were killed in the middle. */
function removeAbandoned(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const owner = /^\.(\d+)-/.exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) removeIfPossible(join(folder, name))
  }
}

function replaceFolder(from: string, to: string): void {
  const old = join(dirname(to), `.${process.pid}-${randomUUID()}`)
  renameIfThere(to, old)
  renameSync(from, to)
  removeIfPossible(old)
}

function renameIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to)
}
