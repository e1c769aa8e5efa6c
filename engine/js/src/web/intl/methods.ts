import { intl } from './data.ts'
import { Collator } from './collator.ts'
import { DateTimeFormat, type Needs } from './date-time-format.ts'
import { canonicalLocales, type Options } from './locale.ts'
import { NumberFormat } from './number-format.ts'
import { canonicalZone, zoneName } from './zone-names.ts'

type Method = (self: unknown, locales?: unknown, options?: unknown) => unknown

const kept = new Map<string, unknown>()

/** Makes what is asked for without options, and by name, once. */
function once<T>(
  kind: string,
  locales: unknown,
  options: unknown,
  make: (options?: Options) => T,
): T {
  if (options !== undefined || (locales !== undefined && typeof locales !== 'string'))
    return make(optionsOf(options))
  const key = `${kind} ${locales ?? ''} ${kind === 'string' || kind === 'number' ? '' : (intl.ownZone() ?? '')}`
  if (!kept.has(key)) kept.set(key, make())
  return kept.get(key) as T
}

function optionsOf(options: unknown): Options | undefined {
  if (options === null) throw new TypeError('Cannot convert undefined or null to object')
  return options as Options | undefined
}

const format = (value: unknown, locales: unknown, options: unknown) =>
  once('number', locales, options, (given) => new NumberFormat(locales, given)).format(value)

const number: Method = (self, locales, options) =>
  format(Number.prototype.valueOf.call(self), locales, options)
const bigint: Method = (self, locales, options) =>
  format(BigInt.prototype.valueOf.call(self), locales, options)

function date(kind: string, needs: Needs): Method {
  return (self, locales, options) => {
    const at = Date.prototype.getTime.call(self)
    if (Number.isNaN(at)) return 'Invalid Date'
    return once(
      kind,
      locales,
      options,
      (given) => new DateTimeFormat(locales, given, needs),
    ).format(at)
  }
}

/** With the separator that every engine has, whatever the language. */
const array: Method = (self, locales, options) =>
  Array.from(self as ArrayLike<{ toLocaleString(...args: unknown[]): string } | null>, (item) =>
    item === null || item === undefined ? '' : item.toLocaleString(locales, options),
  ).join(',')

function compare(self: unknown, other: unknown, locales: unknown, options: unknown): number {
  if (self === null || self === undefined)
    throw new TypeError('String.prototype.localeCompare called on null or undefined')
  return once('string', locales, options, (given) => new Collator(locales, given)).compare(
    self,
    other,
  )
}

function cased(change: 'upper' | 'lower'): Method {
  return (self, locales) => {
    if (self === null || self === undefined) throw new TypeError('called on null or undefined')
    const text = String(self)
    const [locale = 'en-US'] = canonicalLocales(locales)
    if (/^(tr|az|lt|el)\b/.test(locale)) return intl[change](locale.split('-u-')[0]!, text)
    return change === 'upper' ? text.toUpperCase() : text.toLowerCase()
  }
}

/** The day is what stands before the time in `toString`. */
function zoned(withDay: boolean): Method {
  return (self) => {
    const at = Date.prototype.getTime.call(self)
    if (Number.isNaN(at)) return 'Invalid Date'
    const day = withDay ? `${Date.prototype.toDateString.call(self)} ` : ''
    return `${day}${timeOf(self as Date)} (${zoneName('en', 'zzzz', ownZone(), at)})`
  }
}

function timeOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = -date.getTimezoneOffset()
  const size = Math.abs(minutes)
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}${two(size % 60)}`
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} GMT${offset}`
}

const ownZone = () => canonicalZone(intl.ownZone() ?? 'UTC') ?? 'UTC'

export const methods: Record<string, (...args: never[]) => unknown> = {
  'number.toLocaleString': number,
  'bigint.toLocaleString': bigint,
  'date.toLocaleString': date('any', { required: 'any', usual: 'all' }),
  'date.toLocaleDateString': date('day', { required: 'date', usual: 'date' }),
  'date.toLocaleTimeString': date('time', { required: 'time', usual: 'time' }),
  'date.toString': zoned(true),
  'date.toTimeString': zoned(false),
  'array.toLocaleString': array,
  'string.localeCompare': compare,
  'string.toLocaleUpperCase': cased('upper'),
  'string.toLocaleLowerCase': cased('lower'),
}
