import { intl, shared } from './data.ts'

const DEFAULT = 'en-US'

export interface Resolved {
  /** As resolvedOptions says it. */
  locale: string
  /** The name of the data for it. */
  data: string
  language: string
  region: string
  /** What the tag's Unicode extension says, by key. */
  keywords: Record<string, string>
}

export function canonicalLocales(locales: unknown): string[] {
  if (locales === undefined) return []
  const list =
    typeof locales === 'string' ? [locales] : Array.from(Object(locales) as ArrayLike<unknown>)
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object')
  return [...new Set(list.map(canonical))]
}

function canonical(tag: unknown): string {
  if (typeof tag !== 'string' && typeof tag !== 'object') {
    throw new TypeError('Incorrect locale information provided')
  }
  const found = intl.canonicalize(String(tag))
  if (found === undefined || found.startsWith('und-u')) {
    throw new RangeError(`Incorrect locale information provided`)
  }
  return found
}

let names: Set<string> | undefined

export function resolveLocale(locales: unknown): Resolved {
  for (const tag of canonicalLocales(locales)) {
    const found = lookUp(tag)
    if (found) return found
  }
  return lookUp(DEFAULT)!
}

export function supportedLocales(locales: unknown): string[] {
  return canonicalLocales(locales).filter((tag) => lookUp(tag))
}

function lookUp(tag: string): Resolved | undefined {
  names ??= new Set(shared().locales.split(' '))
  const [base, extension = ''] = tag.split('-u-') as [string, string?]
  const plain = base
    .split('-')
    .filter((part, at) => at === 0 || /^([A-Z][a-z]{3}|[A-Z]{2}|\d{3})$/.test(part))
  const [language, script, region] = intl.maximize(plain.join('-'))
  const likely = intl.maximize(`${language}-${region}`)[1] === script
  const candidates = [
    `${language}-${script}-${region}`,
    ...(likely ? [`${language}-${region}`] : []),
    `${language}-${script}`,
    language,
  ]
  const data = candidates.find((name) => names!.has(name))
  if (!data) return undefined
  const whole = intl.maximize(data)[2] === region
  const locale = whole ? plain.join('-') : data
  return {
    locale,
    data,
    language,
    region: whole ? region : intl.maximize(data)[2],
    keywords: keywordsOf(extension),
  }
}

function keywordsOf(extension: string): Record<string, string> {
  const result: Record<string, string> = {}
  let key = ''
  for (const part of extension.split('-')) {
    if (part.length === 1) break
    if (part.length === 2) result[(key = part)] = ''
    else if (key) result[key] += (result[key] ? '-' : '') + part
  }
  return result
}

/** An option, or what the locale's extension says, which then is part of the resolved locale. */
export function keyword(
  found: Resolved,
  key: string,
  option: string | undefined,
  isKnown: (value: string) => boolean,
): string | undefined {
  const said = found.keywords[key]
  const usable = said !== undefined && isKnown(said || 'true')
  if (usable && (option === undefined || option === (said || 'true'))) {
    const extension = `${key}${said ? `-${said}` : ''}`
    found.locale += found.locale.includes('-u-') ? `-${extension}` : `-u-${extension}`
    return said || 'true'
  }
  return option !== undefined && isKnown(option) ? option : undefined
}

export type Options = Record<string, unknown>

export function oneOf<T extends string>(
  options: Options,
  name: string,
  values: readonly T[],
  otherwise: T,
): T
export function oneOf<T extends string>(
  options: Options,
  name: string,
  values: readonly T[],
): T | undefined
export function oneOf(
  options: Options,
  name: string,
  values: readonly string[],
  otherwise?: string,
) {
  const value = options[name]
  if (value === undefined) return otherwise
  const text = String(value)
  if (values.includes(text)) return text
  throw new RangeError(`Value ${text} out of range for Intl options property ${name}`)
}

export function within(
  options: Options,
  name: string,
  low: number,
  high: number,
): number | undefined {
  const value = options[name]
  if (value === undefined) return undefined
  const number = Number(value)
  if (!(number >= low && number <= high)) throw new RangeError(`${name} value is out of range.`)
  return Math.floor(number)
}
