import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { parse } from 'es-module-lexer'
import { OcheError } from '../../../../core/errors.ts'

/** What an engine has, as it lists it itself. */
export interface Offer {
  modules: Record<string, readonly string[]>
  globals: readonly string[]
}

export function readOffer(file: string): Offer {
  return JSON.parse(readFileSync(file, 'utf8')) as Offer
}

/** Globals of Node.js and Bun that code may count on. */
const GLOBALS = [
  'BroadcastChannel',
  'Bun',
  'Deno',
  'EventSource',
  'Intl',
  'SharedWorker',
  'Temporal',
  'WebAssembly',
  'WebSocket',
  'Worker',
  'XMLHttpRequest',
  'caches',
  'indexedDB',
  'localStorage',
  'sessionStorage',
] as const

/** Stands for an absent global in a bundle that is looked at, and never run. */
const MARK = '__oche_absent_'

/** Flags with which esbuild marks each use that is left of an absent global. */
export function markAbsent({ globals }: Offer): string[] {
  const absent = GLOBALS.filter((name) => !globals.includes(name))
  return absent.map((name) => `--define:${name}=${MARK}${name}`)
}

interface Use {
  /** In words: what is missing. */
  what: string
  file: string
}

/**
 * Refuses a bundle that uses what an engine has not, by the file that uses it. What only a package's
 * unused parts would need is no longer in the bundle.
 *
 * @param bundle of esbuild, not minified: comments name the files
 * @throws OcheError `ENGINE_LACKS`
 */
export function refuseAbsent(bundle: string, offer: Offer): void {
  const places = files(bundle)
  const imports = importsOf(bundle, places)
  const uses = [
    ...servers(imports, places),
    ...absentImports(imports, offer),
    ...absentMembers(bundle, [...wholesOf(imports), ...requiresOf(bundle, places)], places, offer),
    ...absentRequires(bundle, places, offer),
    ...absentGlobals(bundle, places),
  ]
  const [first] = uses
  if (first === undefined) return
  const lines = [...new Set(uses.map(({ what, file }) => `${file}: ${what}`))]
  throw new OcheError('ENGINE_LACKS', `${first.file}: "engine: quickjs" has no ${first.what}`, {
    remedy: 'Use "engine: bun" in oche.yaml, or leave out what needs it.',
    ...(lines.length > 1 && { detail: lines.slice(0, 30).join('\n') }),
  })
}

/** What is there so that packages can name it, and serves nobody. */
const SERVER = /^(node:)?(http|https|http2|net|tls)$/
const FRAMEWORK =
  /(?:^|\/)node_modules\/(express|fastify|koa|restify|polka|connect|@nestjs\/core|@hapi\/hapi)\//

/** A framework for request listeners, and a server that the user's own files make. */
function servers(imports: readonly Import[], places: Places): Use[] {
  const framework = places.find(({ file }) => FRAMEWORK.test(file))
  if (framework) {
    const [, name] = FRAMEWORK.exec(framework.file)!
    return [{ what: `servers of node:http, which ${name} needs`, file: framework.file }]
  }
  return imports
    .filter(({ module, file }) => SERVER.test(module) && !file.includes('node_modules/'))
    .filter(({ names }) => names.includes('createServer'))
    .map(({ module, file }) => ({ what: `servers: createServer in ${module}`, file }))
}

/** Where each file begins in a bundle, in order. */
type Places = readonly { at: number; file: string }[]

function files(bundle: string): Places {
  return [...bundle.matchAll(/^ *\/\/ (\S.*\.\w+)$/gm)].map((found) => ({
    at: found.index,
    file: found[1]!,
  }))
}

function fileAt(all: Places, offset: number): string {
  return all.findLast(({ at }) => at <= offset)?.file ?? 'the bundle'
}

function absentGlobals(bundle: string, places: Places): Use[] {
  const found = [...bundle.matchAll(new RegExp(`(typeof\\s+)?\\b${MARK}(\\w+)`, 'g'))].map(
    (match) => ({
      name: match[2]!,
      file: fileAt(places, match.index),
      isGuard: match[1] !== undefined,
    }),
  )
  const guarded = new Set(found.filter((one) => one.isGuard).map(({ name, file }) => file + name))
  return found
    .filter(({ name, file, isGuard }) => !isGuard && !guarded.has(file + name))
    .map(({ name, file }) => ({ what: name, file }))
}

const FROM = /^import\s*(?:(\w+)\s*,?\s*)?(?:\{([^}]*)\}|\*\s*as\s+(\w+))?\s*from\s*/

interface Import {
  module: string
  /** Those in braces. */
  names: readonly string[]
  /** What the module as a whole is called. */
  wholes: readonly string[]
  file: string
}

function importsOf(bundle: string, places: Places): Import[] {
  const [imports] = parse(bundle)
  return imports.flatMap(({ specifier: module, importStart: start, start: end }) => {
    if (!module) return []
    const [, byDefault, braces = '', all] = FROM.exec(bundle.slice(start, end)) ?? []
    const asked = braces.split(',').map((part) => part.trim().split(/\s+as\s+/)[0]!)
    const names = asked.filter((one) => one !== '')
    const wholes = [byDefault, all].filter((one) => one !== undefined)
    return [{ module, names, wholes, file: fileAt(places, start) }]
  })
}

function absentImports(imports: readonly Import[], { modules }: Offer): Use[] {
  return imports.flatMap(({ module, names, file }) => {
    const offered = modules[module.replace(/^node:/, '')]
    if (offered === undefined) return [{ what: `module ${module}`, file }]
    return names
      .filter((one) => !offered.includes(one))
      .map((one) => ({ what: `${one} in ${module}`, file }))
  })
}

/** Their default has more than they export. */
const MORE_THAN_EXPORTS = /^(node:)?(console|events|module|process|stream)$/

/** A module as a whole. */
interface Whole {
  module: string
  /** A pattern of what it is called. */
  called: string
  /** The only file that calls it so; undefined where a bundle has the name once. */
  within?: string
}

function wholesOf(imports: readonly Import[]): Whole[] {
  return imports.flatMap(({ module, wholes }) => wholes.map((called) => ({ module, called })))
}

/** `os = __require("os")`, or `__require("os").` with a member. */
const REQUIRED_AS = /(?:(?<![\w$.])([\w$]+) = )?\b_*require\d*\("([^"]+)"\)(\.)?/g

/**
 * What the user's own CommonJS files require. Of a package's nothing is left out that nobody uses: what
 * stands there need not run.
 */
function requiresOf(bundle: string, places: Places): Whole[] {
  return [...bundle.matchAll(REQUIRED_AS)]
    .map(({ index, 1: name, 2: module = '', 3: member }) => ({
      module,
      called: member || !name ? `_*require\\d*\\("${module}"\\)` : name.replaceAll('$', '\\$'),
      within: fileAt(places, index),
    }))
    .filter(({ within }) => !within.includes('node_modules/'))
}

/**
 * Members of a module that is taken as a whole. A file that only calls one counts on it; one that also
 * names it otherwise looks first whether it is there.
 */
function absentMembers(
  bundle: string,
  wholes: readonly Whole[],
  places: Places,
  { modules }: Offer,
): Use[] {
  return wholes.flatMap(({ module, called, within }) => {
    const offered = modules[module.replace(/^node:/, '')]
    const theirs = process.getBuiltinModule(module) as object | undefined
    if (!offered || !theirs || MORE_THAN_EXPORTS.test(module)) return []
    const mentions = [
      ...bundle.matchAll(new RegExp(`(\\bnew\\s+)?(?<![\\w$.])${called}\\.(\\w+)(\\()?`, 'g')),
    ]
      .map(({ index, 1: before, 2: name = '', 3: after }) => ({
        name,
        file: fileAt(places, index),
        isCall: before !== undefined || after !== undefined,
      }))
      .filter(({ file }) => within === undefined || file === within)
      .filter(({ name }) => name in theirs && !offered.includes(name))
    const looked = new Set(mentions.filter((one) => !one.isCall).map((one) => one.file + one.name))
    return mentions
      .filter(({ name, file, isCall }) => isCall && !looked.has(file + name))
      .map(({ name, file }) => ({ what: `${name} in ${module}`, file }))
  })
}

/** esbuild calls a CommonJS package's `require` of what is not in the bundle by a name of its own. */
const REQUIRED = /\b_*require\d*\("([^"]+)"\)/g

/** Those that a `try` is around may fail; what is no module of Node's fails on every engine. */
function absentRequires(bundle: string, places: Places, { modules }: Offer): Use[] {
  return [...bundle.matchAll(REQUIRED)].flatMap((match) => {
    const name = match[1]!
    if (!isBuiltin(name) || name.replace(/^node:/, '') in modules) return []
    const before = bundle.slice(Math.max(0, match.index - 200), match.index)
    if (/\btry\s*\{[^}]*$/.test(before)) return []
    return [{ what: `module ${name}`, file: fileAt(places, match.index) }]
  })
}
