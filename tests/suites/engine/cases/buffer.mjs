import { Buffer, constants, isAscii, isUtf8, transcode } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import { check } from './check.mjs'

const text = 'Grüße, 世界 🎯 \ud800x'
for (const encoding of [
  'utf8',
  'utf16le',
  'ucs2',
  'latin1',
  'binary',
  'ascii',
  'base64',
  'base64url',
  'hex',
  'UTF-8',
  'nope',
]) {
  await check(`from ${encoding}`, () => Buffer.from(text, encoding))
  await check(`to ${encoding}`, () => Buffer.from(text).toString(encoding))
  await check(`byteLength ${encoding}`, () => Buffer.byteLength(text, encoding))
  await check(`isEncoding ${encoding}`, () => Buffer.isEncoding(encoding))
  await check(`write ${encoding}`, () => {
    const room = Buffer.alloc(9)
    return [room.write(text, 1, encoding), room]
  })
  await check(`fill ${encoding}`, () => Buffer.alloc(7).fill('6162', encoding))
}
await check('base64 odd', () =>
  ['aGk', 'aGk=', 'a-_/', 'aG k=', '=aGk', 'aGk=x', 'a', ''].map((one) =>
    Buffer.from(one, 'base64'),
  ),
)
await check('hex odd', () => ['abc', 'zz', '0g', ''].map((one) => Buffer.from(one, 'hex')))
await check('from array', () => Buffer.from([1, 256, -1, '7', 3.9]))
await check('from arraybuffer', () => Buffer.from(Uint8Array.of(1, 2, 3).buffer, 1, 1))
await check('from arraybuffer out', () => Buffer.from(new ArrayBuffer(2), 3))
await check('from buffer', () => Buffer.from(Buffer.from('ab')))
await check('from json', () => Buffer.from(JSON.parse(JSON.stringify(Buffer.from('ab')))))
await check('from typed', () => Buffer.from(Uint16Array.of(1, 300)))
await check('from String', () => Buffer.from(new String('ab')))
await check('from primitive', () => Buffer.from({ [Symbol.toPrimitive]: () => 'ab' }))
await check('from number', () => Buffer.from(5))
await check('from null', () => Buffer.from(null))
await check('from undefined', () => Buffer.from(undefined))
await check('from object', () => Buffer.from({}))
await check('alloc', () => [
  Buffer.alloc(3),
  Buffer.alloc(3, 1),
  Buffer.alloc(5, 'ab'),
  Buffer.alloc(0),
])
await check('alloc bad', () => Buffer.alloc(-1))
await check('alloc type', () => Buffer.alloc('3'))
await check('fill empty', () => Buffer.alloc(2, 1).fill(''))
await check('concat', () => Buffer.concat([Buffer.from('a'), Uint8Array.of(98, 99)]))
await check('concat length', () => [
  Buffer.concat([Buffer.from('abc')], 2),
  Buffer.concat([Buffer.from('a')], 3),
])
await check('concat bad', () => Buffer.concat(['a']))
await check('concat no array', () => Buffer.concat('a'))
await check('compare', () => [
  Buffer.compare(Buffer.from('a'), Buffer.from('b')),
  Buffer.from('b').compare(Buffer.from('a')),
  Buffer.from('ab').compare(Buffer.from('xab'), 1, 3),
])
await check('equals', () => [
  Buffer.from('a').equals(Buffer.from('a')),
  Buffer.from('a').equals(Uint8Array.of(97)),
])
await check('equals bad', () => Buffer.from('a').equals('a'))
const hay = Buffer.from('abcabcdabc')
for (const needle of ['abc', 'd', 'x', '', Buffer.from('cd'), 97, 300])
  await check(`search ${String(needle)}`, () => [
    hay.indexOf(needle),
    hay.indexOf(needle, 1),
    hay.indexOf(needle, -3),
    hay.lastIndexOf(needle),
    hay.lastIndexOf(needle, 4),
    hay.lastIndexOf(needle, -5),
    hay.includes(needle),
    hay.indexOf(needle, 50),
  ])
await check('search bad', () => hay.indexOf({}))
await check('search encoded', () => Buffer.from('abc').indexOf('YmM=', 0, 'base64'))
await check('slice', () => [
  hay.slice(2, 5),
  hay.subarray(-3),
  hay.slice(8, 2),
  hay.subarray(1).constructor === Buffer,
])
await check('slice shares', () => {
  const own = Buffer.from('abc')
  own.slice(1)[0] = 120
  return own.toString()
})
await check('toString range', () => [
  hay.toString('utf8', 1, 4),
  hay.toString('utf8', -1, 2),
  hay.toString('utf8', 5, 2),
  hay.toString('utf8', 3, 100),
])
await check('copy', () => {
  const target = Buffer.alloc(5)
  return [hay.copy(target, 1, 2, 20), target]
})
await check('swap', () => [
  Buffer.from([1, 2, 3, 4]).swap16(),
  Buffer.from([1, 2, 3, 4]).swap32(),
  Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap64(),
])
await check('swap bad', () => Buffer.from([1, 2, 3]).swap16())
await check('json', () => JSON.stringify(Buffer.from('hi')))
await check('keys', () => [
  [...Buffer.from('ab').keys()],
  [...Buffer.from('ab').values()],
  [...Buffer.from('ab').entries()],
])
await check('map', () => [
  Buffer.from('ab').map((one) => one + 1),
  Buffer.from('ab').filter((one) => one > 97),
])
await check('isBuffer', () => [
  Buffer.isBuffer(Buffer.alloc(1)),
  Buffer.isBuffer(new Uint8Array(1)),
  Buffer.alloc(1) instanceof Uint8Array,
])
await check('of', () => Buffer.of(1, 2))
await check('old', () => [Buffer('ab'), new Buffer(2).length])
await check('at', () => [hay.at(-1), hay[0], hay[100]])
await check('constants', () => [constants.MAX_STRING_LENGTH > 0, Buffer.poolSize])
await check('utf8', () => [isUtf8(Buffer.from([0xff])), isAscii(Buffer.from('a'))])
await check('transcode', () => transcode(Buffer.from('é'), 'utf8', 'latin1'))
await check('atob', () => [atob('aGk='), btoa('hi')])
await check('btoa bad', () => btoa('世'))
await check('atob bad', () => atob('*'))
const kinds = [
  'UInt8',
  'Int8',
  'UInt16LE',
  'UInt16BE',
  'Int16LE',
  'Int16BE',
  'UInt32LE',
  'UInt32BE',
  'Int32LE',
  'Int32BE',
  'FloatLE',
  'FloatBE',
  'DoubleLE',
  'DoubleBE',
]
const bytes = Buffer.from([200, 1, 255, 128, 63, 7, 240, 9, 10])
for (const kind of kinds) {
  await check(`read${kind}`, () => [
    bytes[`read${kind}`](0),
    bytes[`read${kind}`](1),
    bytes[`read${kind}`](),
  ])
  await check(`read${kind} out`, () => bytes[`read${kind}`](9))
  await check(`write${kind}`, () => {
    const room = Buffer.alloc(9)
    return [room[`write${kind}`](100, 1), room]
  })
  await check(`write${kind} big`, () => Buffer.alloc(9)[`write${kind}`](2 ** 40))
  await check(`write${kind} negative`, () => {
    const room = Buffer.alloc(9)
    return [room[`write${kind}`](-2), room]
  })
}
for (const kind of ['BigInt64LE', 'BigInt64BE', 'BigUInt64LE', 'BigUint64BE'])
  await check(kind, () => {
    const room = Buffer.alloc(8)
    return [bytes[`read${kind}`](), room[`write${kind}`](5n), room]
  })
for (const size of [1, 2, 3, 4, 5, 6, 7])
  await check(`sized ${size}`, () => {
    const room = Buffer.alloc(6)
    return [
      bytes.readUIntLE(0, size),
      bytes.readUIntBE(0, size),
      bytes.readIntLE(1, size),
      bytes.readIntBE(2, size),
      room.writeIntBE(-3, 0, size),
      room,
    ]
  })
await check('offset type', () => bytes.readUInt8('1'))
await check('offset fraction', () => bytes.readUInt8(1.5))
await check('decoder', () => {
  const decoder = new StringDecoder('utf8')
  const euro = Buffer.from('a€b')
  return [
    decoder.write(euro.subarray(0, 2)),
    decoder.write(euro.subarray(2, 3)),
    decoder.write(euro.subarray(3)),
    decoder.end(euro.subarray(1, 3)),
  ]
})
for (const encoding of ['base64', 'utf16le', 'hex'])
  await check(`decoder ${encoding}`, () => {
    const decoder = new StringDecoder(encoding)
    return [decoder.write(Buffer.from([1, 2])), decoder.write(Buffer.from([3])), decoder.end()]
  })
