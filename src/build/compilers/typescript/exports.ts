import { init, parse } from 'es-module-lexer'
import { OcheError } from '../../../core/errors.ts'

/** What a source may export to be a function. */
const USABLE = ['handler', 'handlers', 'default']

/** A bundle that is one CommonJS module without `exports` and `module` exports nothing. */
const CALLED_LAST = /^export default (\w+)\(\);?$/m
const NOTHING = /^(?:var|const) \w+ = undefined;?\s*export \{\s*\w+ as default\s*\}/m

const LISTENS = /\.listen\(/

/** Names that a bundled ES module exports. */
export async function exportsOf(bundle: string): Promise<string[]> {
  await init
  const [, exports] = parse(bundle)
  const names = exports.flatMap((one) =>
    'name' in one && one.name !== undefined ? [one.name] : [],
  )
  return names.length === 1 && names[0] === 'default' && isEmpty(bundle) ? [] : names
}

/** Bundlers give `default` to what exports nothing at all. */
function isEmpty(bundle: string): boolean {
  const wrapper = CALLED_LAST.exec(bundle)?.[1]
  if (wrapper === undefined) return NOTHING.test(bundle)
  const start = bundle.indexOf(`var ${wrapper} = __commonJS(`)
  if (start < 0) return false
  return /^var \w+ = __commonJS\((?:function|\{\s*"[^"]*")\(\)/.test(
    bundle.slice(start, start + 2048),
  )
}

/**
 * Refuses a source that no runtime could call.
 *
 * @param handler as in oche.yaml: `src/index.main` names the export `main`, as for AWS's own client
 * @param bundle the source with all it imports: an application that listens has to be exported
 * @throws OcheError `NO_HANDLER`
 */
export function checkExports(
  source: string,
  names: readonly string[],
  handler = '',
  bundle = '',
): void {
  const named = handler.slice(handler.indexOf('.') + 1)
  if (names.some((name) => USABLE.includes(name) || name === named)) return
  const found = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`
  const wanted = handler === '' ? '' : `, and "handler: ${handler}" asks for ${named}`
  throw new OcheError('NO_HANDLER', `${source} has no handler: ${found}${wanted}`, {
    remedy:
      names.length === 0 && LISTENS.test(bundle)
        ? 'Nothing listens to a port on Lambda. Instead of calling listen(), export the application: ' +
          '"export default app".'
        : 'Export one: "export const handler = async (event, context) => result", ' +
          '"export default { fetch }" or "export const handlers = { name: handler }"; or name one of ' +
          'the exports in oche.yaml: "handler: index.<name>".',
  })
}
