import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { known, type FoundFunction } from './found.ts'

const ENDINGS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.tsx', '/index.ts', '/index.js']

/** Where compilers put what the handler of a deployed function names, and where its source is. */
const COMPILED = /^(dist|build|lib|out)\//

/** Sources that what is compiled may come from, best first: itself comes last. */
export function sourcesOf(base: string): string[] {
  return [...new Set([base.replace(COMPILED, 'src/'), base.replace(COMPILED, ''), base])].flatMap(
    (one) => ENDINGS.map((ending) => one + ending),
  )
}

/**
 * The source that a handler such as `src/items.list` names; none where there is no such file.
 *
 * @param hints the folder that it is seen from, and the file that a bundler starts with
 */
export function sourceOf(
  root: string,
  handler: string | undefined,
  hints: { folder?: string | undefined; entry?: unknown } = {},
): Pick<FoundFunction, 'source' | 'handler'> {
  if (handler === undefined || handler === 'bootstrap') return {}
  const { folder = '.', entry } = hints
  const base = handler.replace(/\.[^./]*$/, '')
  const name = handler.slice(base.length + 1)
  const source = [...(typeof entry === 'string' ? [entry] : []), ...sourcesOf(base)]
    .map((file) => posix.normalize(posix.join(folder, file)))
    .find((file) => existsSync(join(root, file)))
  return known({ source, handler: name === 'handler' || name === '' ? undefined : `index.${name}` })
}
