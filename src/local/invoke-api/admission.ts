import type { HeaderLine } from '../../contract/http/types.ts'

/** The headers of a request that tell where it comes from. */
export interface Provenance {
  host: string | undefined
  origin: string | undefined
}

/** Headers that let a page read the answer, or why there is none for it. */
export type Admission = { headers: HeaderLine[] } | { refused: string }

/**
 * Whoever may call a function here acts with the credentials of this machine's user, so pages of the
 * web may not: neither from a foreign origin, nor by a name of theirs that they let point to this
 * machine (DNS rebinding). Programs send no Origin. An address is no name, and cannot be rebound.
 *
 * @param allowed further host names
 */
export function admit({ host, origin }: Provenance, allowed: readonly string[]): Admission {
  if (host !== undefined && !isAddress(hostName(host)) && !isHere(hostName(host), allowed)) {
    return { refused: refusal(`by the name ${hostName(host)}`, hostName(host)) }
  }
  if (origin === undefined) return { headers: [] }
  const name = originName(origin)
  if (name !== undefined && isHere(name, allowed)) return { headers: corsOf(origin) }
  return { refused: refusal(`from pages of ${origin}`, name) }
}

/** What a browser asks before a page may call: nothing is kept from a page that is admitted. */
export function preflightHeaders(requested: string | undefined): HeaderLine[] {
  return [
    ['Access-Control-Allow-Methods', 'POST'],
    ...(requested === undefined ? [] : [['Access-Control-Allow-Headers', requested] as const]),
    ['Access-Control-Max-Age', '86400'],
  ]
}

function corsOf(origin: string): HeaderLine[] {
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Expose-Headers', '*'],
    ['Vary', 'Origin'],
  ]
}

function refusal(what: string, name: string | undefined): string {
  const fix = name === undefined ? '' : ` To allow it, start oche dev with --allow-host ${name}`
  return `The local Lambda cannot be called ${what}.${fix}`
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase()
}

/** Undefined for `null`, which any page can be made to send, and for what is no origin. */
function originName(origin: string): string | undefined {
  return /^https?:\/\/([^/?#@]+)$/i.exec(origin)?.slice(1).map(hostName)[0]
}

function isAddress(name: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(name) || /^\[[0-9a-f:.]+\]$/.test(name)
}

function isHere(name: string, allowed: readonly string[]): boolean {
  const isLoopback = /^127\.\d+\.\d+\.\d+$/.test(name) || name === '[::1]'
  const isLocal = name === 'localhost' || name.endsWith('.localhost')
  return isLoopback || isLocal || allowed.some((one) => one.toLowerCase() === name)
}
