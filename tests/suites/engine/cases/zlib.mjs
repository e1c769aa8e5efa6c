import { Readable, Transform } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import util from 'node:util'
import zlib from 'node:zlib'
import { check } from './check.mjs'

const { constants } = zlib
const origin = process.env.OCHE_HTTP
const post = async (path, body) =>
  Buffer.from(await (await fetch(`${origin}${path}`, { method: 'POST', body })).arrayBuffer())
/** What one side has packed, the other one unpacks: Node answers at the other end. */
const unpackedThere = async (packed, whole) => (await post('/unbrotli', packed)).equals(whole)

// From a seed, the same on both sides.
let state = 1
const below = (limit) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}
const noise = (length, letters) => Buffer.from(Array.from({ length }, () => below(letters)))
const text = Array.from({ length: 4000 }, (_, at) => `${at % 7} line of ${below(300)} words\n`)
const table = JSON.stringify(text.map((name, id) => ({ id, name, tags: ['red', 'round'] })))
const SAMPLES = {
  nothing: Buffer.alloc(0),
  one: Buffer.from('a'),
  word: Buffer.from('hello'),
  'two letters': noise(3000, 2),
  zeros: Buffer.alloc(300_000),
  noise: noise(70_000, 256),
  text: Buffer.from(text.join('')),
  json: Buffer.from(table),
  umlauts: Buffer.from('Grüße an 🎯 alle. '.repeat(50)),
  mixed: Buffer.concat([Buffer.from(table), noise(150_000, 256), Buffer.from(table)]),
}

const params = (quality, window, more = {}) => ({
  params: {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: window,
    ...more,
  },
})

for (const [name, whole] of Object.entries(SAMPLES))
  for (const [quality, window] of [
    [0, 10],
    [4, 16],
    [5, 17],
    [9, 24],
    [11, 22],
  ])
    await check(`brotli ${name} ${quality} ${window}`, async () => {
      const packed = zlib.brotliCompressSync(whole, params(quality, window))
      return [
        zlib.brotliDecompressSync(packed).equals(whole),
        await unpackedThere(packed, whole),
        whole.length < 1000 || packed.length < whole.length + 1000,
        name === 'noise' || whole.length < 1000 || packed.length < whole.length * 0.9,
        zlib.brotliDecompressSync(await post(`/brotli/${quality}/${window}`, whole)).equals(whole),
      ]
    })

await check('brotli packs as tightly as gzip', () =>
  [SAMPLES.text, SAMPLES.json].map(
    (whole) => zlib.brotliCompressSync(whole).length < zlib.gzipSync(whole, { level: 9 }).length,
  ),
)
await check('brotli hints', async () => {
  const whole = SAMPLES.text
  const more = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: whole.length,
    [constants.BROTLI_PARAM_LGBLOCK]: 18,
    [constants.BROTLI_PARAM_LARGE_WINDOW]: false,
    [constants.BROTLI_PARAM_NPOSTFIX]: 1,
  }
  const packed = zlib.brotliCompressSync(whole, params(6, 20, more))
  return [zlib.brotliDecompressSync(packed).equals(whole), await unpackedThere(packed, whole)]
})
await check('brotli later', async () => {
  const packed = await util.promisify(zlib.brotliCompress)('later', params(3, 18))
  return zlib.brotliDecompressSync(packed).toString()
})
await check('brotli stream', async () => {
  const streamed = Readable.from(text).pipe(zlib.createBrotliCompress(params(5, 22)))
  return (await textOf(streamed.pipe(new zlib.BrotliDecompress()))) === text.join('')
})
await check('brotli pipeline', async () => {
  const parts = []
  const end = new Transform({
    transform(chunk, _, done) {
      parts.push(chunk)
      done()
    },
  })
  await pipeline(Readable.from([SAMPLES.mixed]), zlib.createBrotliCompress(params(2, 22)), end)
  return [
    parts.every((part) => part.length <= constants.Z_DEFAULT_CHUNK),
    await unpackedThere(Buffer.concat(parts), SAMPLES.mixed),
  ]
})

// What was written is there for a reader after each flush, in the order in which it was asked for.
for (const name of ['BrotliCompress', 'Gzip', 'Deflate', 'DeflateRaw'])
  await check(`flush ${name}`, async () => {
    const pack = new zlib[name]()
    const other = { BrotliCompress: 'BrotliDecompress', Gzip: 'Gunzip', Deflate: 'Inflate' }[name]
    const unpack = new zlib[other ?? 'InflateRaw']()
    const seen = []
    pack.pipe(unpack)
    unpack.on('data', (data) => seen.push(data.toString()))
    const flushed = () => new Promise((resolve) => pack.flush(resolve))
    const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
    for (const part of ['one', 'two', 'three']) {
      pack.write(part)
      pack.write('!')
      await flushed()
      await settled()
      seen.push('|')
    }
    await flushed()
    pack.end('last')
    for await (const _ of unpack) {
      // To its end.
    }
    return [seen.join('').replace(/!/g, '! '), pack.bytesWritten]
  })
await check('flush of a kind', async () => {
  const pack = zlib.createBrotliCompress()
  let length = 0
  pack.on('data', (data) => (length += data.length))
  pack.write('some')
  await new Promise((resolve) => pack.flush(constants.BROTLI_OPERATION_PROCESS, resolve))
  const before = length
  await new Promise((resolve) => pack.flush(constants.BROTLI_OPERATION_FLUSH, resolve))
  return [before, length > 0]
})
await check('flush after the end', async () => {
  const pack = zlib.createGzip()
  pack.resume()
  pack.end('x')
  await new Promise((resolve) => pack.flush(resolve))
  await new Promise((resolve) => pack.flush(resolve))
  return pack.writableFinished
})
await check('flush on each write', async () => {
  const pack = zlib.createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH })
  const parts = []
  pack.on('data', (data) => parts.push(data))
  await new Promise((resolve) => pack.write('some', resolve))
  return parts.length
})

// What is cut may be read as far as it goes.
const cut = (pack, length) => zlib[`${pack}Sync`](SAMPLES.text).subarray(0, length)
for (const [pack, unpack, finishFlush] of [
  ['gzip', 'gunzip', constants.Z_SYNC_FLUSH],
  ['deflate', 'inflate', constants.Z_SYNC_FLUSH],
  ['deflateRaw', 'inflateRaw', constants.Z_SYNC_FLUSH],
  ['brotliCompress', 'brotliDecompress', constants.BROTLI_OPERATION_FLUSH],
])
  await check(`cut ${pack}`, async () => {
    const start = zlib[`${unpack}Sync`](cut(pack, 1000), { finishFlush })
    const stream = zlib[`create${unpack[0].toUpperCase()}${unpack.slice(1)}`]({ finishFlush })
    stream.end(cut(pack, 1000))
    const whole = SAMPLES.text.subarray(0, start.length)
    return [start.equals(whole), start.length > 0, (await textOf(stream)) === String(start)]
  })
await check('cut gzip is an error', () => zlib.gunzipSync(cut('gzip', 1000)))
await check('left open', () =>
  zlib
    .gunzipSync(Buffer.concat([zlib.gzipSync('abc', { finishFlush: constants.Z_SYNC_FLUSH })]), {
      finishFlush: constants.Z_SYNC_FLUSH,
    })
    .toString(),
)

const said = (work) => {
  try {
    return String(work().length > 0)
  } catch (error) {
    return [error.name, error.code, error.message]
  }
}
for (const [index, options] of [
  { level: 77 },
  { level: '7' },
  { level: null },
  { level: Number.NaN },
  { level: Number.POSITIVE_INFINITY },
  { level: -1 },
  { windowBits: 77 },
  { windowBits: 8 },
  { windowBits: 0 },
  { memLevel: 0 },
  { strategy: 5 },
  { flush: 77 },
  { finishFlush: -1 },
  { chunkSize: 7 },
  { maxOutputLength: 0 },
  { dictionary: 7 },
  { params: { 99: 1 } },
  { params: { x: 1 } },
  { params: { 1: 'x' } },
  { params: { 1: 99 } },
  { params: { 1: -1 } },
  { params: { 2: 5 } },
  { params: { 2: 99 } },
  { params: { 4: 7 } },
  { params: { 6: true, 2: 28 } },
].entries())
  await check(`options ${index}`, () => [
    said(() => zlib.gzipSync('a', options)),
    said(() => zlib.createDeflateRaw(options).constructor.name),
    said(() => zlib.brotliCompressSync('a', options)),
  ])
await check('options of unpacking', () => [
  said(() => zlib.gunzipSync(zlib.gzipSync('a'), { windowBits: 0 })),
  said(() => zlib.inflateRawSync(zlib.deflateRawSync('a'), { windowBits: 0 })),
  said(() => zlib.brotliDecompressSync(zlib.brotliCompressSync('a'), { params: { 5: 1 } })),
  said(() => zlib.brotliDecompressSync(zlib.brotliCompressSync('a'), { params: { 1: true } })),
])
await check('options later', () => said(() => zlib.brotliCompress('a', { chunkSize: 1 }, () => {})))
await check('dictionary', () =>
  zlib
    .inflateSync(zlib.deflateSync('hello', { dictionary: Buffer.from('hello') }), {
      dictionary: Buffer.from('hello'),
    })
    .toString(),
)
await check('info', () => Object.keys(zlib.gzipSync('a', { info: true })))

await check('classes', () =>
  ['Deflate', 'Inflate', 'Gzip', 'Gunzip', 'DeflateRaw', 'InflateRaw', 'Unzip', 'BrotliCompress']
    .concat('BrotliDecompress')
    .map((name) => {
      const made = zlib[`create${name}`]()
      return [
        made instanceof zlib[name],
        made instanceof Transform,
        zlib[name]() instanceof zlib[name],
        made.constructor.name,
        zlib[name].name,
      ]
    }),
)
await check('a class of one’s own', async () => {
  class Own extends zlib.Gzip {
    constructor() {
      super({ level: 1 })
      this.own = true
    }
  }
  const own = new Own()
  own.end('x')
  const parts = []
  for await (const part of own) parts.push(part)
  return [own.own, own instanceof zlib.Gzip, zlib.gunzipSync(Buffer.concat(parts)).toString()]
})
await check('chunks', async () => {
  const sizes = []
  const unpack = zlib.createGunzip({ chunkSize: 1024 })
  unpack.on('data', (data) => sizes.push(data.length))
  unpack.end(zlib.gzipSync(Buffer.alloc(5000)))
  await new Promise((resolve) => unpack.on('end', resolve))
  return sizes
})
await check('reset', async () => {
  const pack = zlib.createGzip()
  pack.reset()
  pack.end('again')
  const parts = []
  for await (const part of pack) parts.push(part)
  return zlib.gunzipSync(Buffer.concat(parts)).toString()
})
await check('closed', async () => {
  const pack = zlib.createGzip()
  const codes = []
  pack.on('error', (error) => codes.push(error.code))
  await new Promise((resolve) => pack.close(resolve))
  await new Promise((resolve) => pack.write('x', (error) => resolve(codes.push(error?.code))))
  return [codes[0], pack.destroyed]
})
await check('constants', () => [
  constants.BROTLI_DEFAULT_WINDOW,
  constants.Z_DEFAULT_CHUNK,
  zlib.codes.Z_BUF_ERROR,
  zlib.codes[-5],
  zlib.Z_SYNC_FLUSH,
  Object.keys(zlib).includes('Z_SYNC_FLUSH'),
  zlib.BROTLI_PARAM_QUALITY,
])
