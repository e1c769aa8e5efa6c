import type { Pair } from './collect.ts'

/** Path and query of a request target, both as sent; `query` is without the `?`. */
export function splitTarget(target: string): { path: string; query: string } {
  const origin = withoutOrigin(target)
  const mark = origin.indexOf('?')
  if (mark === -1) return { path: origin, query: '' }
  return { path: origin.slice(0, mark), query: origin.slice(mark + 1) }
}

/** RFC 9112, 3.2.2: a server takes the absolute form, `GET http://host/path`, as well. */
function withoutOrigin(target: string): string {
  if (target.startsWith('/')) return target
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i.exec(target)
  if (absolute === null) return target
  const rest = target.slice(absolute[0].length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

/**
 * Percent-decoding that never fails: `%` without two hex digits stays as it is, bytes that are no
 * UTF-8 become U+FFFD.
 */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  return text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes)
    } catch {
      return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8')
    }
  })
}

/**
 * The path as an HTTP API takes it in, by recording: decoded, cut at a `?` that this brings out, and
 * decoded again.
 *
 * @returns undefined where what is to be decoded the second time is no percent-encoding
 */
export function decodeTwice(path: string): string | undefined {
  const [once = ''] = decodePercent(path).split('?')
  return /%(?![0-9A-Fa-f]{2})/.test(once) ? undefined : decodePercent(once)
}

/** The parameters of a query in their order, neither decoded. A parameter without `=` has the value `""`. */
export function parseQuery(query: string, separator: string | RegExp = '&'): Pair[] {
  if (query === '') return []
  return query
    .split(separator)
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      return equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
    })
}

/** The same parameters as a form has them: percent-decoded, `+` is a space. */
export function decodeQuery(pairs: readonly Pair[]): Pair[] {
  return pairs.map(([name, value]) => [decodeForm(name), decodeForm(value)])
}

function decodeForm(text: string): string {
  return decodePercent(text.replaceAll('+', ' '))
}

/**
 * The path below a stage and whether the stage stood in it. A path without the stage is that of a
 * custom domain name that is mapped to the stage.
 */
export function splitStage(path: string, stage: string): { path: string; inPath: boolean } {
  const prefix = `/${stage}`
  if (stage === '$default') return { path, inPath: false }
  if (path === prefix) return { path: '/', inPath: true }
  if (!path.startsWith(`${prefix}/`)) return { path, inPath: false }
  return { path: path.slice(prefix.length), inPath: true }
}
