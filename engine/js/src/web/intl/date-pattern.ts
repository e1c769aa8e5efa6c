import { shared, type Dates } from './data.ts'
import { inDigits, type Part } from './number-format.ts'
import { piecesOf } from './skeleton.ts'
import { zoneName, zoneOffset } from './zone-names.ts'

export interface Setting {
  dates: Dates
  locale: string
  zone: string
  system: string
  /** Between seconds and their fraction. */
  decimal: string
}

const TYPES: Record<string, string> = {
  G: 'era',
  y: 'year',
  M: 'month',
  L: 'month',
  d: 'day',
  E: 'weekday',
  c: 'weekday',
  a: 'dayPeriod',
  B: 'dayPeriod',
  H: 'hour',
  h: 'hour',
  K: 'hour',
  k: 'hour',
  m: 'minute',
  s: 'second',
  S: 'fractionalSecond',
  z: 'timeZoneName',
  O: 'timeZoneName',
}

/** A date by a pattern of CLDR, in the zone's own time. */
export function datePartsOf(pattern: string, at: number, setting: Setting): Part[] {
  const local = new Date(at + zoneOffset(setting.zone, at)[0] * 1000)
  const parts: Part[] = []
  for (const piece of piecesOf(pattern)) {
    const type = TYPES[piece[0]!]
    if (type) parts.push({ type, value: fieldText(piece, local, at, setting) })
    else literal(parts, piece.startsWith("'") ? quoted(piece) : piece)
  }
  return parts
}

const quoted = (piece: string) => (piece === "''" ? "'" : piece.slice(1, -1).replaceAll("''", "'"))

function literal(parts: Part[], value: string): void {
  const last = parts.at(-1)
  if (last?.type === 'literal') last.value += value
  else parts.push({ type: 'literal', value })
}

function fieldText(run: string, local: Date, at: number, setting: Setting): string {
  const { dates, system, locale, zone } = setting
  const letter = run[0]!
  const width = run.length === 4 ? 'wide' : run.length === 5 ? 'narrow' : 'abbreviated'
  const year = local.getUTCFullYear()
  switch (letter) {
    case 'G':
      return dates.eras[width][year > 0 ? 1 : 0]
    case 'a':
      return dates.periods[width][local.getUTCHours() < 12 ? 'am' : 'pm']!
    case 'B':
      return periodOf(dates.periods[width], locale, local)
    case 'z':
    case 'O':
      return inDigits(zoneName(locale, run, zone, at), system)
    case 'M':
    case 'L':
      if (run.length > 2) return nameOf(dates.months, letter === 'L', width, local.getUTCMonth())
      break
    case 'E':
    case 'c':
      return nameOf(dates.days, letter === 'c', width, local.getUTCDay())
  }
  return inDigits(numberText(letter, run.length, local), system)
}

function nameOf(
  { format, alone }: Dates['months'],
  isAlone: boolean,
  width: 'wide' | 'narrow' | 'abbreviated',
  place: number,
) {
  return ((isAlone && alone[width]) || format[width])[place]!
}

/** Such as "in the morning"; AM and PM where the language has no others. */
function periodOf(names: Record<string, string>, locale: string, local: Date): string {
  const [hours, minutes] = [local.getUTCHours(), local.getUTCMinutes()]
  const { periods } = shared()
  const rules =
    periods[locale] ??
    periods[locale.split('-').slice(0, 2).join('-')] ??
    periods[locale.split('-')[0]!] ??
    []
  const exact = rules.find(
    ([name, from, before]) => before === undefined && from === hours && !minutes && name in names,
  )
  const within = rules.find(
    ([, from, before]) =>
      before !== undefined &&
      (from < before ? hours >= from && hours < before : hours >= from || hours < before),
  )
  return names[(exact ?? within)?.[0] ?? ''] ?? names[hours < 12 ? 'am' : 'pm']!
}

function numberText(letter: string, length: number, local: Date): string {
  const hours = local.getUTCHours()
  const year = local.getUTCFullYear()
  const shown = year > 0 ? year : 1 - year
  if (letter === 'S') return String(local.getUTCMilliseconds()).padStart(3, '0').slice(0, length)
  const number = {
    y: length === 2 ? shown % 100 : shown,
    M: local.getUTCMonth() + 1,
    L: local.getUTCMonth() + 1,
    d: local.getUTCDate(),
    H: hours,
    h: hours % 12 || 12,
    K: hours % 12,
    k: hours || 24,
    m: local.getUTCMinutes(),
    s: local.getUTCSeconds(),
  }[letter]!
  return String(number).padStart(length, '0')
}
