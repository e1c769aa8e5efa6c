import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { ancestors } from '../../inputs/folders.ts'
import { isNamedFor, npmFlags, runsOn, type Platform, type Wanted } from './platform.ts'

/** A package that is packed. */
export interface Placed {
  name: string
  /** Its folder, links resolved. */
  folder: string
  /** Path in the package: `node_modules/sharp`. */
  at: string
}

export interface Closure {
  packages: Placed[]
  /** Paths at which was looked; what lies there decides. */
  places: string[]
}

/**
 * So often a package may lie inside of itself. Two versions of each of two packages that need one another
 * crosswise have no layout without links: each hides from the next the version that that one needs.
 */
const MOST_OF_ONE = 2

interface Manifest extends Wanted {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean } | undefined>
}

/**
 * Packages with all that they need at run time, found as Node finds them and laid out so that Node
 * finds the same again: each as far up as no other version of it is in the way.
 *
 * @param from folder of the source that imports them
 * @throws OcheError `EXTERNAL_ENDLESS`, `EXTERNAL_NOT_FOUND`, `WRONG_ARCHITECTURE`
 */
export function packageClosure(
  from: string,
  names: readonly string[],
  platform: Platform,
): Closure {
  const placed = new Map<string, Placed>()
  const places = new Set<string>()
  const waiting: Placed[] = []

  function find(folder: string, name: string): string | undefined {
    for (const above of ancestors(folder)) {
      if (basename(above) === 'node_modules') continue
      const place = join(above, 'node_modules', name)
      places.add(place)
      if (existsSync(join(place, 'package.json'))) return realpathSync(place)
    }
    return undefined
  }

  /** @param by where the package lies that needs it; '' is the function's folder */
  function place(name: string, folder: string, by: string): void {
    const seen = scopesOf(by).flatMap((scope) => placed.get(placeIn(scope, name)) ?? [])[0]
    if (seen?.folder === folder) return
    const at = placeIn(seen === undefined ? '' : by, name)
    const inside = scopesOf(by).filter((scope) => placed.get(scope)?.folder === folder)
    if (inside.length >= MOST_OF_ONE) throw endless(name, by)
    const one = { name, folder, at }
    placed.set(at, one)
    waiting.push(one)
  }

  for (const name of names) {
    const folder = find(from, name)
    if (folder === undefined) throw notInstalled(name)
    place(name, folder, '')
  }
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const { name, folder, at } = one
    const manifest = readManifest(folder)
    requirePart(name, manifest, platform, (part) => find(folder, part) !== undefined)
    for (const { needed, isOptional } of needsOf(manifest)) {
      const found = find(folder, needed)
      if (found === undefined && isOptional) continue
      if (found === undefined) throw notInstalled(needed, name)
      if (runsOn(readManifest(found), platform)) place(needed, found, at)
    }
  }
  return { packages: [...placed.values()], places: [...places] }
}

/** The folders in which Node looks from a place on, nearest first. */
function scopesOf(at: string): string[] {
  if (at === '') return ['']
  const above = at.slice(0, at.lastIndexOf('node_modules/')).replace(/\/$/, '')
  return [at, ...scopesOf(above)]
}

function placeIn(scope: string, name: string): string {
  return posix.join(scope, 'node_modules', name)
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** A peer that is not there is for whoever installs to tell; the package may do without. */
function needsOf({
  dependencies = {},
  optionalDependencies = {},
  peerDependencies = {},
}: Manifest): { needed: string; isOptional: boolean }[] {
  const optional = [...Object.keys(optionalDependencies), ...Object.keys(peerDependencies)]
  const needed = Object.keys(dependencies).filter((name) => !(name in optionalDependencies))
  return [
    ...needed.map((name) => ({ needed: name, isOptional: false })),
    ...optional.map((name) => ({ needed: name, isOptional: true })),
  ]
}

/** Refuses a package whose part for another machine is installed alone. */
function requirePart(
  name: string,
  { optionalDependencies = {} }: Manifest,
  platform: Platform,
  isInstalled: (part: string) => boolean,
): void {
  const parts = Object.keys(optionalDependencies).filter((part) => isNamedFor(part, platform))
  if (parts.length === 0 || parts.some(isInstalled)) return
  throw new OcheError(
    'WRONG_ARCHITECTURE',
    `${name} has no part for ${platform.os} on ${platform.cpu}: ${parts[0]} is not installed`,
    {
      remedy:
        `Type: npm install --no-save --force ${parts.join(' ')}` +
        ` (or npm install ${npmFlags(platform)} ${name}, which takes this machine’s parts away)`,
    },
  )
}

function notInstalled(name: string, by?: string): OcheError {
  const message =
    by === undefined
      ? `external: ${name} is not installed`
      : `external: ${by} needs ${name}, which is not installed`
  return new OcheError('EXTERNAL_NOT_FOUND', message, {
    remedy: by === undefined ? `Type: npm install ${name}` : 'Type: npm install',
  })
}

function endless(name: string, by: string): OcheError {
  const message = `external: several versions of ${name} and of what it needs need one another (${by})`
  return new OcheError('EXTERNAL_ENDLESS', message, {
    remedy: `Bring them to one version each: npm ls ${name}, then npm dedupe, or "overrides" in package.json.`,
  })
}
