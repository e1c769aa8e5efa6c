import { init, parse } from 'es-module-lexer'
import { OcheError } from '../../../core/errors.ts'

/** What a source may export to be a function. */
const USABLE = ['handler', 'handlers', 'default']

/** Names that a bundled ES module exports. */
export async function exportsOf(bundle: string): Promise<string[]> {
  await init
  const [, exports] = parse(bundle)
  return exports.flatMap((one) => ('name' in one && one.name !== undefined ? [one.name] : []))
}

/**
 * Refuses a source that no runtime could call.
 *
 * @throws OcheError `NO_HANDLER`
 */
export function checkExports(source: string, names: readonly string[]): void {
  if (names.some((name) => USABLE.includes(name))) return
  const found = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`
  throw new OcheError('NO_HANDLER', `${source} has no handler: ${found}`, {
    remedy:
      'Export one: "export const handler = async (event, context) => result", ' +
      '"export default { fetch }" or "export const handlers = { name: handler }".',
  })
}
