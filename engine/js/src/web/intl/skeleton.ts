import type { Dates, Length } from './data.ts'

// The way of ICU's DateTimePatternGenerator: of the patterns that a locale has, the nearest to the
// fields that are asked for, its fields then made as wide as asked.

/** In ICU's order; a letter's field is where it stands. */
const FIELDS = [
  'G',
  'yY',
  'Q',
  'ML',
  'w',
  'W',
  'Ecce',
  'd',
  'D',
  'F',
  'aB',
  'HhKk',
  'm',
  's',
  'S',
  'zvOV',
] as const
const LAST_OF_DATE = 9
const PERIOD = 10
const HOUR = 11
const SECOND = 13
const FRACTION = 14
const ZONE = 15
const NUMERIC = 0x100
const DELTA = 0x10
const EXTRA = 0x10000
const MISSING = 0x1000

interface Entry {
  pattern: string
  /** By field: the letter as often as it was written, and a number that says how it looks. */
  letters: string[]
  types: number[]
  /** Only for these very fields: a pattern of a style, where the locale has one for such fields. */
  isExact?: boolean
}

const fieldOf = (letter: string) => FIELDS.findIndex((letters) => letters.includes(letter))

function typeOf(run: string): number {
  const letter = run[0]!
  const { length } = run
  const text = (short: number) =>
    [short, short, short, short - 1, short + 2, short + 1][Math.min(length, 6) - 1]!
  if (letter === 'M' && length < 3) return NUMERIC + length
  if (letter === 'L') return length < 3 ? NUMERIC + DELTA + length : text(-0x103) - DELTA
  if (letter === 'c') return length < 3 ? NUMERIC + 2 * DELTA + length : text(-0x103) - 2 * DELTA
  if ('MEGa'.includes(letter)) return text(-0x103)
  if (letter === 'B') return text(-0x103) - 3 * DELTA
  if ('zvO'.includes(letter)) return (length < 4 ? -0x103 : -0x104) - 'zvO'.indexOf(letter) * DELTA
  return NUMERIC + length + ({ H: 10, k: 11, K: 1 }[letter] ?? 0) * DELTA
}

/** Runs of letters and text between them; quotes are kept. */
export const piecesOf = (pattern: string): string[] =>
  pattern.match(/'(?:[^']|'')*'|([a-zA-Z])\1*|[^a-zA-Z']+/g) ?? []

const isField = (piece: string) => /^[a-zA-Z]/.test(piece)

function entryOf(skeleton: string, pattern: string): Entry {
  const letters: string[] = Array(FIELDS.length).fill('')
  const types: number[] = Array(FIELDS.length).fill(0)
  for (const run of piecesOf(skeleton).filter(isField)) {
    const field = fieldOf(run[0]!)
    if (field < 0) continue
    letters[field] = run
    types[field] = typeOf(run)
  }
  if (/[hK]/.test(letters[HOUR]!) && !letters[PERIOD]) {
    letters[PERIOD] = 'a'
    types[PERIOD] = typeOf('a')
  }
  return { pattern, letters, types }
}

/** The fields, whatever their numbers' widths. */
const baseOf = ({ letters, types }: Entry) =>
  letters.map((run, field) => (types[field]! > 0 ? run[0] : run)).join(' ')

const entries = new WeakMap<Dates, Entry[]>()

function entriesOf(dates: Dates): Entry[] {
  let found = entries.get(dates)
  if (found) return found
  const all = new Map<string, Entry>()
  const put = (skeleton: string, pattern: string) => {
    const entry = entryOf(skeleton, pattern)
    all.set(entry.letters.join(''), entry)
  }
  for (const letter of ['G', 'y', 'M', 'E', 'd', 'H', 'm', 's', 'S', 'v']) put(letter, letter)
  for (const formats of [dates.date, dates.time])
    for (const pattern of Object.values(formats)) put(pattern, pattern)
  const own = Object.entries(dates.available)
  const bases = new Set(own.map(([skeleton]) => baseOf(entryOf(skeleton, ''))))
  for (const entry of all.values())
    if (bases.has(baseOf(entry)) && !entry.types[HOUR]) entry.isExact = true
  for (const [skeleton, pattern] of own) put(skeleton, pattern)
  entries.set(dates, (found = [...all.values()]))
  return found
}

function distance(
  types: number[],
  other: Entry,
): { length: number; missing: number; extra: number } {
  let [length, missing, extra] = [0, 0, 0]
  types.forEach((type, field) => {
    const its = other.types[field]!
    if (type === its) return
    if (!type) {
      length += EXTRA
      extra |= 1 << field
    } else if (!its) {
      length += MISSING
      missing |= 1 << field
    } else length += Math.abs(type - its)
  })
  return { length, missing, extra }
}

function nearest(dates: Dates, asked: Entry, fields: number) {
  const types = asked.types.map((type, field) => (fields & (1 << field) ? type : 0))
  let best: { entry: Entry; length: number; missing: number; extra: number } | undefined
  for (const entry of entriesOf(dates)) {
    const far = distance(types, entry)
    if (entry.isExact && far.length) continue
    if (!best || far.length < best.length) best = { entry, ...far }
    if (!far.length) break
  }
  return best!
}

/** The pattern for a skeleton, such as `yMMMdjm` with its `j` already the locale's own letter. */
export function patternFor(dates: Dates, skeleton: string, decimal: string): string {
  const asked = entryOf(skeleton, '')
  const whole = nearest(dates, asked, ~0)
  if (!whole.missing && !whole.extra) return adjusted(whole.entry, asked)
  const needed = asked.types.reduce((mask, type, field) => (type ? mask | (1 << field) : mask), 0)
  const dateMask = (1 << (LAST_OF_DATE + 1)) - 1
  const date = appended(dates, asked, needed & dateMask, decimal)
  const time = appended(dates, asked, needed & ~dateMask, decimal)
  if (!date || !time) return date || time
  return filled(dates.at[lengthOf(asked)], time, date)
}

function lengthOf({ letters }: Entry): Length {
  const month = letters[3]!.length
  if (month === 4) return letters[6] ? 'full' : 'long'
  return month === 3 ? 'medium' : 'short'
}

export const filled = (pattern: string, zero: string, one: string) =>
  pattern.replace(/\{([01])\}/g, (_, place) => (place === '0' ? zero : one))

function appended(dates: Dates, asked: Entry, fields: number, decimal: string): string {
  if (!fields) return ''
  let { entry, missing } = nearest(dates, asked, fields)
  let pattern = adjusted(entry, asked)
  while (missing) {
    if (missing & (1 << FRACTION) && fields & (1 << SECOND) && !(missing & (1 << SECOND))) {
      pattern = withFraction(pattern, asked.letters[FRACTION]!, decimal)
      missing &= ~(1 << FRACTION)
      continue
    }
    const next = nearest(dates, asked, missing)
    const found = missing & ~next.missing
    if (!found) break
    const { era, zone, day } = dates.append
    const join = found & (1 << ZONE) ? zone : found & 1 ? era : found & (1 << 6) ? day : '{0} {1}'
    pattern = filled(join, pattern, adjusted(next.entry, asked))
    missing = next.missing
  }
  return pattern
}

const withFraction = (pattern: string, letters: string, decimal: string) =>
  piecesOf(pattern)
    .map((piece) => (piece[0] === 's' ? `${piece}${decimal}${letters}` : piece))
    .join('')

/** The pattern with its fields as wide as they were asked for. */
function adjusted(entry: Entry, asked: Entry): string {
  return piecesOf(entry.pattern)
    .map((piece) => (isField(piece) ? wide(piece, entry, asked) : piece))
    .join('')
}

function wide(piece: string, entry: Entry, asked: Entry): string {
  const field = fieldOf(piece[0]!)
  const wanted = asked.letters[field]
  if (field < 0 || !wanted) return piece
  let length = 'Ec'.includes(wanted[0]!) ? Math.max(wanted.length, 3) : wanted.length
  const its = entry.letters[field]!
  const itsLength = 'Ec'.includes(its[0] ?? '') ? Math.max(its.length, 3) : its.length
  const isNumber = typeOf(piece) > 0
  const wasNumber = entry.types[field]! > 0
  if ('ms'.includes(piece[0]!) || itsLength === length || isNumber !== wasNumber)
    length = piece.length
  const keeps = [1, 3, 6, 11].includes(field)
  return (keeps ? piece[0]! : wanted[0]!).repeat(length)
}
