import { membersInNode } from './globals.ts'
import { isAskedFor, isTried } from './guards.ts'
import { withoutScheme, type Offer } from './offer.ts'
import { fileAt, isOwn, type Places, type Use } from './places.ts'
import type { Reach } from './reach.ts'

/** Their default has more than they export. */
const MORE_THAN_EXPORTS = /^(node:)?(events|module|stream)$/

/** As modules they are the globals. */
const GLOBALS = ['console', 'process']

interface Mention {
  name: string
  module: string
  file: string
  /** Looks whether it is there. */
  looks: boolean
  /** `instanceof Server`, `typeof createServer` */
  isQuestion: boolean
  /** Of a package that can do without. */
  mayFail: boolean
}

/**
 * Members that an engine has not. A file that nowhere looks whether one is there counts on it. A
 * package's file looks wherever it does not call it.
 */
export function absentMembers(
  bundle: string,
  reaches: readonly Reach[],
  places: Places,
  offer: Offer,
): Use[] {
  return reaches.flatMap((reach) => {
    const offered = offeredBy(reach, offer)
    if (!offered || MORE_THAN_EXPORTS.test(reach.module)) return []
    const absent = inNode(reach.module).filter((name) => !offered.includes(name))
    const mentions = mentionsOf(bundle, reach, places, absent)
    const looked = new Set(mentions.filter((one) => one.looks).map((one) => one.file + one.name))
    const uses = mentions.filter((one) => !one.looks && !one.mayFail)
    return uses.filter((one) => !looked.has(one.file + one.name)).map(useOf)
  })
}

/** What a module of Node.js exports, or has as a global. */
function inNode(module: string): string[] {
  const found: unknown = process.getBuiltinModule(module)
  const name = withoutScheme(module)
  return found instanceof Object && !GLOBALS.includes(name)
    ? Object.keys(found)
    : membersInNode(name)
}

/** Packages name much of a global for the command line. */
function offeredBy({ module, file }: Reach, { modules, members }: Offer) {
  const name = withoutScheme(module)
  if (name in modules && !GLOBALS.includes(name)) return modules[name]
  return isOwn(file) ? members[name] : undefined
}

/** Members that are there for packages to name, in the user's own files: they work for nobody. */
export function placeholders(
  bundle: string,
  reaches: readonly Reach[],
  places: Places,
  offer: Offer,
): Use[] {
  return reaches
    .filter(({ file }) => isOwn(file))
    .flatMap((reach) => {
      const named = offer.placeholders[withoutScheme(reach.module)] ?? []
      return mentionsOf(bundle, reach, places, named)
        .filter(({ file, isQuestion }) => !isQuestion && isOwn(file))
        .map(useOf)
    })
}

const useOf = ({ name, module, file }: Mention): Use => ({ what: `${name} in ${module}`, file })

/** Of these members. Where a reach can name none of them, the bundle is not searched. */
function mentionsOf(
  bundle: string,
  reach: Reach,
  places: Places,
  names: readonly string[],
): Mention[] {
  const { module, written, declared, within } = reach
  const isOne = (name: string) => names.includes(name)
  if (reach.name === undefined ? names.length === 0 : !isOne(reach.name)) return []
  const pattern = new RegExp(
    `(?:\\b(new|instanceof|typeof)\\s+)?(?<![\\w$."])${written}(?![\\w$:"])`,
    'g',
  )
  return [...bundle.matchAll(pattern)]
    .filter(({ index }) => !declared || index < declared.from || index >= declared.to)
    .map(({ 0: text, 1: before, index, groups }) => {
      const file = fileAt(places, index)
      const to = index + text.length
      const isCall = before === 'new' || bundle.charAt(to) === '('
      return {
        module,
        name: groups?.['name'] ?? reach.name!,
        file,
        looks: isOwn(file) ? before === 'typeof' || isAskedFor(bundle, index, to) : !isCall,
        isQuestion: before === 'instanceof' || before === 'typeof',
        mayFail: !isOwn(file) && isTried(bundle, index),
      }
    })
    .filter(({ name, file }) => isOne(name) && (within === undefined || file === within))
}
