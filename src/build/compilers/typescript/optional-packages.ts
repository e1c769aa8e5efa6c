import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { debug } from '../../../core/debug.ts'
import { OcheError } from '../../../core/errors.ts'
import { packageOf } from '../../inputs/modules.ts'
import type { SourceBundle } from '../../types.ts'
import type { Inspection } from './inspection.ts'

/** An import that a bundler could not resolve. */
interface Unresolved {
  specifier: string
  /** Absolute path. */
  file: string
  /** From 1. */
  line: number
}

/** Each round may bring in a module that misses further ones. */
const ROUNDS = 5

/**
 * Bundles a source without what its packages themselves call optional, where that is not installed
 * and asked for by a call, which the package can catch.
 *
 * @returns what was external before, and what is left out, as `external`
 * @throws OcheError `COMPILE_FAILED`
 */
export async function bundleWithoutOptional({
  engine,
  request,
  reporter,
}: Inspection): Promise<{ bundle: SourceBundle; external: string[] }> {
  const external = [...request.external]
  for (let round = 0; ; round++) {
    try {
      return { bundle: await engine.bundleSource({ ...request, external }), external }
    } catch (thrown) {
      if (!(thrown instanceof OcheError) || thrown.detail === undefined) throw thrown
      const missing = optionalOf(unresolvedIn(thrown.detail, request.root))
      const more = missing.filter(({ name }) => !external.includes(name))
      if (more.length === 0 || round === ROUNDS) throw thrown
      const names = [...new Set(more.map(({ name }) => name))]
      const owners = [...new Set(more.map(({ of }) => of))]
      external.push(...names)
      debug('build', () => `round ${round}: ${names.join(', ')} not installed, bundled without`)
      const [by, without] = [owners, names].map((list) => list.toSorted().join(', '))
      reporter.info(`left out, as ${by} can do without: ${without}`)
    }
  }
}

const BUN = /Could not resolve: "([^"]+)".*\n\s+at (.+):(\d+):\d+/g
const ESBUILD = /Could not resolve "([^"]+)".*\n\n {4}(\S.*):(\d+):\d+:/g

/** What a bundler's output says that it did not find. */
function unresolvedIn(output: string, root: string): Unresolved[] {
  return [BUN, ESBUILD].flatMap((pattern) =>
    [...output.matchAll(pattern)].map(([, specifier, file, line]) => ({
      specifier: specifier!,
      file: resolve(root, file!),
      line: Number(line),
    })),
  )
}

interface Optional {
  name: string
  /** The package that asks for it. */
  of: string
}

function optionalOf(unresolved: readonly Unresolved[]): Optional[] {
  return unresolved.flatMap((one) => {
    const manifest = manifestAbove(one.file)
    const name = packageOf(one.specifier)
    if (manifest === undefined || !isOptional(manifest, name) || !isCalled(one)) return []
    return [{ name, of: manifest.name }]
  })
}

interface Manifest {
  name: string
  optionalDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean } | undefined>
  /** What bundlers for browsers leave out, which the package then does without. */
  browser?: string | Record<string, string | false>
}

function isOptional(manifest: Manifest, name: string): boolean {
  const { optionalDependencies = {}, peerDependenciesMeta = {}, browser = {} } = manifest
  return (
    peerDependenciesMeta[name]?.optional === true ||
    name in optionalDependencies ||
    (typeof browser === 'object' && browser[name] === false)
  )
}

/** `import … from` would keep the function from starting. */
function isCalled({ file, line, specifier }: Unresolved): boolean {
  const text = readFileSync(file, 'utf8').split('\n')[line - 1] ?? ''
  return text
    .split(specifier)
    .slice(0, -1)
    .some((before) => /\b(require|resolve|import)\s*\(\s*["'`]$/.test(before))
}

/** Of the package that a file belongs to. */
function manifestAbove(file: string): Manifest | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json')
    if (!existsSync(path)) continue
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Partial<Manifest>
    // A package.json inside of a package may say no more than its type.
    if (manifest.name !== undefined) return manifest as Manifest
  }
  return undefined
}
