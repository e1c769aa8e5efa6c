import { readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ancestors, isInstalled } from './folders.ts'
import { entriesIn, isRelative, packageOf, type Module } from './modules.ts'

/** Where packages were looked for, and what lay there: package managers put links there, too. */
export class Places {
  /** Real path by place; null: nothing was there. */
  readonly #found = new Map<string, string | null>()
  readonly #entries = new Map<string, string[]>()

  constructor(modules: readonly Module[]) {
    const asked = new Map<string, Set<string>>()
    for (const { file, specifiers } of modules) {
      const folder = dirname(file)
      const names = asked.get(folder) ?? new Set()
      asked.set(folder, names)
      for (const specifier of specifiers) if (isBare(specifier)) names.add(packageOf(specifier))
    }
    for (const [folder, names] of asked) for (const name of names) this.#find(folder, name)
  }

  /** Every place that was looked at. */
  get all(): string[] {
    return [...this.#found.keys()]
  }

  /** Folders of packages that are linked: their sources are somebody's own. */
  get linked(): string[] {
    const real = [...this.#found.values()].filter((path) => path !== null)
    return [...new Set(real)].filter((path) => !isInstalled(path))
  }

  /** What may be the start of a linked package, which is somebody's own source; of others nothing. */
  entriesOf(folder: string, specifier: string): string[] {
    const found = isBare(specifier) ? this.#find(folder, packageOf(specifier)) : undefined
    if (found === undefined || isInstalled(found)) return []
    const entries =
      this.#entries.get(found) ?? entriesIn(found, textOf(join(found, 'package.json')))
    this.#entries.set(found, entries)
    return entries
  }

  /** As Node looks for a package: in each `node_modules` upwards. */
  #find(folder: string, name: string): string | undefined {
    for (const above of ancestors(folder)) {
      if (basename(above) === 'node_modules') continue
      const modules = join(above, 'node_modules')
      const found = this.#at(modules) === null ? null : this.#at(join(modules, name))
      if (found !== null) return found
    }
    return undefined
  }

  #at(place: string): string | null {
    const known = this.#found.get(place)
    if (known !== undefined) return known
    const found = realPath(place)
    this.#found.set(place, found)
    return found
  }
}

/** Neither a path, nor a module of the engine's, nor one of the package's own `imports`. */
function isBare(specifier: string): boolean {
  return !isRelative(specifier) && !/^(node|bun|data|https?|file):|^#/.test(specifier)
}

/** Null where there is nothing, or nothing that may be looked at. */
function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
