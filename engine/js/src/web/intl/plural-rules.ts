import { define, unavailable } from '../../define.ts'
import { intl } from './data.ts'
import { decimalOf, digitOptions, round, type DigitOptions, written } from './digits.ts'
import { canonicalLocales, oneOf, resolveLocale, supportedLocales, type Options } from './locale.ts'

const made = new Map<string, number>()

/** The native rules of a language, made once. */
export function rulesOf(locale: string, ordinal: boolean): number {
  // A script has no rules of its own, and would hide those of its language.
  const plain = locale.replace(/-[A-Z][a-z]{3}/, '')
  const key = `${plain} ${ordinal}`
  let id = made.get(key)
  if (id === undefined) made.set(key, (id = intl.plurals(plain, ordinal)))
  return id
}

export class PluralRules {
  readonly #locale: string
  readonly #rules: number
  readonly #type: 'cardinal' | 'ordinal'
  readonly #digits: DigitOptions

  constructor(locales?: unknown, options: Options = {}) {
    const found = resolveLocale(locales)
    this.#locale = found.locale
    this.#type = oneOf(options, 'type', ['cardinal', 'ordinal'], 'cardinal')
    if (
      oneOf(
        options,
        'notation',
        ['standard', 'compact', 'scientific', 'engineering'],
        'standard',
      ) !== 'standard'
    ) {
      throw unavailable('Intl.PluralRules with a notation')
    }
    this.#digits = digitOptions(options, 0, 3)
    this.#rules = rulesOf(found.data, this.#type === 'ordinal')
  }

  select(value: unknown): string {
    const number = Number(value)
    if (!Number.isFinite(number)) return 'other'
    return intl.plural(this.#rules, written(round(decimalOf(number), this.#digits), this.#digits))
  }

  selectRange(): never {
    throw unavailable('Intl.PluralRules.prototype.selectRange')
  }

  resolvedOptions() {
    return {
      locale: this.#locale,
      type: this.#type,
      ...this.#digits.shown,
      pluralCategories: CATEGORIES.filter((name) =>
        intl.pluralCategories(this.#rules).includes(name),
      ),
      roundingIncrement: 1,
      roundingMode: this.#digits.mode,
      roundingPriority: 'auto',
      trailingZeroDisplay: this.#digits.strip ? 'stripIfInteger' : 'auto',
    }
  }

  static supportedLocalesOf(locales: unknown): string[] {
    return supportedLocales(canonicalLocales(locales))
  }
}

const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other']

define(PluralRules.prototype, Symbol.toStringTag, 'Intl.PluralRules')
