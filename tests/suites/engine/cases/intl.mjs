// Prints a line for each of many languages and options: under Node the same.
// Left out, because the versions of CLDR or of V8 differ: `hour12` around midnight (Node 20), the
// name of a collator's locale, Korean AM and PM (Node 20), the names of more than 10^18 of a
// currency, Turkish money (ICU leaves out parentheses that CLDR has), and these plurals, which CLDR 48 has not yet.
const NEWER = ['es-ES ordinal', 'vi-VN cardinal']
const locales = [
  'en-US',
  'en-GB',
  'de-DE',
  'fr-FR',
  'ja-JP',
  'ar-EG',
  'hi-IN',
  'pt-BR',
  'tr-TR',
  'es-ES',
  'it-IT',
  'zh-CN',
  'zh-TW',
  'ru-RU',
  'pl-PL',
  'sv-SE',
  'nl-NL',
  'he-IL',
  'en-IN',
  'de-CH',
  'bn-BD',
  'fi-FI',
  'cs-CZ',
  'uk-UA',
  'vi-VN',
]
const at = new Date(Date.UTC(2024, 2, 5, 15, 4, 9, 87))
const summer = new Date(Date.UTC(1999, 6, 25, 0, 30, 0))
const dates = [
  {},
  { dateStyle: 'full' },
  { dateStyle: 'long' },
  { dateStyle: 'medium' },
  { dateStyle: 'short' },
  { timeStyle: 'full' },
  { timeStyle: 'long' },
  { timeStyle: 'medium' },
  { timeStyle: 'short' },
  { dateStyle: 'full', timeStyle: 'long' },
  { dateStyle: 'medium', timeStyle: 'short' },
  { year: 'numeric', month: 'long', day: 'numeric' },
  { year: 'numeric', month: 'short', day: 'numeric' },
  { year: 'numeric', month: '2-digit', day: '2-digit' },
  { year: '2-digit', month: 'numeric', day: 'numeric' },
  { weekday: 'long' },
  { weekday: 'short', day: 'numeric', month: 'short' },
  { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  { month: 'long' },
  { month: 'long', year: 'numeric' },
  { month: 'narrow' },
  { year: 'numeric' },
  { day: 'numeric' },
  { month: 'numeric', day: 'numeric' },
  { hour: 'numeric' },
  { hour: 'numeric', minute: '2-digit' },
  { hour: '2-digit', minute: '2-digit' },
  { hour: 'numeric', minute: 'numeric', hourCycle: 'h23' },
  { minute: '2-digit', second: '2-digit' },
  { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  { hour: 'numeric', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
  {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  },
  { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  {
    year: 'numeric',
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'long',
  },
  { era: 'short', year: 'numeric' },
  { timeZoneName: 'short' },
  { timeZoneName: 'longOffset' },
  { second: 'numeric' },
  { minute: 'numeric' },
]
const zones = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin']
const show = (label, f) => {
  let t
  try {
    t = f()
  } catch (e) {
    t = `${e.name} ${e.code ?? e.message}`
  }
  console.log(label, t)
}
for (const l of locales)
  for (const o of dates)
    for (const timeZone of zones.slice(
      0,
      Object.keys(o).includes('timeZoneName') || o.timeStyle ? 4 : 1,
    )) {
      show(`d ${l} ${JSON.stringify(o)} ${timeZone}`, () => {
        const f = new Intl.DateTimeFormat(l, { ...o, timeZone })
        return `${f.format(at)} | ${f.format(summer)}`
      })
    }
const numbers = [
  {},
  { style: 'percent' },
  { style: 'percent', maximumFractionDigits: 1 },
  { style: 'currency', currency: 'USD' },
  { style: 'currency', currency: 'EUR' },
  { style: 'currency', currency: 'JPY' },
  { style: 'currency', currency: 'CHF' },
  { style: 'currency', currency: 'BRL', currencyDisplay: 'code' },
  { style: 'currency', currency: 'USD', currencyDisplay: 'name' },
  { style: 'currency', currency: 'CAD', currencyDisplay: 'narrowSymbol' },
  { style: 'currency', currency: 'USD', currencySign: 'accounting' },
  { minimumFractionDigits: 2 },
  { maximumFractionDigits: 0 },
  { maximumSignificantDigits: 3 },
  { minimumSignificantDigits: 5 },
  { useGrouping: false },
  { notation: 'compact' },
  { notation: 'compact', compactDisplay: 'long' },
  { signDisplay: 'always' },
  { signDisplay: 'exceptZero', style: 'currency', currency: 'USD' },
  { minimumIntegerDigits: 4 },
  { notation: 'compact', maximumFractionDigits: 1 },
]
const values = [
  0,
  -0,
  1,
  -1.5,
  0.005,
  1.005,
  12.345,
  1234.5,
  -1234567.891,
  999999,
  12345678901234,
  1e21,
  NaN,
  -Infinity,
  123456789012345678n,
  0.000001234,
]
for (const l of locales)
  for (const o of numbers)
    if (
      !(o.currencyDisplay === 'name' && /^(fr|pt)/.test(l)) &&
      !(o.style === 'currency' && l === 'tr-TR')
    )
      show(`n ${l} ${JSON.stringify(o)}`, () => {
        const f = new Intl.NumberFormat(l, o)
        return values.map((v) => f.format(v)).join(' | ')
      })
const words = [
  'zebra',
  'Äpfel',
  'apfel',
  'Zürich',
  'résumé',
  'resume',
  'Resume',
  '10',
  '9',
  'ä',
  'z',
  'å',
  'ø',
  'ı',
  'i',
  'I',
  'İ',
  'ch',
  'co',
  'あ',
  'ア',
  '漢',
  '字',
  '_a',
  'a b',
  'ab',
  '',
]
for (const l of [...locales, 'es', 'da-DK', 'lt-LT'])
  for (const o of [
    {},
    { numeric: true },
    { sensitivity: 'base' },
    { sensitivity: 'accent' },
    { caseFirst: 'upper' },
    { ignorePunctuation: true },
  ]) {
    show(`c ${l} ${JSON.stringify(o)}`, () => {
      const c = new Intl.Collator(l, o)
      return (
        words.slice().sort(c.compare).join(',') + ' ' + c.compare('a', 'A') + c.compare('a', 'ä')
      )
    })
    show(`co ${l}`, () =>
      JSON.stringify({ ...new Intl.Collator(l, o).resolvedOptions(), locale: undefined }),
    )
  }
for (const l of [...locales, 'ar', 'cy', 'lt', 'sl'])
  for (const type of ['cardinal', 'ordinal'])
    if (!NEWER.includes(`${l} ${type}`))
      show(`p ${l} ${type}`, () => {
        const p = new Intl.PluralRules(l, { type })
        return (
          [0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 20, 21, 22, 23, 100, 101, 1.5, 0.1, 1e6]
            .map((n) => p.select(n))
            .join(',') +
          ' ' +
          p.resolvedOptions().pluralCategories.toSorted()
        )
      })
for (const l of locales) {
  show(`r ${l}`, () =>
    JSON.stringify(
      new Intl.NumberFormat(l, { style: 'currency', currency: 'EUR' }).formatToParts(-12345.678),
    ),
  )
  show(`r ${l}`, () =>
    JSON.stringify(new Intl.NumberFormat(l, { notation: 'compact' }).formatToParts(-12345.678)),
  )
  show(`r ${l}`, () =>
    JSON.stringify(
      new Intl.DateTimeFormat(l, {
        dateStyle: 'full',
        timeStyle: 'long',
        timeZone: 'America/New_York',
      }).formatToParts(at),
    ),
  )
  show(`r ${l}`, () => {
    const { roundingMode, roundingPriority, roundingIncrement, trailingZeroDisplay, ...r } =
      new Intl.NumberFormat(l).resolvedOptions()
    return JSON.stringify(r)
  })
  show(`r ${l}`, () =>
    JSON.stringify(
      new Intl.DateTimeFormat(l, {
        timeZone: 'Asia/Kolkata',
        hour: 'numeric',
        weekday: 'short',
      }).resolvedOptions(),
    ),
  )
}
show('l', () =>
  Intl.getCanonicalLocales(['EN-us', 'zh-hant-tw', 'iw', 'de-DE-u-co-phonebk']).join(),
)
show('l', () => Intl.getCanonicalLocales('no_pe'))
for (const l of [
  'de-XX',
  'zh-HK',
  'sr-Latn-RS',
  'pt',
  'es-MX',
  'no',
  'xx',
  'ar-EG-u-nu-latn',
  'fil',
  'iw',
])
  show(`l ${l}`, () => {
    const f = new Intl.NumberFormat(l)
    return (
      f.resolvedOptions().locale +
      ' ' +
      f.format(1234.5) +
      ' ' +
      new Intl.DateTimeFormat(l, {
        timeZone: 'UTC',
        timeStyle: 'short',
        dateStyle: 'medium',
      }).format(at)
    )
  })
for (const l of ['en-US', 'en-GB', 'de-DE', 'fr-FR', 'hi-IN', 'ar-EG', 'zh-CN', 'pt-BR'])
  for (const hour12 of [true, false])
    show(`h ${l} ${hour12}`, () =>
      new Intl.DateTimeFormat(l, {
        hour: 'numeric',
        minute: '2-digit',
        hour12,
        timeZone: 'UTC',
      }).format(at),
    )
for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Europe/Berlin', ':UTC']) {
  process.env.TZ = zone
  for (const d of [
    at,
    new Date(2024, 6, 1, 12),
    new Date(1999, 0, 1),
    new Date(1971, 5, 1, 3),
    new Date(NaN),
  ]) {
    show(zone, () => d.toString())
    show(zone, () => d.toTimeString())
    show(zone, () => d.toLocaleString())
    show(zone, () => d.getTimezoneOffset())
    show(zone, () => d.toLocaleDateString('de-DE'))
    show(zone, () => d.toLocaleTimeString('fr-FR'))
    show(zone, () => d.toLocaleDateString('en-GB', { dateStyle: 'full' }))
    show(zone, () => d.toLocaleDateString('en-US', { timeStyle: 'short' }))
    show(zone, () => d.toLocaleTimeString('en-US', { timeZoneName: 'short' }))
    show(zone, () => `${d}`)
  }
}
process.env.TZ = 'UTC'
show('n', () => (1234567.891).toLocaleString())
show('n', () => (1234567.891).toLocaleString('de-DE', { style: 'currency', currency: 'EUR' }))
show('b', () => 12345678901234567890n.toLocaleString('en-IN'))
show('a', () => [1234.5, null, at, 'x'].toLocaleString('de-DE', { timeZone: 'UTC' }))
show('a', () => new Float64Array([1234.5, 2]).toLocaleString('de'))
show('s', () => ['z', 'ä', 'a', 'Z', 'é'].sort((a, b) => a.localeCompare(b)).join())
show('s', () =>
  ['10', '9', '1'].sort((a, b) => a.localeCompare(b, undefined, { numeric: true })).join(),
)
show('s', () => 'a'.localeCompare('A', 'en', { sensitivity: 'base' }))
show('s', () => 'ä'.localeCompare('z', 'sv'))
show('s', () => 'ä'.localeCompare('z', 'de'))
show('u', () => 'istanbul ıi'.toLocaleUpperCase('tr-TR'))
show('u', () => 'ISTANBUL İ'.toLocaleLowerCase('tr'))
show('u', () => 'i̇'.toLocaleUpperCase('lt'))
show('u', () => 'Ì'.toLocaleLowerCase('lt'))
show('u', () => 'ß'.toLocaleUpperCase())
show('u', () => 'άλφα'.toLocaleUpperCase('el'))
show('u', () => 'x'.toLocaleUpperCase('no_pe'))
show('u', () => 'iI'.toLocaleUpperCase('az') + 'iI'.toLocaleLowerCase('az'))
show('t', () => [
  Number.prototype.toLocaleString.length,
  String.prototype.localeCompare.length,
  Date.prototype.toLocaleDateString.name,
  Object.prototype.toString.call(Intl),
  typeof Intl.NumberFormat(),
  'prototype' in Date.prototype.toString,
  new Intl.NumberFormat() instanceof Intl.NumberFormat,
])
show('e', () => new Intl.NumberFormat('en', { style: 'currency' }))
show('e', () => new Intl.NumberFormat('en', { style: 'currency', currency: 'X' }))
show('e', () => new Intl.DateTimeFormat('en', { timeZone: 'Mars/X' }))
show('e', () => new Intl.DateTimeFormat('en').format(NaN))
show('e', () => new Intl.NumberFormat('en', { maximumFractionDigits: 101 }))
show('e', () => new Intl.NumberFormat('x'))
show('e', () => new Intl.NumberFormat(null))
