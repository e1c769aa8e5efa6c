import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Artifact } from '../core/artifact.ts'
import type { Architecture } from '../core/config/schema.ts'
import { OcheError } from '../core/errors.ts'
import type { FunctionConfig, Project } from '../core/project.ts'
import { readElf } from './elf/read.ts'
import { bunEngine } from './engine/bun.ts'
import { writeEntry } from './entry.ts'
import { writeZip } from './package/zip.ts'
import { buildPaths } from './paths.ts'
import { findSource } from './source.ts'
import type { BuildOptions, Engine, HostBuild } from './types.ts'

/**
 * Compiles a function for Lambda and packs it. What an earlier build left stays in place until this
 * one has succeeded.
 *
 * @throws OcheError `SOURCE_NOT_FOUND`, `COMPILE_FAILED`, `NO_HANDLER`, `BUN_NOT_FOUND`, `WRONG_ARCHITECTURE`
 */
export async function build({ project, fn, arch, signal }: BuildOptions): Promise<Artifact> {
  const engine = engineFor(fn)
  const paths = buildPaths(project.root, fn.name)
  const entry = await prepareEntry(engine, project, fn, signal)
  const unfinished = join(dirname(paths.executable(arch)), `.${randomUUID()}`)
  mkdirSync(unfinished, { recursive: true })
  try {
    const executable = join(unfinished, 'bootstrap')
    await engine.compile({ root: project.root, entry, arch, output: executable, signal })
    checkArchitecture(executable, arch)
    chmodSync(executable, 0o755)
    const zip = join(unfinished, 'package.zip')
    const packed = await writeZip(zip, [{ name: 'bootstrap', file: executable, executable: true }])
    renameSync(executable, paths.executable(arch))
    renameSync(zip, paths.zip(arch))
    return {
      function: fn.name,
      arch,
      executable: paths.executable(arch),
      zip: paths.zip(arch),
      bytes: statSync(paths.executable(arch)).size,
      zipBytes: packed.bytes,
      sha256: packed.sha256,
      cached: false,
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

/** Makes what `oche dev` runs: an executable for this machine, in a folder of its own. */
export async function buildForHost({
  project,
  fn,
  signal,
}: Omit<BuildOptions, 'arch'>): Promise<HostBuild> {
  const engine = engineFor(fn)
  const entry = await prepareEntry(engine, project, fn, signal)
  const { host } = buildPaths(project.root, fn.name)
  const folder = join(host, `${Date.now()}-${randomUUID().slice(0, 8)}`)
  mkdirSync(folder, { recursive: true })
  const { executable, inputs } = await engine.compileForHost({
    root: project.root,
    entry,
    folder,
    signal,
  })
  removeOldBuilds(host)
  return { executable, inputs }
}

function engineFor(fn: FunctionConfig): Engine {
  const missing = fn.build !== undefined ? '"build:"' : fn.language === 'dart' ? 'Dart' : undefined
  const what = missing ?? (fn.engine === 'node' ? '"engine: node"' : undefined)
  if (what === undefined) return bunEngine
  throw new OcheError(
    'BUILD_UNSUPPORTED',
    `this version of oche cannot build ${fn.name}: ${what}`,
    {
      remedy: 'It compiles TypeScript by Bun.',
    },
  )
}

async function prepareEntry(
  engine: Engine,
  project: Project,
  fn: FunctionConfig,
  signal: AbortSignal | undefined,
): Promise<string> {
  const source = findSource(project, fn)
  await engine.check({ root: project.root, source, signal })
  return writeEntry(buildPaths(project.root, fn.name).entry, source)
}

function checkArchitecture(executable: string, arch: Architecture): void {
  const found = readElf(executable)
  if (found?.arch === arch) return
  const what =
    found === undefined
      ? 'no ELF executable'
      : `built for ${found.arch ?? `machine ${found.machine}`}`
  throw new OcheError('WRONG_ARCHITECTURE', `the executable is ${what}, not for ${arch}`, {
    remedy: 'Build again; where it stays so, say "oche doctor".',
  })
}

/** The process of the build before may still be answering. */
const KEPT_BUILDS = 3

function removeOldBuilds(folder: string): void {
  const builds = readdirSync(folder).sort()
  for (const old of builds.slice(0, -KEPT_BUILDS)) {
    try {
      rmSync(join(folder, old), { recursive: true, force: true })
    } catch {
      // Windows does not delete an executable that runs; the next build tries again.
    }
  }
}
