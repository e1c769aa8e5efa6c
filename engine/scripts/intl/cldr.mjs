// The parts of Unicode's CLDR that Intl formats dates and numbers by.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cldrPackages } from './packages.mjs'

const folder = cldrPackages()
const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'))
const supplemental = (name) => read(`cldr-core/supplemental/${name}.json`).supplemental

/** Currencies whose names are kept; every currency's symbol is. */
const NAMED = 'USD EUR GBP JPY CNY INR BRL CAD AUD CHF MXN SEK'.split(' ')

const withoutVariants = (object) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !key.includes('-alt-')))

function names(set) {
  const of = (context) =>
    Object.fromEntries(
      ['abbreviated', 'wide', 'narrow'].map((width) => [
        width,
        Object.values(withoutVariants(set[context][width])),
      ]),
    )
  const format = of('format')
  const alone = of('stand-alone')
  for (const width of Object.keys(alone))
    if (String(alone[width]) === String(format[width])) delete alone[width]
  return { format, alone }
}

function dates(locale) {
  const all = read(`cldr-dates-full/main/${locale}/ca-gregorian.json`).main[locale].dates.calendars
    .gregorian
  const { availableFormats, appendItems } = all.dateTimeFormats
  const available = Object.fromEntries(
    Object.entries(availableFormats).filter(([key]) => !/-|[QwWU]/.test(key)),
  )
  const eras = (name) => [all.eras[name][0], all.eras[name][1]]
  const plain = (formats) =>
    Object.fromEntries(
      ['full', 'long', 'medium', 'short'].map((length) => [
        length,
        formats[length]._value ?? formats[length],
      ]),
    )
  return {
    months: names(all.months),
    days: names(all.days),
    periods: Object.fromEntries(
      ['abbreviated', 'narrow', 'wide'].map((width) => [
        width,
        withoutVariants(all.dayPeriods.format[width]),
      ]),
    ),
    eras: { wide: eras('eraNames'), abbreviated: eras('eraAbbr'), narrow: eras('eraNarrow') },
    date: plain(all.dateFormats),
    time: plain(all.timeFormats),
    at: plain(all['dateTimeFormats-atTime'].standard),
    available,
    append: { era: appendItems.Era, zone: appendItems.Timezone, day: appendItems['Day-Of-Week'] },
  }
}

function numbers(locale) {
  const all = read(`cldr-numbers-full/main/${locale}/numbers.json`).main[locale].numbers
  const currencies = read(`cldr-numbers-full/main/${locale}/currencies.json`).main[locale].numbers
    .currencies
  const system = (name) => {
    const {
      decimal,
      group,
      percentSign,
      plusSign,
      minusSign,
      exponential,
      infinity,
      nan,
      superscriptingExponent: _exponent,
      approximatelySign: _about,
      ...rest
    } = all[`symbols-numberSystem-${name}`]
    const decimals = all[`decimalFormats-numberSystem-${name}`]
    const money = all[`currencyFormats-numberSystem-${name}`]
    const compact = (formats) =>
      Object.fromEntries(
        Object.entries(formats).map(([key, pattern]) => [key.replace('-count-', ':'), pattern]),
      )
    return {
      symbols: [
        decimal,
        group,
        minusSign,
        plusSign,
        percentSign,
        infinity,
        nan,
        exponential,
        rest['currencyDecimal'] ?? decimal,
        rest['currencyGroup'] ?? group,
      ],
      decimal: decimals.standard,
      percent: all[`percentFormats-numberSystem-${name}`].standard,
      money: [
        money.standard,
        money.accounting,
        money['standard-alphaNextToNumber'] ?? '',
        money['accounting-alphaNextToNumber'] ?? '',
      ],
      spacing: [
        money.currencySpacing.beforeCurrency.insertBetween,
        money.currencySpacing.afterCurrency.insertBetween,
      ],
      units: compact(
        Object.fromEntries(Object.entries(money).filter(([key]) => key.startsWith('unitPattern'))),
      ),
      short: compact(decimals.short.decimalFormat),
      long: compact(decimals.long.decimalFormat),
    }
  }
  const own = all.defaultNumberingSystem
  const symbols = {}
  const named = {}
  for (const [code, currency] of Object.entries(currencies)) {
    if (currency.symbol && currency.symbol !== code) symbols[code] = currency.symbol
    const narrow = currency['symbol-alt-narrow']
    if (narrow && narrow !== currency.symbol) symbols[`${code}:narrow`] = narrow
    if (!NAMED.includes(code)) continue
    for (const [key, name] of Object.entries(currency))
      if (key.startsWith('displayName'))
        named[key.replace('displayName', code).replace('-count-', ':')] = name
  }
  return {
    own,
    grouping: Number(all.minimumGroupingDigits),
    systems: { latn: system('latn'), ...(own === 'latn' ? {} : { [own]: system(own) }) },
    symbols,
    named,
  }
}

function zones(locale) {
  const all = read(`cldr-dates-full/main/${locale}/timeZoneNames.json`).main[locale].dates
    .timeZoneNames
  const metazones = {}
  const put = (name, { long, short }) => {
    const entry = [long?.standard, long?.daylight, short?.standard, short?.daylight].map(
      (text) => text ?? 0,
    )
    if (entry.some((text) => text)) metazones[name] = entry
  }
  for (const [name, entry] of Object.entries(all.metazone ?? {})) put(name, entry)
  const walk = (node, path) => {
    for (const [name, entry] of Object.entries(node))
      if (entry._type === 'zone') put(`${path}${name}`, entry)
      else if (typeof entry === 'object') walk(entry, `${path}${name}/`)
  }
  walk(all.zone, '')
  return { hour: all.hourFormat, gmt: all.gmtFormat, zero: all.gmtZeroFormat, names: metazones }
}

/** What is other in `value` than in `base`; a key that is gone is null. */
function difference(value, base) {
  const result = {}
  for (const key of Object.keys(value)) {
    if (JSON.stringify(value[key]) === JSON.stringify(base[key])) continue
    const deep =
      value[key] &&
      base[key] &&
      typeof value[key] === 'object' &&
      typeof base[key] === 'object' &&
      !Array.isArray(value[key])
    result[key] = deep ? difference(value[key], base[key]) : value[key]
  }
  for (const key of Object.keys(base)) if (!(key in value)) result[key] = null
  return result
}

/**
 * By kind and locale, JSON. English is whole, and so are the names of zones in a language; another
 * language is what it has other than English, a locale what it has other than its language.
 */
export function cldr() {
  const locales = readdirSync(join(folder, 'cldr-dates-full/main'))
    .filter((name) => !/POSIX|^en-Dsrt|^en-Shaw/.test(name))
    .sort()
  return {
    dates: texts(locales, dates, dates('en')),
    numbers: texts(locales, numbers, numbers('en')),
    zones: texts(locales, zones),
    supplemental: new Map([['', JSON.stringify(shared(locales))]]),
  }
}

function texts(locales, make, english) {
  const result = new Map()
  // English first: most look for nothing else.
  for (const name of ['en', ...locales.filter((locale) => locale !== 'en')]) {
    const [language] = name.split('-')
    const base = name === language ? name !== 'en' && english : make(language)
    result.set(name, JSON.stringify(base ? difference(make(name), base) : make(name)))
  }
  return result
}

function shared(locales) {
  const hours = {}
  for (const [region, { _preferred }] of Object.entries(supplemental('timeData').timeData))
    hours[region] = _preferred[0]
  const digits = {}
  for (const [code, { _digits }] of Object.entries(
    supplemental('currencyData').currencyData.fractions,
  ))
    if (_digits !== '2') digits[code] = Number(_digits)
  const systems = {}
  for (const [name, system] of Object.entries(supplemental('numberingSystems').numberingSystems))
    if (system._type === 'numeric') systems[name] = system._digits
  const calendars = {}
  for (const [region, preferred] of Object.entries(
    supplemental('calendarPreferenceData').calendarPreferenceData,
  ))
    if (!preferred.startsWith?.('gregorian'))
      calendars[region] = Array.isArray(preferred) ? preferred[0] : preferred.split(' ')[0]
  for (const region of Object.keys(calendars))
    if (calendars[region] === 'gregorian') delete calendars[region]
  return {
    locales: locales.join(' '),
    hours,
    digits,
    systems,
    calendars,
    periods: periods(),
    metazones: metazones(),
    aliases: aliases(),
  }
}

/** The names that CLDR keeps zones under, by their other names. */
function aliases() {
  const result = {}
  for (const zone of Object.values(read('cldr-bcp47/bcp47/timezone.json').keyword.u.tz)) {
    const [kept, ...others] = (zone._alias ?? '').split(' ')
    for (const other of others) if (other !== kept) result[other] = kept
  }
  return result
}

/** By language, the parts of a day with the hours at which they begin and end. */
function periods() {
  const result = {}
  const hour = (text) => Number(text.split(':')[0])
  for (const [language, rules] of Object.entries(supplemental('dayPeriods').dayPeriodRuleSet))
    result[language] = Object.entries(rules).map(([name, { _at, _from, _before }]) =>
      _at ? [name, hour(_at)] : [name, hour(_from), hour(_before)],
    )
  return result
}

/** By zone: the metazone, or metazones with the minute since 1970 from which each is used. */
function metazones() {
  const result = {}
  const walk = (node, path) => {
    for (const [name, value] of Object.entries(node)) {
      if (!Array.isArray(value)) walk(value, `${path}${name}/`)
      else {
        const uses = value.map(({ usesMetazone: { _mzone, _from } }) => [
          _from ? Date.parse(`${_from.replace(' ', 'T')}Z`) / 60000 : null,
          _mzone,
        ])
        result[`${path}${name}`] = uses.length === 1 && uses[0][0] === null ? uses[0][1] : uses
      }
    }
  }
  walk(supplemental('metaZones').metaZones.metazoneInfo.timezone, '')
  return result
}
