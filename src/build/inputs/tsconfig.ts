import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { ancestors } from './folders.ts'
import { isRelative, packageOf } from './modules.ts'

/** What a tsconfig says of other files. A text with comments and commas too many: it is not parsed. */
export interface TsconfigReach {
  /** Files that it builds upon, and those where they may lie, there or not. */
  files: string[]
  /** What `paths` leads to, absolute, with `*` in it. */
  aliases: { pattern: RegExp; target: string }[]
}

/** Follows `extends` from a tsconfig to all that it builds upon, packages included. */
export async function tsconfigReach(file: string): Promise<TsconfigReach> {
  const reach: TsconfigReach = { files: [], aliases: [] }
  const seen = new Set<string>()
  const follow = async (config: string): Promise<void> => {
    if (seen.has(config)) return
    seen.add(config)
    const text = await textOf(config)
    if (text === undefined) return
    const extended = extendsOf(text).flatMap((named) => extendedFiles(config, named))
    reach.files.push(...extended)
    reach.aliases.push(...aliasesOf(config, text))
    for (const next of extended) await follow(next)
  }
  await follow(file)
  return reach
}

function extendsOf(text: string): string[] {
  const [, list = ''] = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(text) ?? []
  return [...list.matchAll(/"([^"]+)"/g)].map(([, named]) => named!)
}

function extendedFiles(config: string, named: string): string[] {
  const folder = dirname(config)
  if (isRelative(named)) return spelled(resolve(folder, named))
  return ancestors(folder).flatMap((above) => {
    const modules = join(above, 'node_modules')
    const asked = join(modules, named)
    const manifest = join(modules, packageOf(named), 'package.json')
    return [manifest, ...spelled(asked), join(asked, 'tsconfig.json')]
  })
}

function spelled(path: string): string[] {
  return path.endsWith('.json') ? [path] : [path, `${path}.json`]
}

function aliasesOf(config: string, text: string): TsconfigReach['aliases'] {
  const [, paths = ''] = /"paths"\s*:\s*\{([^}]*)\}/.exec(text) ?? []
  const [, base = '.'] = /"baseUrl"\s*:\s*"([^"]*)"/.exec(text) ?? []
  const folder = resolve(dirname(config), base)
  return [...paths.matchAll(/"([^"]+)"\s*:\s*\[([^\]]*)\]/g)].flatMap(([, alias, targets]) =>
    [...targets!.matchAll(/"([^"]+)"/g)].map(([, target]) => ({
      pattern: patternOf(alias!),
      target: resolve(folder, target!.replace('${configDir}', '.')),
    })),
  )
}

function patternOf(alias: string): RegExp {
  const [before = '', after] = alias
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(after === undefined ? `^${before}$` : `^${before}(.*)${after}$`)
}

/** Undefined where there is no such file. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return undefined
  }
}
