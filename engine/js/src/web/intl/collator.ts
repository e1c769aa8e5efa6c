import { define, unavailable } from '../../define.ts'
import { intl } from './data.ts'
import {
  keyword,
  oneOf,
  resolveLocale,
  supportedLocales,
  type Options,
  type Resolved,
} from './locale.ts'

const made = new Map<string, number>()

export class Collator {
  readonly #found: Resolved
  readonly #id: number
  readonly #usage: string
  readonly #sensitivity: string
  #bound: ((one: unknown, other: unknown) => number) | undefined

  constructor(locales?: unknown, options: Options = {}) {
    const found = (this.#found = resolveLocale(locales))
    this.#usage = oneOf(options, 'usage', ['sort', 'search'], 'sort')
    if (this.#usage === 'search') throw unavailable('Intl.Collator with the usage "search"')
    const collation = options['collation'] ?? found.keywords['co']
    if (collation !== undefined && collation !== 'default')
      throw unavailable('Intl.Collator with a collation')
    const isBoolean = (value: string) => value === 'true' || value === 'false'
    const asked = options['numeric']
    const numeric = keyword(
      found,
      'kn',
      asked === undefined ? undefined : String(Boolean(asked)),
      isBoolean,
    )
    const orders = ['upper', 'lower', 'false']
    const first = keyword(found, 'kf', oneOf(options, 'caseFirst', orders), (value) =>
      orders.includes(value),
    )
    const ignored = options['ignorePunctuation']
    this.#sensitivity = oneOf(
      options,
      'sensitivity',
      ['base', 'accent', 'case', 'variant'],
      'variant',
    )
    const punctuation = ignored === undefined ? '' : String(Boolean(ignored))
    const key = [
      found.data,
      this.#sensitivity,
      first ?? '',
      numeric === 'true',
      punctuation,
    ] as const
    let id = made.get(key.join())
    if (id === undefined) made.set(key.join(), (id = intl.collator(...key)))
    this.#id = id
  }

  get compare(): (one: unknown, other: unknown) => number {
    const id = this.#id
    return (this.#bound ??= (one, other) => intl.compare(id, String(one), String(other)))
  }

  resolvedOptions() {
    const [caseFirst, numeric, ignorePunctuation] = intl.collatorOptions(this.#id)
    return {
      locale: this.#found.locale,
      usage: this.#usage,
      sensitivity: this.#sensitivity,
      ignorePunctuation: ignorePunctuation === 'true',
      collation: 'default',
      numeric: numeric === 'true',
      caseFirst,
    }
  }

  static supportedLocalesOf(locales: unknown): string[] {
    return supportedLocales(locales)
  }
}

define(Collator.prototype, Symbol.toStringTag, 'Intl.Collator')
