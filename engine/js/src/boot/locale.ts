import { define, unavailable } from '../define.ts'

/**
 * What depends on a language. The tables of the world's languages are not in here: what is asked for
 * in English, and without options, is answered as Node.js answers it on Lambda, and everything else
 * is refused.
 */
function onlyEnglish(what: string, locales: unknown, options: unknown): void {
  const all = locales === undefined ? [] : [locales].flat()
  const isEnglish = all.every((locale) => /^en(-US)?$/i.test(String(locale)))
  if (!isEnglish || options !== undefined) throw unavailable(`${what} with a language or options`)
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** At most three digits behind the point, rounded from the exact decimal value, half away from zero. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  if (size === Number.POSITIVE_INFINITY) return `${sign}∞`
  const [whole = '', part = ''] = plain(size).split('.')
  const rounded =
    BigInt(whole + part.padEnd(3, '0').slice(0, 3)) + (Number(part[3] ?? 0) >= 5 ? 1n : 0n)
  const all = String(rounded).padStart(4, '0')
  const behind = all.slice(-3).replace(/0+$/, '')
  return `${sign}${grouped(all.slice(0, -3))}${behind && `.${behind}`}`
}

/** Without an exponent. */
function plain(size: number): string {
  const [digits = '', exponent] = String(size).split('e')
  if (exponent === undefined) return digits
  const [whole = '', part = ''] = digits.split('.')
  const shift = Number(exponent)
  if (shift < 0) return `0.${'0'.repeat(-shift - 1)}${whole}${part}`
  return whole + part.padEnd(shift, '0')
}

define(
  Number.prototype,
  'toLocaleString',
  function (this: number, locales?: unknown, options?: unknown) {
    onlyEnglish('Number#toLocaleString', locales, options)
    return numberText(Number(this))
  },
)

define(
  BigInt.prototype,
  'toLocaleString',
  function (this: bigint, locales?: unknown, options?: unknown) {
    onlyEnglish('BigInt#toLocaleString', locales, options)
    const text = String(this)
    return text.startsWith('-') ? `-${grouped(text.slice(1))}` : grouped(text)
  },
)

const dateText = (date: Date) => `${date.getMonth() + 1}/${date.getDate()}/${date.getFullYear()}`

function timeText(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const hours = date.getHours()
  const clock = `${hours % 12 || 12}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${clock} ${hours < 12 ? 'AM' : 'PM'}`
}

const DATES: Record<string, (date: Date) => string> = {
  toLocaleString: (date: Date) => `${dateText(date)}, ${timeText(date)}`,
  toLocaleDateString: dateText,
  toLocaleTimeString: timeText,
}

for (const [name, text] of Object.entries(DATES)) {
  define(Date.prototype, name, function (this: Date, locales?: unknown, options?: unknown) {
    onlyEnglish(`Date#${name}`, locales, options)
    // Years before the first have an era, which is named.
    if (this.getFullYear() < 1) throw unavailable(`Date#${name} before the year 1`)
    return Number.isNaN(this.getTime()) ? 'Invalid Date' : text(this)
  })
}

/** ASCII in the order of Unicode's collation; letters are told apart by their case last of all. */
const ORDER = '\t\n\v\f\r _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz'

/** Those that count for nothing. */
const IGNORED = /[\0-\x08\x0e-\x1f\x7f]/g

function compare(one: string, other: string): number {
  const [mine, theirs] = [one.replace(IGNORED, ''), other.replace(IGNORED, '')]
  const [low, lower] = [mine.toLowerCase(), theirs.toLowerCase()]
  for (let at = 0; at < Math.max(low.length, lower.length); at++) {
    const difference = rank(low, at) - rank(lower, at)
    if (difference !== 0) return Math.sign(difference)
  }
  for (let at = 0; at < mine.length; at++) {
    // Small letters come before capitals.
    if (mine[at] !== theirs[at]) return mine[at] === low[at] ? -1 : 1
  }
  return 0
}

const rank = (text: string, at: number) => (at < text.length ? ORDER.indexOf(text[at]!) : -1)

define(
  String.prototype,
  'localeCompare',
  function (this: string, that: string, locales?: unknown, options?: unknown) {
    const [one, other] = [String(this), String(that)]
    if (one === other) return 0
    onlyEnglish('String#localeCompare', locales, options)
    if (/[^\0-\x7f]/.test(one + other)) throw unavailable('String#localeCompare beyond ASCII')
    return compare(one, other)
  },
)

for (const [name, plainName] of [
  ['toLocaleUpperCase', 'toUpperCase'],
  ['toLocaleLowerCase', 'toLowerCase'],
] as const) {
  define(String.prototype, name, function (this: string, locales?: unknown) {
    onlyEnglish(`String#${name}`, locales, undefined)
    return String(this)[plainName]()
  })
}
