import { isBuiltin } from 'node:module'
import { namedIn, type Import, type Named } from './imports.ts'
import { fileAt, isOwn, type Places } from './places.ts'

/** A way in which a bundle writes a member of a module. */
export interface Reach {
  module: string
  /** A pattern. Of a module as a whole it has the group "name" for each member. */
  written: string
  /** The member, where it has a name of its own. */
  name?: string
  /** Where the name is declared, which is no use of it. */
  declared?: { from: number; to: number }
  /** The only file that writes it so; undefined where a bundle has the name once. */
  within?: string | undefined
  file: string
}

/** A module as a whole, and a pattern of what it is called. */
type Whole = Pick<Reach, 'module' | 'within' | 'file'> & { called: string }

/**
 * All ways to members of modules: imported by name, of a module as a whole, and taken out of one by a
 * pattern. Of packages only what they import: of a CommonJS package's files nothing is left out that
 * nobody uses.
 */
export function reachesOf(bundle: string, imports: readonly Import[], places: Places): Reach[] {
  const wholes = [...importedWholes(imports), ...loadedWholes(bundle, places)]
    .flatMap(withPromises)
    .filter(({ module }) => isBuiltin(module) || module in globalThis)
  return [
    ...imports.flatMap((one) => one.named.map((named) => reachOf(one, named, one, undefined))),
    ...wholes.map(({ called, ...one }) => ({
      ...one,
      written: `${called}(?:\\.default)?\\.(?<name>\\w+)`,
    })),
    ...wholes
      .filter(({ file }) => isOwn(file))
      .flatMap((whole) => takenApart(bundle, whole, places)),
  ]
}

const escaped = (name: string) => name.replaceAll('$', '\\$')

function reachOf(
  { module, file }: Pick<Reach, 'module' | 'file'>,
  { name, local }: Named,
  { from, to }: { from: number; to: number },
  within: string | undefined,
): Reach {
  return { module, file, name, written: escaped(local), declared: { from, to }, within }
}

/** What is imported by name may be a whole too: `promises` of a module, or a global, as `performance`. */
function importedWholes(imports: readonly Import[]): Whole[] {
  return imports.flatMap(({ module, wholes, named, file }) => [
    ...wholes.map((name) => ({ module, file, called: escaped(name) })),
    ...named.map(({ name, local }) => ({
      module: name === 'promises' ? `${module}/promises` : name,
      file,
      called: escaped(local),
    })),
  ])
}

const withPromises = (whole: Whole): Whole[] => [
  whole,
  { ...whole, module: `${whole.module}/promises`, called: `${whole.called}\\.promises` },
]

/**
 * `os = __require("os")`, `os = await import("os")`, `import("os").then((os) =>`, or without a name; as
 * compilers write it, `os = __importDefault(__require("os"))`.
 */
const LOADED =
  /(?:(?<![\w$.])([\w$]+) = (?:_*(?:import|interop|toESM)\w*\()?)?(?:\b_*require\d*|(?:\bawait )?\bimport)\("([^"]+)"\)(?:\.then\(\(?([\w$]+)\)? =>|(\.))?/g

function loadedWholes(bundle: string, places: Places): Whole[] {
  return [...bundle.matchAll(LOADED)]
    .map(({ index, 1: assigned, 2: module = '', 3: taken, 4: member }) => {
      const name = taken ?? (member ? undefined : assigned)
      const file = fileAt(places, index)
      return { module, called: name ? escaped(name) : loading(module), within: file, file }
    })
    .filter(({ file }) => isOwn(file))
}

const loading = (module: string) =>
  `(?:_*require\\d*\\("${module}"\\)|\\(?await import\\("${module}"\\)\\)?)`

/** `{ exec, spawn: start } = os`, `import("os").then(({ exec }) =>` */
function takenApart(bundle: string, whole: Whole, places: Places): Reach[] {
  const { called, module } = whole
  const pattern = `\\{([^{}]*)\\} = ${called}(?![\\w$.(])|\\bimport\\("${module}"\\)\\.then\\(\\(\\{([^{}]*)\\}\\) =>`
  return [...bundle.matchAll(new RegExp(pattern, 'g'))].flatMap((match) => {
    const from = match.index
    const file = fileAt(places, from)
    if (whole.within !== undefined && whole.within !== file) return []
    const range = { from, to: from + match[0].length }
    const names = namedIn(match[1] ?? match[2] ?? '')
    return names.map((named) => reachOf({ module, file }, named, range, file))
  })
}
