import * as dates from 'date-fns'
import { de, fr, ja } from 'date-fns/locale'
import { customAlphabet, customRandom, nanoid, urlAlphabet } from 'nanoid'
import { NIL, parse, stringify, v1, v3, v4, v5, v6, v7, validate, version } from 'uuid'
import { check } from '../cases/check.mjs'

// --- date-fns
const moments = [
  new Date(Date.UTC(2026, 0, 31, 13, 5, 9, 7)),
  new Date(0),
  new Date(Date.UTC(1969, 6, 20, 20, 17)),
  new Date(Date.UTC(2024, 1, 29)),
]
const shapes = [
  'yyyy-MM-dd',
  "EEEE, do MMMM y 'at' HH:mm:ss.SSS",
  'PPPPpppp',
  'Pp',
  'QQQ II RRRR',
  "h:mm a, bbbb, 'day' D",
  't T xxx XXXX',
  'e ee eee iiii',
  'w ww I',
  'G GGGG GGGGG',
]
for (const shape of shapes)
  for (const [name, locale] of Object.entries({ en: undefined, de, fr, ja }))
    await check(`format ${shape} ${name}`, () =>
      moments.map((one) =>
        dates.format(one, shape, { locale, useAdditionalDayOfYearTokens: true }),
      ),
    )
await check('add', () =>
  moments.map((one) => [
    dates.addMonths(one, 1),
    dates.addDays(one, -40),
    dates.addBusinessDays(one, 9),
    dates.add(one, { years: 1, months: 2, weeks: 3, days: 4, hours: 5, minutes: 6, seconds: 7 }),
  ]),
)
await check('difference', () => {
  const [a, b] = moments
  return [
    dates.differenceInDays(a, b),
    dates.differenceInMonths(a, b),
    dates.differenceInBusinessDays(a, b),
    dates.differenceInCalendarISOWeeks(a, b),
    dates.intervalToDuration({ start: b, end: a }),
  ]
})
await check('distance', () =>
  moments.map((one) => [
    dates.formatDistance(one, moments[0], { addSuffix: true }),
    dates.formatDistanceStrict(one, moments[0], { locale: de }),
    dates.formatRelative(one, moments[0], { locale: fr }),
  ]),
)
await check('parse', () => [
  dates.parse('31/01/2026 13:05', 'dd/MM/yyyy HH:mm', new Date(0)),
  dates.parse('Montag, 5. Januar 2026', 'EEEE, d. MMMM yyyy', new Date(0), { locale: de }),
  dates.parse('nope', 'yyyy', new Date(0)),
  dates.parseISO('2026-W05-6'),
  dates.parseISO('2026-01-31T13:05:09.007+05:30'),
  dates.parseJSON('2026-01-31T13:05:09.007Z'),
  dates.isValid(dates.parseISO('2026-13-01')),
])
await check('ranges', () => [
  dates.startOfWeek(moments[0], { weekStartsOn: 1 }),
  dates.endOfMonth(moments[3]),
  dates.startOfISOWeekYear(moments[0]),
  dates.eachWeekendOfMonth(moments[0]),
  dates.eachDayOfInterval({ start: moments[3], end: dates.addDays(moments[3], 3) }),
  dates.areIntervalsOverlapping(
    { start: moments[1], end: moments[3] },
    { start: moments[3], end: moments[0] },
  ),
])
await check('more', () => [
  dates.formatISO(moments[0]),
  dates.formatRFC3339(moments[0]),
  dates.formatRFC7231(moments[0]),
  dates.formatDuration({ days: 1, hours: 2 }, { locale: de }),
  dates.roundToNearestMinutes(moments[0], { nearestTo: 15 }),
  dates.closestTo(moments[0], moments.slice(1)),
  dates.getISOWeek(moments[0]),
  dates.isFuture(moments[0]) || dates.isPast(moments[1]),
])
await check('intlFormat', () => [
  dates.intlFormat(moments[0], { dateStyle: 'long' }, { locale: 'de-DE' }),
])
await check('intlFormatDistance', () => dates.intlFormatDistance(moments[0], moments[3]))
await check('format wrong', () => dates.format(new Date(NaN), 'y'))
await check('format odd', () => dates.format(moments[0], 'YYYY'))

// --- nanoid, uuid
await check('nanoid', () => [
  nanoid().length,
  nanoid(5).length,
  /^[\w-]{21}$/.test(nanoid()),
  new Set(Array.from({ length: 500 }, () => nanoid())).size,
  urlAlphabet.length,
])
await check('nanoid alphabet', () => [
  customAlphabet('ab', 4)().length,
  customRandom('abc', 5, (size) => new Uint8Array(size).map((_, at) => at))(),
])
const time = {
  msecs: 1_700_000_000_000,
  nsecs: 5,
  clockseq: 0x1234,
  node: Uint8Array.of(1, 2, 3, 4, 5, 6),
  random: Uint8Array.from({ length: 16 }, (_, at) => at),
}
await check('uuid', () => [
  v1(time),
  v6(time),
  v7({ ...time, seq: 9 }),
  v4({ random: time.random }),
  v3('a', v3.DNS),
  v5('ä', v5.URL),
  NIL,
  parse('6f9619ff-8b86-4011-b42d-00c04fc964ff'),
  stringify(time.random.map((one) => (one === 6 ? 0x46 : one === 8 ? 0x88 : one))),
  validate('x'),
  validate(v4()),
  validate(v7()),
  version(v7()),
])
await check('uuid wrong', () => parse('x'))
await check('uuid wrong bytes', () => stringify(new Uint8Array(3)))
await check('uuid order', () => {
  const all = Array.from({ length: 100 }, () => v7())
  return JSON.stringify(all) === JSON.stringify([...all].sort())
})
