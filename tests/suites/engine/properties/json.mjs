import fc from 'fast-check'
import { check, show } from '../cases/check.mjs'
import { each, outcome, text } from './each.mjs'

const piece = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"a"',
  '"',
  '\\',
  '\\u00',
  '\\ud83c',
  '1',
  '-',
  '0',
  '01',
  '1.',
  '.5',
  '1e',
  'e5',
  '1e400',
  '-0',
  'true',
  'tru',
  'null',
  ' ',
  '\t',
  '\n',
  '\u00a0',
  '\ufeff',
  '\u0000',
  '\u2028',
  '"\\n"',
  '"__proto__"',
  '"1"',
  "'",
  'NaN',
  '/',
  '//',
  '\ud800',
  'ä',
)
await each('parse of pieces', 1500, [fc.array(piece, { maxLength: 12 })], (parts) =>
  JSON.parse(parts.join('')),
)
/** JSON with some characters put in, taken out or doubled. */
const broken = fc
  .tuple(
    fc.json({ maxDepth: 4, stringUnit: 'binary' }),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), piece), { maxLength: 3 }),
  )
  .map(([json, edits]) => {
    let made = json
    for (const [where, how, put] of edits) {
      const at = where % (made.length + 1)
      if (how === 0) made = made.slice(0, at) + made.slice(at + 1)
      else if (how === 1) made = made.slice(0, at) + put + made.slice(at)
      else if (how === 2) made = made.slice(0, at)
      else made = made.slice(0, at) + made.slice(at, at + 3) + made.slice(at)
    }
    return made
  })
await each('parse', 1500, [broken], (json) => {
  const made = JSON.parse(json)
  return [made, JSON.stringify(made)]
})
await each('parse of bytes', 600, [broken], (json) => new Response(json.toWellFormed()).json())
await each('parse reviving', 200, [fc.json({ maxDepth: 3 })], (json) => {
  const seen = []
  const made = JSON.parse(json, function (key, value) {
    seen.push(key)
    return typeof value === 'number' ? undefined : Array.isArray(value) ? value.length : value
  })
  return [made, seen]
})
const odd = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    NaN,
    Infinity,
    -0,
    Symbol('s'),
    () => {},
    new Date(0),
    new Date(NaN),
    /x/,
    new Map([[1, 2]]),
    new Set([1]),
    Object(1),
    Object('s'),
    Object(false),
    new Error('m'),
    { toJSON: () => 'json' },
    { toJSON: (key) => key },
    { toJSON: 1 },
    [1, , 2],
    Uint8Array.of(1, 2),
    Object.create({ a: 1 }),
    Object.create(null),
    { [Symbol('a')]: 1 },
    new Proxy({ b: 2 }, {}),
    new Proxy([1, 2], {}),
    1e21,
    1e-7,
    123456789012345680000,
    5e-324,
    1.7976931348623157e308,
  ),
  text,
  fc.double(),
  fc.integer(),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    odd,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    fc.dictionary(
      fc.constantFrom('2', '10', '1', 'b', 'a', '__proto__', '-1', '4294967295'),
      tie('tree'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
}))
const space = fc.constantFrom(
  undefined,
  0,
  2,
  '\t',
  'long text of spaces',
  11,
  -1,
  Object(3),
  '',
  null,
)
const replacer = fc.constantFrom(
  undefined,
  null,
  ['a', 'b', 1],
  [],
  (key, value) => (typeof value === 'number' ? value + 1 : value),
  (key, value) => (key === 'a' ? undefined : value),
  ['b', 'b', Object('a'), null],
)
await each('stringify', 1500, [tree, replacer, space], (value, how, indented) =>
  JSON.stringify(value, how, indented),
)
await each('stringify of text', 400, [text], (value) => [
  JSON.stringify(value),
  JSON.stringify({ [value]: value }),
  JSON.parse(JSON.stringify(value)) === value,
])
await each(
  'numbers',
  600,
  [
    fc.oneof(
      fc.double(),
      fc.double({ noDefaultInfinity: true }),
      fc.integer(),
      fc.float(),
      fc
        .tuple(fc.integer(), fc.integer({ min: -330, max: 310 }))
        .map(([digits, power]) => Number(`${digits}e${power}`)),
    ),
  ],
  (value) => [
    JSON.stringify(value),
    outcome(() => JSON.parse(String(value))),
    Number(String(value)),
  ],
)
await each(
  'parse of numbers',
  400,
  [
    fc
      .tuple(
        fc.constantFrom('', '-'),
        fc.bigInt({ min: 0n, max: 10n ** 25n }),
        fc.constantFrom('', '.0', '.5', '.123456789012345678901'),
        fc.constantFrom('', 'e0', 'E+5', 'e-30', 'e308', 'e-324'),
      )
      .map((parts) => parts.join('')),
  ],
  (json) => JSON.parse(json),
)

const deep = (open, close, depth) => open.repeat(depth) + close.repeat(depth)
for (const depth of [10, 1000, 3000]) {
  await check(
    `deep arrays ${depth}`,
    () => JSON.stringify(JSON.parse(deep('[', ']', depth))).length,
  )
  await check(
    `deep objects ${depth}`,
    () => JSON.stringify(JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)).length,
  )
  await check(`deep and open ${depth}`, () => JSON.parse('['.repeat(depth)))
}
const circular = { a: [1] }
circular.a.push(circular)
await check('circular', () => JSON.stringify(circular))
await check('big', () => JSON.stringify({ a: 1n }))
await check('big with toJSON', () => {
  BigInt.prototype.toJSON = () => 'big'
  const told = JSON.stringify({ a: 1n })
  delete BigInt.prototype.toJSON
  return told
})
await check('throwing', () =>
  JSON.stringify({
    get a() {
      throw new RangeError('no')
    },
  }),
)
await check('throwing toJSON', () =>
  JSON.stringify({
    toJSON() {
      throw new RangeError('no')
    },
  }),
)
await check('proto', () => {
  const made = JSON.parse('{"__proto__":{"x":1},"a":{"__proto__":null}}')
  return [
    Object.keys(made),
    made.x,
    Object.getPrototypeOf(made) === Object.prototype,
    JSON.stringify(made),
  ]
})
await check('twice', () => show(JSON.parse('{"a":1,"b":2,"a":3}')))
await check('order', () =>
  Object.keys(JSON.parse('{"b":1,"2":1,"a":1,"10":1,"1":1,"-1":1,"01":1}')),
)
await check('long', () => {
  const made = {
    list: Array.from({ length: 5000 }, (_, at) => ({
      id: at,
      name: `näme ${at}`,
      tags: ['x', at % 7],
    })),
  }
  const json = JSON.stringify(made)
  return [json.length, JSON.stringify(JSON.parse(json)) === json]
})
