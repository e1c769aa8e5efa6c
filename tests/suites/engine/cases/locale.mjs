import { check } from './check.mjs'

const numbers = [
  0,
  -0,
  1,
  999,
  1000,
  -1234567.891,
  0.0005,
  0.0004,
  1.0005,
  1.2345,
  12.5,
  1e21,
  1e-7,
  123456789012345680000,
  NaN,
  Infinity,
  -Infinity,
  2.5,
  1.0049999,
]
for (const number of numbers)
  await check(`number ${number} ${1 / number}`, () => [
    number.toLocaleString(),
    number.toLocaleString('en-US'),
  ])
await check('number german', () => (1234.5).toLocaleString('de-DE'))
await check('number options', () => (0.5).toLocaleString('en-US', { style: 'percent' }))
await check('bigint', () => [(-12345678901234567890n).toLocaleString(), 12n.toLocaleString()])
await check('array', () => [1234, 'a', null].toLocaleString())
for (const time of [0, 1e12, 43_200_000, 1735689599000, -1e13, 86_399_000])
  await check(`date ${time}`, () => [
    new Date(time).toLocaleString(),
    new Date(time).toLocaleDateString(),
    new Date(time).toLocaleTimeString('en-US'),
  ])
await check('date invalid', () => new Date(NaN).toLocaleString())
await check('date german', () => new Date(0).toLocaleDateString('de-DE'))
await check('date options', () => new Date(0).toLocaleDateString('en-US', { dateStyle: 'full' }))
await check('case', () => ['iI'.toLocaleUpperCase(), 'ẞ'.toLocaleLowerCase('en')])
await check('case turkish', () => 'i'.toLocaleUpperCase('tr'))
const letters = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
await check('collation', () => letters.toSorted((one, other) => one.localeCompare(other)).join(''))
const words = [
  'a',
  'A',
  'b',
  'B',
  'ab',
  'Ab',
  'aB',
  'AB',
  'a b',
  'a-b',
  'a_b',
  '1',
  '10',
  '2',
  '',
  'Zebra',
  'apple',
  'Apple',
  'co-op',
  'coop',
  'co op',
  'x1',
  'x10',
  'x2',
  'a.b',
  '\u0001a',
]
await check('words', () => words.toSorted((one, other) => one.localeCompare(other)))
for (const one of words)
  await check(`compared ${JSON.stringify(one)}`, () =>
    words.map((other) => one.localeCompare(other)),
  )
await check('compared beyond', () => 'é'.localeCompare('f'))
await check('compared equal', () => 'é'.localeCompare('é'))
await check('compared options', () => 'a10'.localeCompare('a2', undefined, { numeric: true }))
