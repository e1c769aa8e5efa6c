import { coded, kindOf } from '../define.ts'
import { native } from '../native.ts'
import { URL, URLSearchParams } from '../web/url.ts'
import * as querystring from './querystring.ts'

export { URL, URLSearchParams }

const url = native.part('url')

export const domainToASCII = (name: string) => url.domainToAscii(name)
export const domainToUnicode = (name: string) => url.domainToUnicode(name)

export function fileURLToPath(from: string | URL): string {
  const given = typeof from === 'string' ? new URL(from) : from
  if (!(given instanceof URL))
    throw coded(
      new TypeError(
        `The "path" argument must be of type string or an instance of URL. Received ${kindOf(from)}`,
      ),
      'ERR_INVALID_ARG_TYPE',
    )
  if (given.protocol !== 'file:')
    throw coded(new TypeError('The URL must be of scheme file'), 'ERR_INVALID_URL_SCHEME')
  if (given.hostname !== '')
    throw coded(
      new TypeError('File URL host must be "localhost" or empty on linux'),
      'ERR_INVALID_FILE_URL_HOST',
    )
  if (/%2f/i.test(given.pathname))
    throw coded(
      new TypeError('File URL path must not include encoded / characters'),
      'ERR_INVALID_FILE_URL_PATH',
    )
  return decodeURIComponent(given.pathname)
}

const ESCAPED: Record<string, string> = {
  '%': '%25',
  '\\': '%5C',
  '\n': '%0A',
  '\r': '%0D',
  '\t': '%09',
  '?': '%3F',
  '#': '%23',
}

export function pathToFileURL(path: string): URL {
  const absolute = path.startsWith('/') ? path : `${process.cwd()}/${path}`
  return new URL(`file://${absolute.replace(/[%\\\n\r\t?#]/g, (letter) => ESCAPED[letter]!)}`)
}

export function urlToHttpOptions(from: URL) {
  const { protocol, hostname, hash, search, pathname, href, port, username, password } = from
  return {
    ...from,
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    hash,
    search,
    pathname,
    path: `${pathname}${search}`,
    href,
    ...(port !== '' && { port: Number(port) }),
    ...((username || password) && {
      auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
    }),
  }
}

interface Parts {
  protocol?: string | null
  slashes?: boolean | null
  auth?: string | null
  host?: string | null
  port?: string | number | null
  hostname?: string | null
  hash?: string | null
  search?: string | null
  query?: string | Record<string, unknown> | null
  pathname?: string | null
  path?: string | null
  href?: string
}

/** What `url.parse` gave before there was the URL Standard. */
export class Url implements Parts {
  protocol: string | null = null
  slashes: boolean | null = null
  auth: string | null = null
  host: string | null = null
  port: string | null = null
  hostname: string | null = null
  hash: string | null = null
  search: string | null = null
  query: string | Record<string, unknown> | null = null
  pathname: string | null = null
  path: string | null = null
  href = ''
}

const SLASHED = /^(https?|ftp|gopher|file|wss?):$/

const escaped = (path: string) =>
  path.replace(
    /[ \t\n\r"'<>\\^`{|}]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

export function parse(text: string, withQuery = false, slashesDenoteHost = false): Url {
  if (typeof text !== 'string')
    throw coded(
      new TypeError(`The "url" argument must be of type string. Received ${kindOf(text)}`),
      'ERR_INVALID_ARG_TYPE',
    )
  const found =
    /^([a-z][a-z\d+.-]*:)?(\/\/(?:([^/?#]*)@)?([^/?#@]*))?([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(
      text.trim(),
    )!
  const [, protocol, authority, auth, host, pathname, search, hash] = found
  const all = new Url()
  const scheme = protocol?.toLowerCase() ?? ''
  const hasHost = authority !== undefined && (protocol !== undefined || slashesDenoteHost)
  // Of other schemes what follows is a host, with or without slashes.
  if (!hasHost && protocol && !SLASHED.test(scheme) && scheme !== 'javascript:')
    return {
      ...parse(`${scheme}//${text.trim().slice(protocol.length)}`, withQuery),
      slashes: null,
      href: text.trim(),
    }
  all.protocol = scheme || null
  all.slashes = hasHost || null
  if (hasHost) {
    const [, name, port] = /^(.*?)(?::(\d*))?$/.exec(host!)!
    all.auth = auth === undefined ? null : decodeURIComponent(auth)
    all.hostname = name!.toLowerCase().replace(/^\[|\]$/g, '')
    all.port = port || null
    all.host = name!.toLowerCase() + (port ? `:${port}` : '')
  }
  all.hash = hash ?? null
  all.search = search ?? (withQuery ? '' : null)
  all.query = withQuery
    ? querystring.parse((search ?? '').slice(1))
    : search === undefined
      ? null
      : search.slice(1)
  const rest = escaped(hasHost ? pathname! : `${authority ?? ''}${pathname}`)
  all.pathname = rest || (hasHost && SLASHED.test(scheme) ? '/' : null)
  all.path = all.pathname || all.search ? `${all.pathname ?? ''}${all.search ?? ''}` : null
  all.href = format(all)
  return all
}

export function format(
  from: string | URL | Parts,
  options: { fragment?: boolean; search?: boolean; auth?: boolean } = {},
): string {
  if (typeof from === 'string') return parse(from).href
  if (from instanceof URL) return formatUrl(from, options)
  const { protocol, auth, host, hostname, port, pathname = '', hash, slashes } = from
  const scheme = protocol ? (protocol.endsWith(':') ? protocol : `${protocol}:`) : ''
  const name = hostname && (hostname.includes(':') ? `[${hostname}]` : hostname)
  const place = host ?? (name ? `${name}${port ? `:${port}` : ''}` : undefined)
  const hasSlashes = slashes || (place !== undefined && place !== null && SLASHED.test(scheme))
  const login = auth ? `${encodeURIComponent(auth).replace(/%3A/i, ':')}@` : ''
  const query =
    typeof from.query === 'object' && from.query ? querystring.stringify(from.query) : ''
  const search = from.search ?? (query ? `?${query}` : '')
  const path = (pathname ?? '').replace(/[?#]/g, encodeURIComponent)
  const separated = hasSlashes && path !== '' && !path.startsWith('/') ? `/${path}` : path
  const fragment = hash ? (hash.startsWith('#') ? hash : `#${hash}`) : ''
  const mark = search === '' || search.startsWith('?') ? search : `?${search}`
  return `${scheme}${hasSlashes ? '//' : ''}${place ? login + place : ''}${separated}${mark.replaceAll('#', '%23')}${fragment}`
}

function formatUrl(
  from: URL,
  {
    fragment = true,
    search = true,
    auth = true,
  }: { fragment?: boolean; search?: boolean; auth?: boolean },
): string {
  const copy = new URL(from.href)
  if (!fragment) copy.hash = ''
  if (!search) copy.search = ''
  if (!auth) copy.username = copy.password = ''
  return copy.href
}

export function resolve(from: string, to: string): string {
  const base = new URL(from, 'resolve://')
  const result = new URL(to, base)
  return result.protocol === 'resolve:'
    ? `${result.pathname}${result.search}${result.hash}`
    : result.href
}
