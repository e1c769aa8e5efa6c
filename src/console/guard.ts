import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Names of this machine's own, by which no page of the web can reach it. */
const NAMES = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Why a request is refused before anything else is looked at; undefined where it is not. A page that has
 * let a name of its own point to this machine sends that name; one of another origin, or one that opens
 * the address in a frame, says so in headers that no script can set.
 *
 * @param port of the console
 */
export function refusalOf(headers: IncomingHttpHeaders, port: number): string | undefined {
  // Browsers leave out the port that HTTP has by itself.
  const hosts = NAMES.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])])
  const { host = '', origin } = headers
  if (!hosts.includes(host.toLowerCase())) return `this is not ${host || 'a place without a name'}`
  if (origin !== undefined && !hosts.some((one) => origin === `http://${one}`)) {
    return 'pages of other origins may not call this'
  }
  return undefined
}

/** Whether a browser says that a page of somewhere else asks; a person who follows a link is `none`. */
export function isForeign({ 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  return site === 'cross-site' || site === 'same-site'
}

/** Whether the call carries the session's token. */
export function hasToken({ authorization = '' }: IncomingHttpHeaders, token: string): boolean {
  return timingSafeEqual(hash(authorization), hash(`Bearer ${token}`))
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/**
 * Headers of every answer. Scripts and styles come from files alone, nothing from elsewhere, and no page
 * may show this one in a frame.
 */
export const SAFE_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const
