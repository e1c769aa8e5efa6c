import { data, intl, shared } from './data.ts'
import { filled } from './skeleton.ts'

/** The name that CLDR keeps a zone under; nothing where there is no such zone. */
export function canonicalZone(name: string): string | undefined {
  if (/^[+-]\d\d(:?\d\d)?$/.test(name)) return fixed(name)
  const found = intl.zone(name)
  if (!found) return undefined
  const kept = shared().aliases[found] ?? found
  return /^(Etc\/)?(UTC|UCT|GMT|Universal|Zulu|Greenwich|GMT[+-]?0)$/.test(kept) ? 'UTC' : kept
}

function fixed(name: string): string | undefined {
  const [hours, minutes] = [name.slice(1, 3), name.slice(-2)]
  const rest = name.length === 3 ? '00' : minutes
  if (Number(hours) > 23 || Number(rest) > 59) return undefined
  return hours === '00' && rest === '00' ? '+00:00' : `${name[0]}${hours}:${rest}`
}

export function zoneOffset(zone: string, at: number): [seconds: number, forward: number] {
  if (zone === 'UTC') return [0, 0]
  if (!/^[+-]/.test(zone)) return intl.zoneOffset(zone, at)
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4)) * 60
  return [zone.startsWith('-') ? -seconds : seconds, 0]
}

/** By the letters of a pattern: z and O short, zzzz and OOOO long. */
export function zoneName(locale: string, letters: string, zone: string, at: number): string {
  const [seconds, forward] = zoneOffset(zone, at)
  const isLong = letters.length === 4
  const named = letters[0] === 'z' ? nameOf(locale, zone, at, isLong, forward) : 0
  return named || offsetName(locale, seconds, isLong, letters[0] === 'O')
}

function nameOf(
  locale: string,
  zone: string,
  at: number,
  isLong: boolean,
  forward: number,
): string | 0 {
  const { names } = data('zones', locale)
  const place = (isLong ? 0 : 2) + forward
  const own = names[zone === 'UTC' ? 'Etc/UTC' : zone]?.[place]
  if (own) return own
  if (zone === 'UTC' && !isLong) return 'UTC'
  return names[metazoneOf(zone, at) ?? '']?.[place] ?? 0
}

function metazoneOf(zone: string, at: number): string | undefined {
  const uses = shared().metazones[zone]
  if (typeof uses !== 'object') return uses
  return uses.findLast(([from]) => from === null || from * 60000 <= at)?.[1]
}

function offsetName(locale: string, seconds: number, isLong: boolean, isOffset: boolean): string {
  const { hour, gmt, zero } = data('zones', locale)
  if (!seconds && !(isLong && isOffset)) return zero
  const pattern = hour.split(';')[seconds < 0 ? 1 : 0]!
  const minutes = Math.trunc(Math.abs(seconds) / 60)
  const two = (number: number) => String(number).padStart(2, '0')
  const hours = Math.trunc(minutes / 60)
  const rest = minutes % 60
  const separator = /H+(.*?)mm/.exec(pattern)![1]!
  if (isLong) return filled(gmt, pattern.replace(/H+.*?mm/, two(hours) + separator + two(rest)), '')
  if (rest)
    return filled(gmt, pattern.replace(/H+.*?mm/, String(hours) + separator + two(rest)), '')
  return filled(gmt, pattern.replace(/H+.*/s, String(hours)), '')
}
