import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Artifact } from '../../core/artifact.ts'
import { debug } from '../../core/debug.ts'
import { ownVersion } from '../../core/own-package.ts'
import { includeInputs, joined, NO_INPUTS, treeInputs, type Inputs } from '../inputs/inputs.ts'
import { difference, isTouchedSince, look, type Snapshot } from '../inputs/snapshot.ts'
import { buildPaths } from '../paths.ts'
import type { BinaryArtifact, BuildOptions, Compiled, Compiler } from '../types.ts'
import { readRecord, writeRecord, type BuildRecord, type Step } from './record.ts'

/**
 * The last build's artifact, where building again would give the same; undefined otherwise.
 *
 * @throws OcheError where its source has no such handler
 */
export async function answerFromCache(
  options: BuildOptions,
  compiler: Compiler,
): Promise<Artifact | BinaryArtifact | undefined> {
  const { project, fn, arch, format = 'zip', signal } = options
  const { root } = project
  const paths = buildPaths(root, fn.name)
  const record = readRecord(paths.build(arch))
  if (record === undefined || (format === 'zip' && record.sha256 === undefined)) return undefined
  const stale =
    (await whyOther(root, record.compile, compileIdentity(options, compiler), signal)) ??
    (await whyOther(root, record.package, packageIdentity(options), signal)) ??
    (await changed(root, record.outputs, signal))
  debug('build', () => `cache: ${fn.name} for ${arch}: ${stale ?? 'stands'}`)
  if (stale !== undefined) return undefined
  compiler.refuse?.(record.compile.exports)
  const executable = paths.executable(arch)
  const binary = {
    function: fn.name,
    arch,
    executable,
    bytes: sizeOf(executable),
    ...symbolsIn(paths.build(arch), record.compile.beside),
    cached: true,
  }
  if (format === 'binary' || record.sha256 === undefined) return binary
  const zip = paths.zip(arch)
  return { ...binary, zip, zipBytes: sizeOf(zip), sha256: record.sha256 }
}

/** An executable that was compiled before, of the same inputs. */
export interface Earlier {
  /** Where its files are. */
  folder: string
  compile: BuildRecord['compile']
}

/** What another function of the same source has, or this one with other files packed. */
export async function compiledEarlier(
  options: BuildOptions,
  compiler: Compiler,
): Promise<Earlier | undefined> {
  const { project, fn, arch, signal } = options
  const identity = compileIdentity(options, compiler)
  const others = project.functions.filter(({ name }) => name !== fn.name)
  for (const { name } of [fn, ...others]) {
    const folder = buildPaths(project.root, name).build(arch)
    const record = readRecord(folder)
    if (record?.compile.identity !== identity) continue
    const stale =
      (await whyOther(project.root, record.compile, identity, signal)) ??
      (await changed(project.root, record.outputs, signal))
    debug('build', () => `compiled for ${name}: ${stale ?? `stands for ${fn.name}`}`)
    if (stale === undefined) return { folder, compile: record.compile }
  }
  return undefined
}

/**
 * Begins to remember a build; the function it returns writes that down once the build has
 * succeeded. Folders of which every file counts are looked at before the compiler runs, all else
 * afterwards: then nothing is written where any of it was touched in the meantime, as nobody knows
 * which of its versions went in.
 */
export async function remember(
  options: BuildOptions,
  compiler: Compiler,
): Promise<(compiled: Compiled, packed: Packed, earlier?: Earlier) => Promise<void>> {
  const { project, fn, arch, signal } = options
  const { root } = project
  const startedAt = Date.now()
  const before =
    compiler.folders && (await look(root, await treeInputs(compiler.folders, signal), signal))
  const settled = async (snapshot: Snapshot) =>
    (await isTouchedSince(root, snapshot, startedAt, signal)) ? undefined : snapshot
  return async (compiled, { sha256, inputs: packedInputs }, earlier) => {
    const inputs =
      earlier?.compile.inputs ??
      before ??
      (await settled(await look(root, compiled.inputs ?? NO_INPUTS, signal)))
    const withIncluded = joined(packedInputs, await includeInputs(project, fn.include, signal))
    const included = await settled(await look(root, withIncluded, signal))
    if (inputs === undefined || included === undefined) {
      return debug('build', () => `cache: ${fn.name} for ${arch}: an input was touched meanwhile`)
    }
    const folder = buildPaths(root, fn.name).build(arch)
    const files = compiled.files.map(({ name }) => name)
    const { beside = [] } = compiled
    const made = [...files, ...beside].map((name) => join(folder, name))
    if (sha256 !== undefined) made.push(buildPaths(root, fn.name).zip(arch))
    writeRecord(folder, {
      compile: {
        identity: compileIdentity(options, compiler),
        inputs,
        files,
        ...(beside.length > 0 && { beside }),
        ...(compiled.exports && { exports: compiled.exports }),
      },
      package: { identity: packageIdentity(options), inputs: included },
      outputs: await look(root, { ...NO_INPUTS, files: made }, signal),
      sha256,
    })
  }
}

interface Packed {
  /** Of the zip; undefined where none was made. */
  sha256: string | undefined
  /** What was packed besides what `include:` names. */
  inputs: Inputs
}

/** Another version of Oche may pack or compile in another way. */
const version = ownVersion()

/** The same for functions that differ in their handler alone. */
export function compileIdentity({ arch }: Pick<BuildOptions, 'arch'>, compiler: Compiler): string {
  return digest([version, arch, compiler.identity])
}

function packageIdentity({ fn }: BuildOptions): string {
  return digest([version, fn.name, fn.include, fn.external, fn.layers.length > 0])
}

/** What a compiler leaves beside a package says how its stack traces are read. */
export function symbolsIn(
  folder: string,
  [name]: readonly string[] = [],
): Pick<Artifact, 'symbols'> {
  return name === undefined ? {} : { symbols: join(folder, name) }
}

function digest(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** Why a step would give something else; undefined where it would not. */
async function whyOther(
  root: string,
  step: Step,
  identity: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (step.identity !== identity) return 'a tool, a version or a setting is another one'
  return changed(root, step.inputs, signal)
}

async function changed(
  root: string,
  snapshot: Snapshot,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const found = await difference(root, snapshot, signal)
  return found && `${found.path} ${found.how}`
}

function sizeOf(file: string): number {
  return statSync(file).size
}
