import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { relative, resolve, sep } from 'node:path'
import type { Artifact } from '../../core/artifact.ts'
import { debug } from '../../core/debug.ts'
import { OcheError } from '../../core/errors.ts'
import { includedFiles } from '../package/include.ts'
import { buildPaths } from '../paths.ts'
import type { BinaryArtifact, BuildOptions, Compiled, Compiler } from '../types.ts'
import { graphSettings, moduleNames } from '../inputs/module-graph.ts'
import { readRecord, staleness, writeRecord } from './record.ts'
import { takeSnapshot } from '../inputs/snapshot.ts'
import { sourceTree } from '../inputs/source-tree.ts'

/** The last build's artifact, where building again would give the same; undefined otherwise. */
export function answerFromCache(
  options: BuildOptions,
  compiler: Compiler,
): Artifact | BinaryArtifact | undefined {
  const { project, fn, arch, format = 'zip' } = options
  const { root } = project
  const paths = buildPaths(root, fn.name)
  const record = readRecord(paths.build(arch))
  if (record === undefined || (format === 'zip' && record.sha256 === undefined)) return undefined
  const modules = record.modules.map((path) => resolve(root, path))
  const now = {
    identity: identityOf(options, compiler),
    names: inputNames(options, compiler, modules),
  }
  const stale = staleness(root, record, now)
  debug('build', () => `cache: ${fn.name} for ${arch}: ${stale ?? 'stands'}`)
  if (stale !== undefined) return undefined
  const executable = paths.executable(arch)
  const binary = { function: fn.name, arch, executable, bytes: sizeOf(executable), cached: true }
  if (format === 'binary' || record.sha256 === undefined) return binary
  const zip = paths.zip(arch)
  return { ...binary, zip, zipBytes: sizeOf(zip), sha256: record.sha256 }
}

/**
 * Begins to remember a build; the function it returns writes that down once the build has
 * succeeded. Folders are looked at before the compiler runs, modules afterwards: then nothing is
 * written where one was saved in the meantime, as nobody knows which of its versions went in.
 */
export function remember(
  options: BuildOptions,
  compiler: Compiler,
): (compiled: Compiled, sha256: string | undefined) => void {
  const { root } = options.project
  const startedAt = Date.now()
  const look = (modules: readonly string[]) => ({
    names: inputNames(options, compiler, modules),
    inputs: takeSnapshot(root, inputFiles(options, compiler, modules)),
  })
  const before = compiler.folders === undefined ? undefined : look([])
  return ({ files, modules }, sha256) => {
    const saved = inputFiles(options, compiler, modules).some((file) => isNewer(file, startedAt))
    if (before === undefined && saved) return
    const paths = buildPaths(root, options.fn.name)
    const folder = paths.build(options.arch)
    const outputs = files.map(({ name }) => resolve(folder, name))
    if (sha256 !== undefined) outputs.push(paths.zip(options.arch))
    writeRecord(folder, {
      identity: identityOf(options, compiler),
      ...(before ?? look(modules)),
      modules: relativeTo(root, modules),
      outputs: takeSnapshot(root, outputs),
      sha256,
    })
  }
}

/** Another version of Oche may pack or compile in another way. */
const own = createRequire(import.meta.url)('../../../package.json') as { version: string }

function identityOf({ fn, arch }: BuildOptions, compiler: Compiler): string {
  const parts = [own.version, fn.name, arch, fn.include, fn.layers.length > 0, compiler.identity]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Files whose contents count. */
function inputFiles(
  { project: { root }, fn }: BuildOptions,
  { folders }: Compiler,
  modules: readonly string[],
): string[] {
  const included = includedNow(root, fn.include)
  if (folders !== undefined) return [...folders.flatMap(sourceTree), ...included]
  return [...modules, ...graphSettings(root, modules), ...included]
}

/** Files whose being there counts. */
function inputNames(
  { project: { root }, fn }: BuildOptions,
  { folders }: Compiler,
  modules: readonly string[],
): string[] {
  const names = folders?.flatMap(sourceTree) ?? moduleNames(root, modules)
  return relativeTo(root, [...names, ...includedNow(root, fn.include)])
}

/** What is not there yet, or cannot be packed, is complained of when it is packed. */
function includedNow(root: string, include: BuildOptions['fn']['include']): string[] {
  try {
    return includedFiles(root, include).map(({ file }) => file)
  } catch (thrown) {
    if (thrown instanceof OcheError) return []
    throw thrown
  }
}

function isNewer(file: string, time: number): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > time
}

function sizeOf(file: string): number {
  return statSync(file).size
}

function relativeTo(root: string, files: readonly string[]): string[] {
  return files.map((file) => relative(root, file).split(sep).join('/')).toSorted()
}
