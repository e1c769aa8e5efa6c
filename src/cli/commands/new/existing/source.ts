import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { FoundFunction, Reader } from './found.ts'

const ENDINGS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.tsx', '/index.ts', '/index.js']

/** Where compilers put what the handler of a deployed function names, and where its source is. */
const COMPILED = /^(dist|build|lib|out)\//

/**
 * The source that a handler such as `src/items.list` names.
 *
 * @param hints the folder that it is seen from, and the file that a bundler starts with
 */
export function sourceOf(
  root: string,
  handler: string | undefined,
  reader: Reader,
  place: string,
  hints: { folder?: string | undefined; entry?: unknown } = {},
): Pick<FoundFunction, 'source' | 'handler'> {
  if (handler === undefined || handler === 'bootstrap') return {}
  const { folder = '.', entry } = hints
  const base = handler.replace(/\.[^./]*$/, '')
  const name = handler.slice(base.length + 1)
  const bases = [base, base.replace(COMPILED, 'src/'), base.replace(COMPILED, '')]
  const files = [
    ...(typeof entry === 'string' ? [entry] : []),
    ...bases.flatMap((one) => ENDINGS.map((ending) => one + ending)),
  ]
  const source = files
    .map((file) => posix.normalize(posix.join(folder, file)))
    .find((file) => existsSync(join(root, file)))
  if (source === undefined) reader.note(`${place}: there is no source for the handler ${handler}`)
  return { source, handler: name === 'handler' || name === '' ? undefined : `index.${name}` }
}
