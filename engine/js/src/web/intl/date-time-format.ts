import { define, unavailable } from '../../define.ts'
import { data, intl, shared, type Length } from './data.ts'
import { datePartsOf, type Setting } from './date-pattern.ts'
import {
  keyword,
  oneOf,
  resolveLocale,
  supportedLocales,
  within,
  type Options,
  type Resolved,
} from './locale.ts'
import { checkSystem, joined, type Part } from './number-format.ts'
import { filled, patternFor, piecesOf } from './skeleton.ts'
import { canonicalZone } from './zone-names.ts'

const LENGTHS = ['full', 'long', 'medium', 'short'] as const
const NUMBERS = ['2-digit', 'numeric'] as const
const TEXTS = ['narrow', 'short', 'long'] as const
const CYCLES = ['h11', 'h12', 'h23', 'h24']
const HOURS: Record<string, string> = { h11: 'K', h12: 'h', h23: 'H', h24: 'k' }

/** Options in the order of resolvedOptions, with a skeleton's letters for each of their values. */
const FIELDS: Record<string, Record<string, string>> = {
  weekday: { narrow: 'EEEEE', short: 'EEE', long: 'EEEE' },
  era: { narrow: 'GGGGG', short: 'G', long: 'GGGG' },
  year: { '2-digit': 'yy', numeric: 'y' },
  month: { '2-digit': 'MM', numeric: 'M', narrow: 'MMMMM', short: 'MMM', long: 'MMMM' },
  day: { '2-digit': 'dd', numeric: 'd' },
  hour: { '2-digit': 'jj', numeric: 'j' },
  minute: { '2-digit': 'mm', numeric: 'm' },
  second: { '2-digit': 'ss', numeric: 's' },
  fractionalSecondDigits: { 1: 'S', 2: 'SS', 3: 'SSS' },
  timeZoneName: {
    short: 'z',
    long: 'zzzz',
    shortOffset: 'O',
    longOffset: 'OOOO',
    shortGeneric: 'v',
    longGeneric: 'vvvv',
  },
}
const OF_DATE = ['weekday', 'year', 'month', 'day']
const OF_TIME = ['dayPeriod', 'hour', 'minute', 'second', 'fractionalSecondDigits']

export type Needs = { required: 'any' | 'date' | 'time'; usual: 'all' | 'date' | 'time' }

export class DateTimeFormat {
  readonly #found: Resolved
  readonly #setting: Setting
  readonly #pattern: string
  readonly #cycle: string | undefined
  readonly #styles: { dateStyle?: Length | undefined; timeStyle?: Length | undefined }
  #bound: ((date?: unknown) => string) | undefined

  constructor(
    locales?: unknown,
    options: Options = {},
    needs: Needs = { required: 'any', usual: 'date' },
  ) {
    const found = (this.#found = resolveLocale(locales))
    gregorianOnly(found, options)
    this.#setting = settingOf(found, options)
    const fields = fieldsOf(options)
    this.#styles = stylesOf(options, Object.keys(fields).length > 0, needs)
    if (!this.#styles.dateStyle && !this.#styles.timeStyle) addUsual(fields, needs)
    this.#cycle = cycleOf(found, options)
    this.#pattern =
      this.#styles.dateStyle || this.#styles.timeStyle ? this.#styled() : this.#fielded(fields)
  }

  #fielded(fields: Record<string, string>): string {
    const skeleton = Object.entries(fields)
      .map(([name, value]) => FIELDS[name]![value]!)
      .join('')
    return this.#inCycle(this.#best(skeleton.replaceAll('j', HOURS[this.#cycle!]!)))
  }

  #styled(): string {
    const { dateStyle, timeStyle } = this.#styles
    const { dates } = this.#setting
    const date = dateStyle ? dates.date[dateStyle] : ''
    const time = timeStyle ? dates.time[timeStyle] : ''
    const pattern = date && time ? filled(dates.at[dateStyle!], time, date) : date || time
    return time ? this.#recounted(pattern) : pattern
  }

  #best(skeleton: string): string {
    return patternFor(this.#setting.dates, skeleton, this.#setting.decimal)
  }

  /** A style's pattern, or where the hours are to count otherwise, one of the same fields. */
  #recounted(pattern: string): string {
    const letter = HOURS[this.#cycle!]!
    const own = /[HhKk]/.exec(pattern.replace(/'[^']*'/g, ''))![0]
    if ('hK'.includes(own) === 'hK'.includes(letter)) return this.#inCycle(pattern)
    const fields = piecesOf(pattern).filter(
      (piece) => /^[a-zA-Z]/.test(piece) && !/^[aB]/.test(piece),
    )
    const skeleton = fields
      .map((run) => (/^[HhKk]/.test(run) ? letter.repeat(run.length) : run))
      .join('')
    return this.#inCycle(this.#best(skeleton))
  }

  #inCycle(pattern: string): string {
    const letter = HOURS[this.#cycle!]!
    return piecesOf(pattern)
      .map((piece) =>
        /^[HhKk]/.test(piece) && 'hK'.includes(piece[0]!) === 'hK'.includes(letter)
          ? letter.repeat(piece.length)
          : piece,
      )
      .join('')
  }

  get format(): (date?: unknown) => string {
    return (this.#bound ??= (date) => spaced(joined(this.formatToParts(date))))
  }

  formatToParts(date?: unknown): Part[] {
    const at = date === undefined ? Date.now() : Math.trunc(Number(date))
    if (!(Math.abs(at) <= 8.64e15)) throw new RangeError('Invalid time value')
    return datePartsOf(this.#pattern, at, this.#setting)
  }

  formatRange(): never {
    throw unavailable('Intl.DateTimeFormat.prototype.formatRange')
  }

  formatRangeToParts(): never {
    throw unavailable('Intl.DateTimeFormat.prototype.formatRangeToParts')
  }

  resolvedOptions() {
    const { zone, system } = this.#setting
    const hasHour = /[HhKk]/.test(this.#pattern.replace(/'[^']*'/g, ''))
    const { dateStyle, timeStyle } = this.#styles
    return {
      locale: this.#found.locale,
      calendar: 'gregory',
      numberingSystem: system,
      timeZone: zone,
      ...(hasHour && {
        hourCycle: this.#cycle,
        hour12: this.#cycle === 'h11' || this.#cycle === 'h12',
      }),
      ...(dateStyle || timeStyle ? {} : shownFields(this.#pattern)),
      ...(dateStyle && { dateStyle }),
      ...(timeStyle && { timeStyle }),
    }
  }

  static supportedLocalesOf(locales: unknown): string[] {
    return supportedLocales(locales)
  }
}

define(DateTimeFormat.prototype, Symbol.toStringTag, 'Intl.DateTimeFormat')

/** As V8 does it in text, but not in parts. */
const spaced = (text: string) => text.replaceAll('\u202F', ' ')

function gregorianOnly(found: Resolved, options: Options): void {
  const usual = shared().calendars[found.region]
  const asked = options['calendar']
  const calendar =
    keyword(found, 'ca', asked === undefined ? undefined : String(asked), () => true) ??
    usual ??
    'gregory'
  if (calendar !== 'gregory' && calendar !== 'gregorian')
    throw unavailable(`Intl.DateTimeFormat with the calendar "${calendar}"`)
}

function settingOf(found: Resolved, options: Options): Setting {
  const numbers = data('numbers', found.data)
  const asked = options['numberingSystem']
  const isKnown = (name: string) => name in shared().systems
  const system =
    keyword(found, 'nu', asked === undefined ? undefined : String(asked), isKnown) ?? numbers.own
  checkSystem(numbers, system)
  const decimal = (numbers.systems[system] ?? numbers.systems['latn']!).symbols[0]!
  return {
    dates: data('dates', found.data),
    locale: found.data,
    zone: zoneOf(options),
    system,
    decimal,
  }
}

function zoneOf(options: Options): string {
  const asked = options['timeZone']
  const zone = canonicalZone(asked === undefined ? (intl.ownZone() ?? 'UTC') : String(asked))
  if (!zone) throw new RangeError(`Invalid time zone specified: ${String(asked)}`)
  return zone
}

function fieldsOf(options: Options): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [name, letters] of Object.entries(FIELDS)) {
    const isFraction = name === 'fractionalSecondDigits'
    const value = isFraction
      ? within(options, name, 1, 3)
      : oneOf(options, name, Object.keys(letters))
    if (value !== undefined) fields[name] = String(value)
  }
  if (oneOf(options, 'dayPeriod', TEXTS)) throw unavailable('Intl.DateTimeFormat with "dayPeriod"')
  if (fields['timeZoneName']?.endsWith('Generic'))
    throw unavailable(`Intl.DateTimeFormat with a generic name of a zone`)
  return fields
}

function stylesOf(options: Options, hasFields: boolean, { required }: Needs) {
  const dateStyle = oneOf(options, 'dateStyle', LENGTHS)
  const timeStyle = oneOf(options, 'timeStyle', LENGTHS)
  if (!dateStyle && !timeStyle) return {}
  const style = dateStyle ? 'dateStyle' : 'timeStyle'
  if (hasFields)
    throw new TypeError(
      `Can't set option ${Object.keys(fieldsOf(options))[0]} when ${style} is used`,
    )
  if (required === 'date' && timeStyle) throw new TypeError('Invalid option : timeStyle')
  if (required === 'time' && dateStyle) throw new TypeError('Invalid option : dateStyle')
  return { dateStyle, timeStyle }
}

/** What is shown where the options name no field that is needed. */
function addUsual(fields: Record<string, string>, { required, usual }: Needs): void {
  const needed = [...(required === 'time' ? [] : OF_DATE), ...(required === 'date' ? [] : OF_TIME)]
  if (needed.some((name) => name in fields)) return
  if (usual !== 'time') Object.assign(fields, { year: 'numeric', month: 'numeric', day: 'numeric' })
  if (usual !== 'date')
    Object.assign(fields, { hour: 'numeric', minute: 'numeric', second: 'numeric' })
}

function cycleOf(found: Resolved, options: Options): string {
  const { language, region } = found
  const { hours } = shared()
  const own =
    (hours[`${language}_${region}`] ??
      hours[`${language}-${region}`] ??
      hours[region] ??
      hours['001']) === 'h'
      ? 'h12'
      : 'h23'
  const is12 = options['hour12']
  const asked = oneOf(options, 'hourCycle', CYCLES)
  const said = keyword(found, 'hc', is12 === undefined ? asked : undefined, (value) =>
    CYCLES.includes(value),
  )
  if (is12 === undefined) return said ?? own
  return is12 ? (region === 'JP' ? 'h11' : 'h12') : 'h23'
}

const BACK: [letters: RegExp, name: string][] = [
  [/^[Ec]/, 'weekday'],
  [/^G/, 'era'],
  [/^y/, 'year'],
  [/^[ML]/, 'month'],
  [/^d/, 'day'],
  [/^[HhKk]/, 'hour'],
  [/^m/, 'minute'],
  [/^s/, 'second'],
  [/^S/, 'fractionalSecondDigits'],
  [/^[zO]/, 'timeZoneName'],
]

/** The fields that the pattern has, as it shows them. */
function shownFields(pattern: string): Record<string, string | number> {
  const pieces = piecesOf(pattern)
  const shown: Record<string, string | number> = {}
  for (const [letters, name] of BACK) {
    const run = pieces.find((piece) => letters.test(piece))
    if (!run) continue
    if (name === 'fractionalSecondDigits') shown[name] = run.length
    else shown[name] = shownAs(name, run)
  }
  return shown
}

function shownAs(name: string, run: string): string {
  const isText = name === 'weekday' || name === 'era' || (name === 'month' && run.length > 2)
  if (name === 'timeZoneName')
    return (run.length === 4 ? 'long' : 'short') + (run[0] === 'O' ? 'Offset' : '')
  if (isText) return run.length === 4 ? 'long' : run.length === 5 ? 'narrow' : 'short'
  return NUMBERS[run.length === 2 ? 0 : 1]
}
