import { check } from './check.mjs'

const again = (text) => JSON.stringify(JSON.parse(text))

/** The same members again and again, in other orders, with more, with fewer. */
const MEMBERS = [
  '{"id":1,"name":"one","tags":["a"]}',
  '{"id":2,"name":"two","tags":[]}',
  '{"id":3,"name":"three","tags":null}',
  '{"name":"four","id":4}',
  '{"id":5}',
  '{"id":6,"name":"six","tags":[],"more":{"id":7}}',
]

await check('members of many objects', () => again(`[${MEMBERS.concat(MEMBERS, MEMBERS)}]`))
await check('members stay apart', () => {
  const all = JSON.parse(`[${MEMBERS.concat(MEMBERS, MEMBERS)}]`)
  all[0].own = 1
  delete all[1].name
  Object.defineProperty(all[2], 'id', { get: () => 'got', enumerable: true })
  Object.freeze(all[3])
  return JSON.stringify(all)
})
await check('the last of one name', () => again('{"a":1,"b":2,"a":3}'))
await check('numbers as names', () => again('{"b":1,"10":2,"9":3,"-1":4,"01":5,"4294967295":6}'))
await check('names that are escaped', () => again('{"\\u0061":1,"a\\n":2,"\\ud800":3,"":4}'))
await check('__proto__', () => {
  const made = JSON.parse('[{"__proto__":{"a":1}},{"__proto__":1},{"\\u005f_proto__":2}]')
  return [made.map((one) => one.a), JSON.stringify(made), made.map((one) => Object.keys(one))]
})
await check('names that Object.prototype has', () => {
  Object.defineProperty(Object.prototype, 'settable', {
    set() {
      throw new Error('set')
    },
    configurable: true,
  })
  Object.defineProperty(Object.prototype, 'constant', { value: 1, configurable: true })
  try {
    return again(
      '[{"settable":1,"constant":2,"toString":3},{"settable":1,"constant":2,"toString":3}]',
    )
  } finally {
    delete Object.prototype.settable
    delete Object.prototype.constant
  }
})
await check('toJSON, and where it is told to be', () => {
  const told = []
  const one = (result) => ({
    toJSON(key) {
      told.push(typeof key, key)
      return result
    },
  })
  const text = JSON.stringify({ a: one(1), b: [one(undefined), one(one(2))], c: one(undefined) })
  return [text, JSON.stringify(one('whole')), told]
})
await check('boxed', () =>
  JSON.stringify([
    new Number(1.5),
    new String('a'),
    new Boolean(false),
    new Date(0),
    Object.assign(new Number(2), { toJSON: () => 'own' }),
    Object.assign(() => {}, { toJSON: () => 'a function' }),
  ]),
)
await check('what has no word', () =>
  JSON.stringify({ a: undefined, b: () => {}, c: Symbol('c'), d: [undefined, () => {}, NaN, -0] }),
)
await check('big', () => JSON.stringify({ a: 1n }))
await check('big that can', () => {
  BigInt.prototype.toJSON = function () {
    return `${typeof this}${this}`
  }
  try {
    return JSON.stringify([1n, Object(2n), 2n ** 70n])
  } finally {
    delete BigInt.prototype.toJSON
  }
})
await check('circles', () => {
  const one = { a: [] }
  one.a.push(one)
  return JSON.stringify(one)
})
await check('the same twice is no circle', () => {
  const one = { a: 1 }
  return JSON.stringify([one, one, { one }])
})
await check('changed while it is written', () => {
  const list = [1, { toJSON: () => ((list.length = 2), 'cut') }, 3]
  const object = { a: { toJSON: () => (delete object.b, 'a') }, b: 1, c: 2 }
  return [JSON.stringify(list), JSON.stringify(object)]
})
await check('proxies', () =>
  JSON.stringify([
    new Proxy([1, 2], {}),
    new Proxy({ a: 1 }, { get: () => 'got', ownKeys: () => ['a'] }),
  ]),
)
await check('a proxy that was revoked', () => {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  return JSON.stringify([proxy])
})
await check('lists with holes and members', () =>
  JSON.stringify(Object.assign([1, , 3], { more: 4, length: 5 })),
)
await check('text', () => {
  const pieces = [
    '',
    '"',
    '\\',
    '\n',
    '\u0000',
    '\u007f',
    'ä',
    'í',
    '\ud7ff',
    '\ud800',
    '\udc00',
    '🎯',
  ]
  const around = ['', 'a', '0123456', '01234567', '012345678']
  return pieces.map((piece) => around.map((one) => JSON.stringify(one + piece + one + piece)))
})
await check('text put together', () => {
  let text = ''
  for (let index = 0; index < 1000; index++) text += index
  return JSON.stringify({ [text]: text }).length
})
