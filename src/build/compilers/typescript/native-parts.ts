import { existsSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Module } from '../../inputs/modules.ts'
import { hostPlatform, isNamedFor, isNative } from '../../package/external/platform.ts'

/** Packages by which others find their native addon when they run. */
const FINDERS = ['bindings', 'node-gyp-build', 'node-pre-gyp', '@mapbox/node-pre-gyp']

interface Manifest {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/**
 * Names of bundled packages with a native part that is not in the bundle: they look for it when they
 * run, beside themselves, where there is nothing then.
 */
export function packagesWithoutNativePart(modules: readonly Module[]): string[] {
  const packages = new Map(modules.flatMap(({ file }) => packageOfFile(file) ?? []))
  const isThere = (one: string) => modules.some(({ file }) => isIn(file, one))
  const found = [...packages].filter(([name, folder]) => {
    const parts = nativeParts(join(folder, 'package.json'))
    return parts.length > 0 && ![name, ...parts].some(isThere)
  })
  return found.map(([name]) => name).toSorted()
}

/** Whether a native file is one of a package, or of what npm put into it. */
function isIn(file: string, name: string): boolean {
  const folder = `${sep}node_modules${sep}${name.replaceAll('/', sep)}${sep}`
  return isNative(file) && file.includes(folder)
}

function nativeParts(manifestFile: string): string[] {
  if (!existsSync(manifestFile)) return []
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest
  const { dependencies = {}, optionalDependencies = {} } = manifest
  return [
    ...FINDERS.filter((name) => Object.hasOwn(dependencies, name)),
    ...Object.keys(optionalDependencies).filter((name) => isNamedFor(name, hostPlatform())),
  ]
}

/** Name and folder of the innermost package that a file belongs to. */
function packageOfFile(file: string): [[name: string, folder: string]] | undefined {
  const parts = file.split(sep)
  const at = parts.lastIndexOf('node_modules')
  if (at < 0) return undefined
  const end = at + (parts[at + 1]?.startsWith('@') ? 3 : 2)
  return [[parts.slice(at + 1, end).join('/'), parts.slice(0, end).join(sep)]]
}
