import { define, unavailable } from '../../define.ts'
import { data, intl, shared, type Numbers, type NumberSystem } from './data.ts'
import {
  decimalOf,
  digitOptions,
  round,
  written,
  type Decimal,
  type DigitOptions,
} from './digits.ts'
import {
  keyword,
  oneOf,
  resolveLocale,
  supportedLocales,
  type Options,
  type Resolved,
} from './locale.ts'
import { affix, numberPattern, type NumberPattern } from './number-pattern.ts'
import { rulesOf } from './plural-rules.ts'

export interface Part {
  type: string
  value: string
}

type Grouping = 'auto' | 'always' | 'min2' | false

export class NumberFormat {
  readonly #found: Resolved
  readonly #numbers: Numbers
  readonly #system: NumberSystem
  readonly #systemName: string
  readonly #style: 'decimal' | 'percent' | 'currency'
  readonly #currency: string | undefined
  readonly #display: string
  readonly #accounting: boolean
  readonly #notation: 'standard' | 'compact'
  readonly #compactDisplay: 'short' | 'long'
  readonly #grouping: Grouping
  readonly #sign: string
  readonly #digits: DigitOptions
  #bound: ((value: unknown) => string) | undefined

  constructor(locales?: unknown, options: Options = {}) {
    const found = (this.#found = resolveLocale(locales))
    this.#numbers = data('numbers', found.data)
    const wanted = options['numberingSystem']
    const isKnown = (name: string) => name in shared().systems
    const own = this.#numbers.own
    this.#systemName =
      keyword(found, 'nu', wanted === undefined ? undefined : String(wanted), isKnown) ?? own
    checkSystem(this.#numbers, this.#systemName)
    this.#system = this.#numbers.systems[this.#systemName] ?? this.#numbers.systems['latn']!
    const style = oneOf(options, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal')
    if (style === 'unit') throw unavailable('Intl.NumberFormat with the style "unit"')
    this.#style = style
    this.#currency = currencyOf(options, style)
    this.#display = oneOf(
      options,
      'currencyDisplay',
      ['code', 'symbol', 'narrowSymbol', 'name'],
      'symbol',
    )
    this.#accounting =
      oneOf(options, 'currencySign', ['standard', 'accounting'], 'standard') === 'accounting'
    const notation = oneOf(
      options,
      'notation',
      ['standard', 'scientific', 'engineering', 'compact'],
      'standard',
    )
    const isMoney = style === 'currency'
    if (notation !== 'standard' && (notation !== 'compact' || style !== 'decimal')) {
      throw unavailable(`Intl.NumberFormat with the style "${style}" in the notation "${notation}"`)
    }
    this.#notation = notation
    const usual = isMoney ? (shared().digits[this.#currency!] ?? 2) : 0
    const most = isMoney ? usual : style === 'percent' ? 0 : 3
    this.#digits = digitOptions(options, usual, most, notation === 'compact')
    this.#compactDisplay = oneOf(options, 'compactDisplay', ['short', 'long'], 'short')
    this.#grouping = groupingOf(options, notation === 'compact')
    this.#sign = oneOf(
      options,
      'signDisplay',
      ['auto', 'never', 'always', 'exceptZero', 'negative'],
      'auto',
    )
  }

  get format(): (value: unknown) => string {
    return (this.#bound ??= (value) => joined(this.formatToParts(value)))
  }

  formatToParts(value?: unknown): Part[] {
    const number = numeric(value)
    if (typeof number === 'number' && !Number.isFinite(number)) return this.#special(number)
    const exact = decimalOf(number)
    if (this.#style === 'percent' && exact.digits) exact.point += 2
    return this.#notation === 'compact' ? this.#compact(exact) : this.#plain(exact)
  }

  #special(number: number): Part[] {
    const [, , , , , infinity, nan] = this.#system.symbols
    const isNaN = Number.isNaN(number)
    const part = isNaN ? { type: 'nan', value: nan! } : { type: 'infinity', value: infinity! }
    return this.#dressed([part], number < 0, isNaN, 'other')
  }

  #plain(exact: Decimal): Part[] {
    const rounded = round(exact, this.#digits)
    const text = written(rounded, this.#digits)
    return this.#dressed(
      this.#numberParts(text, this.#pattern()),
      exact.negative,
      !rounded.digits,
      text,
    )
  }

  /** With a sign, a symbol and whatever the pattern has around the number. */
  #dressed(number: Part[], negative: boolean, isZero: boolean, text: string): Part[] {
    const sign = signOf(this.#sign, negative, isZero)
    const pattern = this.#pattern(text !== 'other')
    const { system, symbol } = { system: this.#system, symbol: this.#symbol() }
    const isDigits = text !== 'other'
    const before = affix(pattern, 'prefix', sign, system, symbol, isDigits)
    const parts = [
      ...before,
      ...number,
      ...affix(pattern, 'suffix', sign, system, symbol, isDigits),
    ]
    return this.#style === 'currency' && this.#display === 'name' ? this.#named(parts, text) : parts
  }

  #named(parts: Part[], text: string): Part[] {
    const form = text === 'other' ? 'other' : intl.plural(rulesOf(this.#found.data, false), text)
    const { named } = this.#numbers
    const code = this.#currency!
    const name = named[`${code}:${form}`] ?? named[`${code}:other`] ?? named[code]
    if (name === undefined) throw unavailable(`The name of the currency ${code}`)
    const pattern =
      this.#system.units[`unitPattern:${form}`] ?? this.#system.units['unitPattern:other']!
    return pattern.split(/(\{[01]\})/).flatMap((piece): Part[] => {
      if (piece === '{0}') return parts
      if (piece === '{1}') return [{ type: 'currency', value: name }]
      return piece ? [{ type: 'literal', value: piece }] : []
    })
  }

  #pattern(isDigits = true): NumberPattern {
    const { decimal, percent, money } = this.#system
    if (this.#style === 'percent') return numberPattern(percent)
    if (this.#style === 'decimal' || this.#display === 'name') return numberPattern(decimal)
    const plain = money[this.#accounting ? 1 : 0]
    const beside = money[this.#accounting ? 3 : 2] || plain
    const symbol = this.#symbol()
    const edge = numberPattern(plain).prefix.includes('¤') ? symbol.at(-1)! : symbol[0]!
    return numberPattern(isDigits && /\p{L}/u.test(edge) ? beside : plain)
  }

  #symbol(): string {
    const code = this.#currency ?? ''
    const { symbols } = this.#numbers
    if (this.#display === 'code') return code
    const narrow = this.#display === 'narrowSymbol' ? symbols[`${code}:narrow`] : undefined
    return narrow ?? symbols[code] ?? code
  }

  #numberParts(text: string, pattern: NumberPattern): Part[] {
    const [integer, fraction] = text.split('.') as [string, string?]
    const [point, separator, , , , , , , moneyPoint, moneySeparator] = this.#system.symbols
    const isMoney = this.#style === 'currency'
    const groups = this.#groups(integer, pattern)
    const parts = groups.flatMap((group, at): Part[] => [
      ...(at ? [{ type: 'group', value: (isMoney ? moneySeparator : separator)! }] : []),
      { type: 'integer', value: this.#inDigits(group) },
    ])
    if (fraction === undefined) return parts
    parts.push({ type: 'decimal', value: (isMoney ? moneyPoint : point)! })
    return [...parts, { type: 'fraction', value: this.#inDigits(fraction) }]
  }

  #groups(integer: string, { primary, secondary }: NumberPattern): string[] {
    if (!this.#grouping || !primary) return [integer]
    const least = {
      auto: this.#numbers.grouping,
      always: 1,
      min2: Math.max(2, this.#numbers.grouping),
    }
    if (integer.length < primary + least[this.#grouping]) return [integer]
    const groups = [integer.slice(-primary)]
    for (let end = integer.length - primary; end > 0; end -= secondary) {
      groups.unshift(integer.slice(Math.max(0, end - secondary), end))
    }
    return groups
  }

  #inDigits(text: string): string {
    return inDigits(text, this.#systemName)
  }

  #compact(exact: Decimal): Part[] {
    let magnitude = exact.point
    let scaled = this.#scaled(exact, magnitude)
    // What is rounded may have one more digit: 999,999 is a million.
    if (scaled.back.point > magnitude) scaled = this.#scaled(exact, (magnitude = scaled.back.point))
    const text = written(scaled.rounded, this.#digits)
    const form = intl.plural(rulesOf(this.#found.data, false), text)
    const pattern = this.#compactPattern(magnitude, form)
    const number = this.#numberParts(text, numberPattern(this.#system.decimal))
    const sign = signOf(this.#sign, exact.negative, !scaled.rounded.digits)
    const [positive, negative] = (pattern ?? '').split(';') as [string, string?]
    // Swahili has a pattern of its own for less than nothing, with the sign in it.
    if (negative && sign === '-') return around(negative, number, this.#system.symbols[2]!)
    const parts = pattern ? around(positive, number) : number
    const decimal = numberPattern(this.#system.decimal)
    return [
      ...affix(decimal, 'prefix', sign, this.#system, ''),
      ...parts,
      ...affix(decimal, 'suffix', sign, this.#system, ''),
    ]
  }

  #scaled(exact: Decimal, magnitude: number) {
    const pattern = this.#compactPattern(magnitude, 'other')
    const zeros = pattern ? /0+/.exec(pattern)![0].length : 0
    const away = pattern ? Math.min(magnitude, this.#most()) - zeros : 0
    const rounded = round({ ...exact, point: exact.point - away }, this.#digits)
    return { rounded, back: { ...rounded, point: rounded.digits ? rounded.point + away : 0 } }
  }

  /** Digits of the largest number that has a pattern of its own. */
  #most(): number {
    return Math.max(
      ...Object.keys(this.#system[this.#compactDisplay]).map((key) => key.indexOf(':')),
    )
  }

  /** Nothing where the number is written in full. */
  #compactPattern(magnitude: number, form: string): string | undefined {
    const patterns = this.#system[this.#compactDisplay]
    const key = `1${'0'.repeat(Math.max(Math.min(magnitude, this.#most()) - 1, 0))}`
    const pattern = patterns[`${key}:${form}`] ?? patterns[`${key}:other`]
    return pattern && pattern !== '0' ? pattern : undefined
  }

  resolvedOptions() {
    const isMoney = this.#style === 'currency'
    return {
      locale: this.#found.locale,
      numberingSystem: this.#systemName,
      style: this.#style,
      ...(isMoney && {
        currency: this.#currency,
        currencyDisplay: this.#display,
        currencySign: this.#accounting ? 'accounting' : 'standard',
      }),
      ...this.#digits.shown,
      useGrouping: this.#grouping,
      notation: this.#notation,
      ...(this.#notation === 'compact' && { compactDisplay: this.#compactDisplay }),
      signDisplay: this.#sign,
      roundingIncrement: 1,
      roundingMode: this.#digits.mode,
      roundingPriority: this.#digits.compact ? 'morePrecision' : 'auto',
      trailingZeroDisplay: this.#digits.strip ? 'stripIfInteger' : 'auto',
    }
  }

  formatRange(): never {
    throw unavailable('Intl.NumberFormat.prototype.formatRange')
  }

  formatRangeToParts(): never {
    throw unavailable('Intl.NumberFormat.prototype.formatRangeToParts')
  }

  static supportedLocalesOf(locales: unknown): string[] {
    return supportedLocales(locales)
  }
}

define(NumberFormat.prototype, Symbol.toStringTag, 'Intl.NumberFormat')

/** Arabic digits have signs of their own, which only languages that are written with them tell. */
export function checkSystem({ systems }: Numbers, name: string): void {
  if (name.startsWith('arab') && !(name in systems))
    throw unavailable(`The numbering system "${name}" in this locale`)
}

export function inDigits(text: string, system: string): string {
  if (system === 'latn') return text
  const digits = [...shared().systems[system]!]
  return text.replace(/\d/g, (digit) => digits[Number(digit)]!)
}

export const joined = (parts: Part[]) => parts.map(({ value }) => value).join('')

function numeric(value: unknown): number | bigint | string {
  const plain = typeof value === 'object' && value !== null ? primitive(value) : value
  if (typeof plain === 'bigint') return plain
  // Text keeps the digits that a number has no room for.
  if (
    typeof plain === 'string' &&
    /^\s*[-+]?\d[\d.]*\s*$/.test(plain) &&
    Number.isFinite(Number(plain))
  )
    return plain.trim()
  return Number(plain)
}

function primitive(value: object): unknown {
  const plain = value.valueOf()
  return typeof plain === 'object' ? Number(value) : plain
}

function currencyOf(options: Options, style: string): string | undefined {
  const value = options['currency']
  if (value === undefined) {
    if (style === 'currency') throw new TypeError('Currency code is required with currency style.')
    return undefined
  }
  if (!/^[a-z]{3}$/i.test(String(value)))
    throw new RangeError(`Invalid currency code : ${String(value)}`)
  return style === 'currency' ? String(value).toUpperCase() : undefined
}

function groupingOf(options: Options, compact: boolean): Grouping {
  const value = options['useGrouping']
  const usual: Grouping = compact ? 'min2' : 'auto'
  if (value === undefined || value === 'true' || value === 'false') return usual
  if (value === true) return 'always'
  if (!value) return false
  return oneOf(options, 'useGrouping', ['min2', 'auto', 'always'] as const, usual)
}

function signOf(display: string, negative: boolean, isZero: boolean): '-' | '+' | '' {
  if (display === 'never') return ''
  if (display === 'auto') return negative ? '-' : ''
  if (display === 'negative') return negative && !isZero ? '-' : ''
  if (display === 'exceptZero' && isZero) return ''
  return negative ? '-' : '+'
}

/** A compact pattern's text, around a number. */
function around(pattern: string, number: Part[], minus = ''): Part[] {
  const [before, after] = pattern.replace(/'/g, '').split(/0+/) as [string, string]
  const sign = minus ? [{ type: 'minusSign', value: minus }] : []
  return [
    ...compactText(before.replace('-', minus && '')),
    ...sign,
    ...number,
    ...compactText(after),
  ]
}

function compactText(text: string): Part[] {
  const [, before, word, after] = /^([\s\u200E\u200F]*)(.*?)([\s\u200E\u200F]*)$/s.exec(text)!
  return [
    { type: 'literal', value: before! },
    { type: 'compact', value: word! },
    { type: 'literal', value: after! },
  ].filter(({ value }) => value)
}
