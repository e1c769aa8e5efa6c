import { isBuiltin } from 'node:module'
import { OcheError } from '../../../../../core/errors.ts'
import { absentGlobals } from './globals.ts'
import { importsOf, type Import } from './imports.ts'
import { absentMembers, placeholders } from './members.ts'
import { withoutScheme, type Offer } from './offer.ts'
import { fileAt, placesOf, type Places, type Use } from './places.ts'
import { reachesOf } from './reach.ts'

/**
 * Refuses a bundle that uses what an engine has not, by the file that uses it. What only a package's
 * unused parts would need is no longer in the bundle.
 *
 * @param bundle of esbuild, not minified, and marked by `markAbsent`
 * @throws OcheError `ENGINE_LACKS`
 */
export function refuseAbsent(bundle: string, offer: Offer): void {
  const places = placesOf(bundle)
  const imports = importsOf(bundle, places)
  const reaches = reachesOf(bundle, imports, places)
  const uses = [
    ...frameworks(places),
    ...absentImports(imports, offer),
    ...placeholders(bundle, reaches, places, offer),
    ...absentMembers(bundle, reaches, places, offer),
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

const FRAMEWORK =
  /(?:^|\/)node_modules\/(express|fastify|koa|restify|polka|connect|@nestjs\/core|@hapi\/hapi)\//

/** Those for request listeners. */
function frameworks(places: Places): Use[] {
  const framework = places.find(({ file }) => FRAMEWORK.test(file))
  if (!framework) return []
  const [, name] = FRAMEWORK.exec(framework.file)!
  return [{ what: `servers of node:http, which ${name} needs`, file: framework.file }]
}

function absentImports(imports: readonly Import[], { modules }: Offer): Use[] {
  return imports.flatMap(({ module, named, file }) => {
    const offered = modules[withoutScheme(module)]
    if (offered === undefined) return [{ what: `module ${module}`, file }]
    return named
      .filter(({ name }) => !offered.includes(name))
      .map(({ name }) => ({ what: `${name} in ${module}`, file }))
  })
}

/** esbuild calls a CommonJS package's `require` of what is not in the bundle by a name of its own. */
const REQUIRED = /\b_*require\d*\("([^"]+)"\)/g

/** Those that a `try` is around may fail; what is no module of Node's fails on every engine. */
function absentRequires(bundle: string, places: Places, { modules }: Offer): Use[] {
  return [...bundle.matchAll(REQUIRED)].flatMap((match) => {
    const name = match[1]!
    if (!isBuiltin(name) || withoutScheme(name) in modules) return []
    const before = bundle.slice(Math.max(0, match.index - 200), match.index)
    if (/\btry\s*\{[^}]*$/.test(before)) return []
    return [{ what: `module ${name}`, file: fileAt(places, match.index) }]
  })
}
