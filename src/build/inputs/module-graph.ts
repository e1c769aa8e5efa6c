import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'

/** Files that change how a specifier is resolved or a module compiled, looked for in every folder. */
const SETTINGS = ['package.json', 'tsconfig.json', 'jsconfig.json', 'bunfig.toml']

/** Where package managers note what they have put into node_modules. */
const INSTALLED = join('node_modules', '.package-lock.json')

const MODULE = /\.([cm]?[jt]sx?|json)$/

/**
 * What decides the result of bundling besides the modules themselves: the settings in each folder
 * from the modules' up to the root, there or not.
 */
export function graphSettings(root: string, modules: readonly string[]): string[] {
  const folders = foldersUpTo(root, modules)
  const settings = [...folders].flatMap((folder) => SETTINGS.map((name) => join(folder, name)))
  return [
    ...settings,
    ...settings.flatMap(extendedFiles),
    ...[root, ...foldersAbove(root)].map((folder) => join(folder, INSTALLED)),
  ]
}

/** Files that a tsconfig builds upon, those of packages left out: npm's record stands for them. */
function extendedFiles(file: string): string[] {
  const found = new Set<string>()
  const follow = (config: string) => {
    for (const extended of extendsOf(config)) {
      if (found.has(extended)) continue
      found.add(extended)
      follow(extended)
    }
  }
  if (/[jt]sconfig\.json$/.test(file)) follow(file)
  return [...found]
}

/** A tsconfig may have comments and trailing commas, so it is not parsed as JSON. */
function extendsOf(config: string): string[] {
  if (!existsSync(config)) return []
  const text = readFileSync(config, 'utf8')
  const [, list = ''] = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(text) ?? []
  return [...list.matchAll(/"(\.[^"]*)"/g)].map(([, path]) => {
    const named = resolve(dirname(config), path!)
    return named.endsWith('.json') ? named : `${named}.json`
  })
}

/**
 * Names of the modules in the folders that were looked into: a new one may take the place of
 * another without any file that was read having changed.
 */
export function moduleNames(root: string, modules: readonly string[]): string[] {
  return [...foldersUpTo(root, modules)]
    .filter((folder) => !folder.includes(`${sep}node_modules${sep}`))
    .toSorted()
    .flatMap((folder) => namesIn(folder).map((name) => join(folder, name)))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => MODULE.test(name))
      .toSorted()
  } catch {
    return []
  }
}

function foldersUpTo(root: string, modules: readonly string[]): Set<string> {
  const folders = new Set([root])
  for (const module of modules) {
    for (let folder = dirname(module); folder.startsWith(root + sep); folder = dirname(folder)) {
      folders.add(folder)
    }
  }
  return folders
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [] : [parent, ...foldersAbove(parent)]
}
