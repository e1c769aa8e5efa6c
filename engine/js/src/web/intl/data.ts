import { native } from '../../native.ts'

export const intl = native.part('intl')

type Width = 'wide' | 'abbreviated' | 'narrow'
type Names = { format: Record<Width, string[]>; alone: Partial<Record<Width, string[]>> }
export type Length = 'full' | 'long' | 'medium' | 'short'

export interface Dates {
  months: Names
  days: Names
  periods: Record<Width, Record<string, string>>
  eras: Record<Width, [before: string, after: string]>
  date: Record<Length, string>
  time: Record<Length, string>
  at: Record<Length, string>
  available: Record<string, string>
  append: { era: string; zone: string; day: string }
}

export interface NumberSystem {
  /** Decimal, group, minus, plus, percent, infinity, NaN, exponent, and the first two in money. */
  symbols: string[]
  decimal: string
  percent: string
  /** Standard and accounting, and both where a letter stands beside the number. */
  money: [string, string, string, string]
  spacing: [before: string, after: string]
  units: Record<string, string>
  short: Record<string, string>
  long: Record<string, string>
}

export interface Numbers {
  own: string
  grouping: number
  systems: Record<string, NumberSystem>
  symbols: Record<string, string>
  named: Record<string, string>
}

/** Names: standard and daylight, long and then short; 0 where there is none. */
type ZoneNames = [string | 0, string | 0, string | 0, string | 0]

export interface Zones {
  hour: string
  gmt: string
  zero: string
  names: Record<string, ZoneNames>
}

export interface Shared {
  locales: string
  hours: Record<string, 'H' | 'h'>
  digits: Record<string, number>
  systems: Record<string, string>
  calendars: Record<string, string>
  periods: Record<string, [name: string, from: number, before?: number][]>
  metazones: Record<string, string | [number | null, string][]>
  aliases: Record<string, string>
}

interface Kinds {
  dates: Dates
  numbers: Numbers
  zones: Zones
}

const kept = new Map<string, unknown>()

export function data<Kind extends keyof Kinds>(kind: Kind, locale: string): Kinds[Kind] {
  const key = `${kind} ${locale}`
  let found = kept.get(key)
  if (!found) {
    found = intl
      .data(kind, locale)
      .map((text) => JSON.parse(text))
      .reduce(changed)
    kept.set(key, found)
  }
  return found as Kinds[Kind]
}

type Tree = { [key: string]: unknown }

/** What the script that makes the data took apart. */
function changed(base: Tree, changes: Tree): Tree {
  const result = { ...base }
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete result[key]
    else if (isTree(value) && isTree(result[key])) result[key] = changed(result[key], value)
    else result[key] = value
  }
  return result
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

let all: Shared | undefined

export const shared = (): Shared => (all ??= JSON.parse(intl.supplemental()) as Shared)
