import { withoutScheme, type Offer } from './offer.ts'
import { fileAt, isOwn, type Places, type Use } from './places.ts'
import type { Reach } from './reach.ts'

/** Their default has more than they export. */
const MORE_THAN_EXPORTS = /^(node:)?(console|events|module|stream)$/

interface Mention {
  name: string
  module: string
  file: string
  /** `new Server()`, `createServer()` */
  isCall: boolean
  /** `instanceof Server`, `typeof createServer` */
  isQuestion: boolean
}

/**
 * Members that an engine has not. A file that only calls one counts on it; one that also names it
 * otherwise looks first whether it is there.
 */
export function absentMembers(
  bundle: string,
  reaches: readonly Reach[],
  places: Places,
  offer: Offer,
): Use[] {
  return reaches.flatMap((reach) => {
    const offered = offeredBy(reach, offer)
    const theirs = process.getBuiltinModule(reach.module) as object | undefined
    if (!offered || !theirs || MORE_THAN_EXPORTS.test(reach.module)) return []
    const mentions = mentionsOf(bundle, reach, places).filter(
      ({ name }) => name in theirs && !offered.includes(name),
    )
    const looked = new Set(mentions.filter((one) => !one.isCall).map((one) => one.file + one.name))
    return mentions.filter((one) => one.isCall && !looked.has(one.file + one.name)).map(useOf)
  })
}

/** Of the module "process" that is what the global has; packages name much of it for the command line. */
function offeredBy({ module, file }: Reach, { modules, members }: Offer) {
  const name = withoutScheme(module)
  if (name !== 'process') return modules[name]
  return isOwn(file) ? members['process'] : undefined
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
      return mentionsOf(bundle, reach, places)
        .filter(({ name, file, isQuestion }) => named.includes(name) && !isQuestion && isOwn(file))
        .map(useOf)
    })
}

const useOf = ({ name, module, file }: Mention): Use => ({ what: `${name} in ${module}`, file })

function mentionsOf(bundle: string, reach: Reach, places: Places): Mention[] {
  const { module, written, declared, within } = reach
  const pattern = new RegExp(
    `(?:\\b(new|instanceof|typeof)\\s+)?(?<![\\w$.])${written}(?![\\w$])\\(?`,
    'g',
  )
  return [...bundle.matchAll(pattern)]
    .filter(({ index }) => !declared || index < declared.from || index >= declared.to)
    .map(({ 0: text, 1: before, index, groups }) => ({
      module,
      name: groups?.['name'] ?? reach.name!,
      file: fileAt(places, index),
      isCall: before === 'new' || text.endsWith('('),
      isQuestion: before === 'instanceof' || before === 'typeof',
    }))
    .filter(({ file }) => within === undefined || file === within)
}
