import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import pMap from 'p-map'
import { isInstalled } from './folders.ts'
import { candidates, isRelative, specifiersIn, type Module } from './modules.ts'
import type { Places } from './places.ts'
import type { TsconfigReach } from './tsconfig.ts'

/** What resolving needs to know besides the modules. */
export interface Surroundings {
  aliases: TsconfigReach['aliases']
  places: Places
  signal: AbortSignal | undefined
}

/**
 * Modules that a bundler has read and does not name, as nothing of them is in the bundle: Bun passes
 * over one that only hands on another, and one of which nothing is used. What they say decides still.
 * Of installed packages none is looked for: they change with their package.json.
 */
export async function elidedModules(
  modules: readonly Module[],
  surroundings: Surroundings,
): Promise<string[]> {
  const known = new Set(modules.map(({ file }) => file))
  const found: string[] = []
  let round: readonly Module[] = modules.filter(({ file }) => !isInstalled(file))
  while (round.length > 0) {
    const { signal } = surroundings
    const leads = round.flatMap((module) => leadsOf(module, surroundings))
    const unknown = [...new Set(leads)].filter((path) => !known.has(path))
    for (const path of unknown) known.add(path)
    const read = await pMap(unknown, readModule, { concurrency: 16, signal })
    round = read.filter((module) => module !== undefined)
    found.push(...round.map(({ file }) => file))
  }
  return found
}

/** Paths that a module's imports may lead to. */
function leadsOf({ file, specifiers }: Module, { aliases, places }: Surroundings): string[] {
  return specifiers.flatMap((specifier) => {
    if (isRelative(specifier)) return candidates(resolve(dirname(file), specifier))
    const aliased = aliases.flatMap(({ pattern, target }) => {
      const match = pattern.exec(specifier)
      return match === null ? [] : candidates(target.replace('*', match[1] ?? ''))
    })
    return [...aliased, ...places.entriesOf(dirname(file), specifier)]
  })
}

/** A program's text; undefined where there is no such file, or it is of no use to a reader. */
async function readModule(file: string): Promise<Module | undefined> {
  try {
    if (!(await stat(file)).isFile()) return undefined
    const text = file.endsWith('.json') ? '' : await readFile(file, 'utf8')
    return { file, specifiers: specifiersIn(text) }
  } catch {
    return undefined
  }
}
