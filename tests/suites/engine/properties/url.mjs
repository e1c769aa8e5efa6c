import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { check } from '../cases/check.mjs'
import { each, outcome, text } from './each.mjs'

const PARTS = [
  'href',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
]
const told = (url) =>
  PARTS.map((part) => url[part]).concat(url.origin, String(url), JSON.stringify(url))

const piece = fc.constantFrom(
  'http',
  'https',
  'file',
  'ws',
  'data',
  'foo',
  ':',
  '//',
  '/',
  '\\',
  '?',
  '#',
  '@',
  'user',
  ':pw',
  'host',
  'EXAMPLE.com',
  'ä.de',
  'xn--4ca.de',
  '127.1',
  '0x7f.1',
  '[::1]',
  '[1:2]',
  ':80',
  ':443',
  ':99999',
  '..',
  '.',
  '%2e',
  '%',
  '%41',
  ' ',
  '\t',
  '\n',
  'ü',
  '🎯',
  '\ud800',
  '|',
  '^',
  '`',
  '{',
  '<',
  '"',
  "'",
  'c:',
  '~',
  '*',
  ';',
  '=',
  '&',
  '+',
  '\u00ad',
  '。',
)
const input = fc.oneof(
  fc.array(piece, { maxLength: 9 }).map((parts) => parts.join('')),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  text,
)
const base = fc.constantFrom(
  undefined,
  'http://a/b/c?d#e',
  'file:///C:/x/y',
  'data:text/plain,x',
  'foo://h/p',
  'nope',
  'https://u:p@h:8/',
)

await each('parse', 900, [input, base], (value, from) => {
  // Node.js 20 takes more than the standard beside a base without a path.
  if (from?.startsWith('data:') && /[^\t\n\r]#/.test(value)) return 'not asked'
  return [URL.canParse(value, from), told(new URL(value, from))]
})
const part = fc.constantFrom(...PARTS)
await each(
  'set',
  700,
  [
    fc.oneof(
      fc.constantFrom(
        'http://a/b?c#d',
        'https://u:p@h:8/',
        'file:///x',
        'data:text/plain,x',
        'foo://h/p',
        'mailto:a@b',
      ),
      fc.webUrl(),
    ),
    part,
    input,
  ],
  (value, name, written) => {
    // Node.js 20 takes a port away where the new one does not begin with a digit.
    if (name === 'port' && !/^\d*$/.test(written)) return 'not asked'
    // So too with a host; and its Unicode is an older one.
    if (name.startsWith('host') && /:(?!\d)|[^\0-\u024f]/.test(written)) return 'not asked'
    const url = new URL(value)
    const result = outcome(() => {
      url[name] = written
    })
    return [result, told(url)]
  },
)
const pairs = fc.array(fc.tuple(text, text), { maxLength: 5 })
await each(
  'search from text',
  300,
  [
    fc.oneof(
      text,
      fc
        .array(
          fc.constantFrom('a', '=', '&', '+', '%', '%41', '%C3%A4', '?', '#', ' ', '%zz', '\ud800'),
          { maxLength: 9 },
        )
        .map((parts) => parts.join('')),
    ),
  ],
  (value) => {
    const all = new URLSearchParams(value)
    return [[...all], String(all), all.size]
  },
)
await each(
  'search',
  400,
  [
    pairs,
    fc.array(
      fc.tuple(
        fc.constantFrom('append', 'set', 'delete', 'sort', 'get', 'getAll', 'has'),
        fc.nat(6),
        text,
      ),
      { maxLength: 6 },
    ),
  ],
  (given, steps) => {
    const url = new URL('http://a/?x=1&y')
    const all = given.length > 3 ? url.searchParams : new URLSearchParams(given)
    const results = steps.map(([step, at, value]) => {
      const name = given[at]?.[0] ?? 'x'
      return outcome(() => all[step](name, value))
    })
    return [results, [...all], String(all), url.href, [...all.keys()]]
  },
)
for (const wrong of [
  [['a']],
  [[1, 2, 3]],
  { a: 1, b: undefined },
  5,
  null,
  undefined,
  new Map([['k', 'v']]),
  [['a', 'b']].values(),
  'a=b',
  { [Symbol('s')]: 1 },
])
  await check(`search from a ${Object.prototype.toString.call(wrong)}`, () =>
    String(new URLSearchParams(wrong)),
  )

// The standard's own data, where the crate `url` has brought it here.
const data = process.env.OCHE_URL_TESTS
if (data) {
  // The crate lists what it errs in itself: files on hosts, and paths that begin with two slashes.
  const known = new Set(readFileSync(`${data}/expected_failures.txt`, 'utf8').split('\n'))
  const parsed = JSON.parse(readFileSync(`${data}/urltestdata.json`, 'utf8'))
  for (const { input: given, base: from } of parsed) {
    if (given === undefined) continue
    const escaped = (text_) => text_.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
    const names = [given, escaped(given)].map(
      (one) => `<${one}>${from ? ` against <${from}>` : ''}`,
    )
    if (names.some((one) => known.has(one))) continue
    const name = JSON.stringify([given, from]).replaceAll(': ', ':')
    await check(`data ${name}`, () => told(new URL(given, from ?? undefined)))
  }
  const setters = JSON.parse(readFileSync(`${data}/setters_tests.json`, 'utf8'))
  for (const [name, tests] of Object.entries(setters)) {
    if (!PARTS.includes(name)) continue
    for (const { href, new_value: written } of tests) {
      if (/name$/.test(name) && /^(file|non-spec|foo:\/\/\/some)/.test(href)) continue
      await check(`set ${name} ${JSON.stringify([href, written]).replaceAll(': ', ':')}`, () => {
        const url = new URL(href)
        url[name] = written
        return told(url)
      })
    }
  }
}
