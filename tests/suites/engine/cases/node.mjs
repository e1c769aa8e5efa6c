import assert from 'node:assert'
import {
  createHash,
  createHmac,
  hash,
  pbkdf2Sync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto'
import diagnostics from 'node:diagnostics_channel'
import { EventEmitter, on, once } from 'node:events'
import fs from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import querystring from 'node:querystring'
import { Duplex, finished, PassThrough, pipeline, Readable, Transform, Writable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { pipeline as piped } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import url from 'node:url'
import util from 'node:util'
import zlib from 'node:zlib'
import { check } from './check.mjs'

// --- util
const values = [
  1,
  -0,
  'a\nb',
  [1, [2, [3, [4]]]],
  { a: { b: { c: { d: 1 } } } },
  new Map([['k', { v: 1 }]]),
  new Set([1]),
  null,
  undefined,
  Symbol('s'),
  5n,
  /x/g,
  new Date(0),
  Buffer.from('hi'),
  Uint8Array.of(1),
  () => {},
  class A {},
  new (class B {
    x = 1
  })(),
  [undefined, , 3],
  Object.create(null),
  new Error('e').message,
  {
    get a() {
      return 1
    },
  },
  'x'.repeat(20),
  Promise.resolve(1),
  Array.from({ length: 120 }, (_, i) => i),
  { 'a-b': 1, [Symbol('k')]: 2 },
]
for (const [index, value] of values.entries())
  await check(`inspect ${index}`, () => util.inspect(value))
await check('inspect options', () => [
  util.inspect({ a: { b: { c: 1 } } }, { depth: 0 }),
  util.inspect({ a: [1, 2] }, { compact: false }),
  util.inspect('a', { colors: true }),
  util.inspect({ b: 1, a: 2 }, { sorted: true }),
])
await check('inspect cycle', () => {
  const cyclic = { a: 1 }
  cyclic.self = cyclic
  return util.inspect(cyclic)
})
await check('inspect custom', () => util.inspect({ [util.inspect.custom]: () => 'own' }))
for (const params of [
  ['%s %d %i %f %j %o %O %%', 'a', '1.5', '2.9', '3.5', { a: 1 }, [1], { b: 2 }],
  ['a', 'b', { c: 1 }],
  ['%s', null, undefined],
  ['%s', { a: { b: 1 } }],
  ['%c x', 'css'],
  [5, '%s'],
  ['%d', 5n],
  ['%x', 1],
  ['%s', Symbol('a')],
  ['%j', undefined],
])
  await check(`format ${params.length} ${typeof params[0] === 'string' ? params[0] : ''}`, () =>
    util.format(...params),
  )
await check('promisify', async () => [
  await util.promisify((a, done) => done(null, a + 1))(1),
  await util
    .promisify((done) => done(new RangeError('x')))()
    .catch((error) => error.name),
])
await check('promisify bad', () => util.promisify(5))
await check(
  'callbackify',
  () =>
    new Promise((resolve) =>
      util.callbackify(async (a) => a + 1)(1, (error, value) => resolve([error, value])),
    ),
)
await check('inherits', () => {
  function Child() {}
  util.inherits(Child, EventEmitter)
  return [new Child() instanceof EventEmitter, Child.super_ === EventEmitter]
})
for (const [index, [one, other]] of [
  [{ a: [1] }, { a: [1] }],
  [[1], ['1']],
  [new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 1]])],
  [new Set([[1]]), new Set([[1]])],
  [NaN, NaN],
  [0, -0],
  [new Date(1), new Date(1)],
  [/a/, /a/g],
  [Buffer.from('a'), Buffer.from('a')],
  [{ a: undefined }, {}],
  [
    [1, , 3],
    [1, undefined, 3],
  ],
  [new Error('a'), new Error('b')],
  [Object(1), Object(1)],
].entries())
  await check(`equal ${index}`, () => util.isDeepStrictEqual(one, other))
await check('types', () => {
  const { types } = util
  return [
    types.isDate(new Date()),
    types.isRegExp(/a/),
    types.isPromise(Promise.resolve()),
    types.isMap(new Map()),
    types.isNativeError(new TypeError()),
    types.isUint8Array(Buffer.alloc(1)),
    types.isAsyncFunction(async () => {}),
    types.isGeneratorFunction(function* () {}),
    types.isProxy?.(1) ?? false,
    types.isBoxedPrimitive(Object(1)),
    types.isTypedArray(new Float32Array()),
    types.isArrayBuffer(new ArrayBuffer(1)),
    types.isSet([]),
    types.isDate({}),
  ]
})
await check('styleText', () => [
  util.styleText('red', 'a', { validateStream: false }),
  util.stripVTControlCharacters('\x1b[31ma\x1b[39m'),
])
await check('toUSVString', () => util.toUSVString('a\ud800'))
await check('parseEnv', () => ({
  ...util.parseEnv('A=1\nB="x y" # c\nexport C=\'z\'\n# D=4\nE= f '),
}))
// --- path, url, querystring
for (const name of [
  '/a/b/c.txt',
  'a/../b',
  './x/',
  '/',
  '',
  'c.tar.gz',
  '.hidden',
  'a//b/./c',
  '../../x',
])
  await check(`path ${name}`, () => [
    path.basename(name),
    path.dirname(name),
    path.extname(name),
    path.normalize(name),
    path.isAbsolute(name),
    path.parse(name),
    path.join('/r', name),
    path.resolve('/r', name),
    path.basename(name, '.txt'),
  ])
await check('path more', () => [
  path.relative('/a/b/c', '/a/d'),
  path.format({ dir: '/x', base: 'y.z' }),
  path.sep,
  path.delimiter,
  path.join(),
  path.posix.join('a', 'b'),
])
await check('path bad', () => path.join(5))
for (const address of [
  'http://u:p@h:80/p/a/t/h?query=string#hash',
  '/a?b',
  '//host/x',
  'mailto:a@b.c',
  'HTTP://EX.com',
  'http://h',
  'a b',
])
  await check(`url.parse ${address}`, () => ({ ...url.parse(address) }))
await check('url.parse query', () => ({ ...url.parse('http://h/?a=1&a=2', true).query }))
await check('url.format', () => [
  url.format({ protocol: 'http', host: 'h:1', pathname: 'p', query: { a: [1, 2] } }),
  url.format(new URL('http://u:p@h/x?y#z'), { auth: false, fragment: false }),
  url.format({ hostname: 'h', protocol: 'https:', search: 'a=1' }),
])
await check('url.resolve', () => [
  url.resolve('/one/two/three', 'four'),
  url.resolve('http://a.com/', '/one'),
  url.resolve('http://a.com/one', '/two'),
])
await check('fileURL', () => [
  url.fileURLToPath('file:///a/b%20c'),
  url.pathToFileURL('/a/b c#?').href,
])
await check('fileURL bad', () => url.fileURLToPath('http://a'))
await check('urlToHttpOptions', () => {
  const { protocol, hostname, path, port, auth } = url.urlToHttpOptions(
    new URL('https://a:b@xn--iny-zx5a.com:81/x?y'),
  )
  return { protocol, hostname, path, port, auth }
})
await check('domain', () => [
  url.domainToASCII('español.com'),
  url.domainToUnicode('xn--espaol-zwa.com'),
])
for (const query of ['a=1&b=2&a=3', 'a', '=1', 'a=%zz&b=%C3%A9+x', '', 'a=1;b=2', '&&a=1'])
  await check(`querystring ${query}`, () => ({ ...querystring.parse(query) }))
await check('querystring write', () => [
  querystring.stringify({ a: [1, 'x y'], b: true, c: null, d: undefined, e: 'é&=', f: {}, g: NaN }),
  querystring.stringify({ a: 1, b: 2 }, ';', ':'),
  querystring.escape("a b'!~*()"),
  querystring.unescape('%41%zz'),
])
// --- events
await check('emitter', async () => {
  const emitter = new EventEmitter()
  const seen = []
  emitter.on('a', (value) => seen.push(['on', value]))
  emitter.prependListener('a', (value) => seen.push(['first', value]))
  emitter.once('a', () => seen.push('once'))
  emitter.emit('a', 1)
  const results = [
    emitter.emit('a', 2),
    emitter.emit('b'),
    emitter.listenerCount('a'),
    emitter.eventNames(),
  ]
  setTimeout(() => emitter.emit('later', 7), 1)
  return [seen, results, await once(emitter, 'later')]
})
await check('emitter error', () => new EventEmitter().emit('error', new RangeError('x')))
await check('emitter error value', () => new EventEmitter().emit('error', 'x'))
await check('emitter bad', () => new EventEmitter().on('a', 5))
await check('once error', () => {
  const emitter = new EventEmitter()
  process.nextTick(() => emitter.emit('error', new RangeError('x')))
  return once(emitter, 'a')
})
await check('on', async () => {
  const emitter = new EventEmitter()
  process.nextTick(() => {
    emitter.emit('a', 1)
    emitter.emit('a', 2)
  })
  const seen = []
  for await (const [value] of on(emitter, 'a')) if (seen.push(value) === 2) break
  return seen
})
await check('monitor', () => {
  const emitter = new EventEmitter()
  const seen = []
  emitter.on(EventEmitter.errorMonitor, (error) => seen.push(error.message))
  emitter.on('error', () => {})
  emitter.emit('error', new Error('m'))
  return seen
})
// --- crypto
for (const name of ['md5', 'sha1', 'sha256', 'SHA384', 'sha512', 'nope'])
  await check(`hash ${name}`, () => [
    createHash(name).update('a').update(Buffer.from('b')).digest('hex'),
    createHmac(name, 'key').update('x').digest('base64'),
  ])
await check('hash twice', () => {
  const one = createHash('sha1')
  one.digest()
  return one.digest()
})
await check('hash copy', () => {
  const one = createHash('sha256').update('a')
  return [one.copy().digest('hex'), one.update('b').digest('hex')]
})
await check('hash encoding', () => [
  createHash('sha1').update('6162', 'hex').digest('hex'),
  hash('sha1', 'ab'),
  createHash('sha1').update('é', 'latin1').digest('base64url'),
])
await check('hash bad', () => createHash('sha1').update(5))
await check(
  'hash stream',
  () =>
    new Promise((resolve) => {
      const one = createHash('md5')
      one.on('readable', () => {
        const data = one.read()
        if (data) resolve(data.toString('hex'))
      })
      one.end('abc')
    }),
)
await check('pbkdf2', () => pbkdf2Sync('p', 's', 3, 40, 'sha256').toString('hex'))
await check('random', () => [randomBytes(5).length, randomInt(1), randomInt(5, 6)])
await check('random bad', () => randomInt(5, 5))
await check('equal time', () => [
  timingSafeEqual(Buffer.from('a'), Buffer.from('a')),
  timingSafeEqual(Buffer.from('a'), Buffer.from('b')),
])
await check('equal length', () => timingSafeEqual(Buffer.from('a'), Buffer.from('ab')))
// --- zlib
const much = 'hello '.repeat(2000)
for (const [pack, unpack] of [
  ['gzip', 'gunzip'],
  ['deflate', 'inflate'],
  ['deflateRaw', 'inflateRaw'],
  ['gzip', 'unzip'],
  ['deflate', 'unzip'],
])
  await check(`zlib ${pack} ${unpack}`, async () => {
    const sync = zlib[`${unpack}Sync`](zlib[`${pack}Sync`](much)).toString() === much
    const later =
      (await util.promisify(zlib[unpack])(await util.promisify(zlib[pack])(much))).toString() ===
      much
    const streamed = await textOf(
      Readable.from([much])
        .pipe(zlib[`create${pack[0].toUpperCase()}${pack.slice(1)}`]())
        .pipe(zlib[`create${unpack[0].toUpperCase()}${unpack.slice(1)}`]()),
    )
    return [sync, later, streamed === much]
  })
await check('zlib bad', () => zlib.gunzipSync(Buffer.from('nonsense that is none')))
await check('zlib cut', () => zlib.gunzipSync(zlib.gzipSync(much).subarray(0, 30)))
await check('zlib members', () =>
  zlib.gunzipSync(Buffer.concat([zlib.gzipSync('a'), zlib.gzipSync('b')])).toString(),
)
await check('zlib known', () => [
  zlib.inflateSync(Buffer.from('eJzLSM3JyVcozy/KSQEAGgsEXQ==', 'base64')).toString(),
  zlib.crc32('hello'),
])
await check('zlib limit', () => zlib.gunzipSync(zlib.gzipSync(much), { maxOutputLength: 10 }))
await check('zlib empty', () => [
  zlib.gunzipSync(zlib.gzipSync('')).length,
  zlib.inflateSync(zlib.deflateSync('')).length,
])
const brotli = Buffer.from('G2sB+I3DOEbc/g4WqUGOyoY1i9wnrxqEt2KAojP0L+AN', 'base64')
await check('brotli', async () => {
  const again = zlib.createBrotliDecompress()
  for (const byte of brotli) again.write(Buffer.from([byte]))
  again.end()
  const streamed = await textOf(again)
  const later = (await util.promisify(zlib.brotliDecompress)(brotli)).toString()
  const sync = zlib.brotliDecompressSync(Buffer.concat([brotli, brotli])).toString()
  return [sync, later === sync, streamed === sync, again.bytesWritten]
})
await check('brotli of nothing', () => zlib.brotliDecompressSync(Buffer.from('Ow==', 'base64')))
for (const [name, bytes] of [
  ['nothing', []],
  ['cut', brotli.subarray(0, 9)],
  ['other', Buffer.from('nonsense that is none')],
  ['zeros', Buffer.alloc(40)],
  ['changed', Buffer.from(brotli).fill(0xa5, 12)],
])
  await check(`brotli bad: ${name}`, () => {
    try {
      return zlib.brotliDecompressSync(Buffer.from(bytes))
    } catch (error) {
      return [error.code, error.errno, error.message]
    }
  })
await check('brotli limit', () => zlib.brotliDecompressSync(brotli, { maxOutputLength: 10 }))
await check('brotli packs', () =>
  zlib.brotliDecompressSync(zlib.brotliCompressSync('a')).toString(),
)
// --- the system
const count = os.cpus().length
await check('system', () => [
  os.release(),
  os.version(),
  os.machine() === (process.arch === 'x64' ? 'x86_64' : 'aarch64'),
  os.userInfo(),
  os.userInfo({ encoding: 'buffer' }).username,
  os.homedir(),
  os.availableParallelism() <= count,
  Math.abs(os.uptime() - Number(fs.readFileSync('/proc/uptime', 'utf8').split(' ')[0])) < 5,
  os.loadavg().map((one) => typeof one),
  Object.keys(os.cpus()[0]),
  Object.keys(os.cpus()[0].times),
  os.cpus().every(({ times }) => times.user > 0),
])
await check('system constants', () =>
  Object.entries(os.constants).map(([name, all]) => [
    name,
    typeof all === 'object' ? Object.entries(all) : all,
  ]),
)
if (process.env.OCHE_SIDE !== 'arm64' && process.env.OCHE_SIDE !== 'x86-64')
  await check('processors', () => [
    count,
    os.availableParallelism(),
    globalThis.navigator?.hardwareConcurrency ?? os.availableParallelism(),
    os.cpus()[0].model,
  ])
await check('process ids', () => [
  process.getuid(),
  process.geteuid(),
  process.getgid(),
  process.getegid(),
  process.ppid > 0,
  process.umask(),
])
// --- files
const folder = await mkdtemp(path.join(os.tmpdir(), 'oche-case-'))
const file = (name) => path.join(folder, name)
await check('folders one entry at a time', async () => {
  const root = file('listed')
  fs.mkdirSync(path.join(root, 'inner'), { recursive: true })
  fs.writeFileSync(path.join(root, 'inner', 'b'), '')
  fs.writeFileSync(path.join(root, 'a'), '')
  const names = async (options) => {
    const found = []
    for await (const entry of await fs.promises.opendir(root, options))
      found.push([entry.name, entry.isDirectory(), path.relative(folder, entry.parentPath)])
    return found.sort()
  }
  const dir = fs.opendirSync(root)
  const one = [dir.readSync(), await dir.read(), dir.readSync(), await dir.read()]
  dir.closeSync()
  const called = await util.promisify(fs.opendir)(root)
  await called.close()
  return [
    path.relative(folder, dir.path),
    one.map((entry) => entry?.name).sort(),
    await names(),
    await names({ recursive: true }),
  ]
})
await check('a folder that is closed', () => {
  const dir = fs.opendirSync(folder)
  dir.closeSync()
  dir.readSync()
})
await check('no folder', () => fs.opendirSync(file('none')))
await check('no folder, told', () =>
  fs.promises
    .opendir(file('none'))
    .catch(({ syscall, message }) => [syscall, message.slice(0, 43)]),
)
await check('files', async () => {
  await writeFile(file('a'), 'hé')
  fs.appendFileSync(file('a'), Buffer.from('!'))
  return [
    await readFile(file('a'), 'utf8'),
    fs.readFileSync(file('a')),
    fs.existsSync(file('a')),
    fs.existsSync(file('b')),
    fs.statSync(file('a')).size,
    fs.statSync(file('a')).isFile(),
    fs.statSync(folder).isDirectory(),
  ]
})
await check('files missing', () => fs.readFileSync(file('nope')))
await check('files missing later', () => readFile(file('nope')))
await check('files folder', () => fs.readFileSync(folder))
await check('files error', () => {
  try {
    fs.readFileSync('/nope/x')
  } catch ({ code, errno, syscall, path: at, message }) {
    return { code, errno, syscall, at, message }
  }
})
await check('files stat missing', () => fs.statSync(file('nope'), { throwIfNoEntry: false }))
await check('files folders', () => {
  const made = fs.mkdirSync(file('x/y/z'), { recursive: true })
  fs.writeFileSync(file('x/1'), '1')
  const listed = fs.readdirSync(file('x'))
  const typed = fs
    .readdirSync(file('x'), { withFileTypes: true })
    .map((entry) => [entry.name, entry.isDirectory()])
  const deep = fs.readdirSync(file('x'), { recursive: true }).sort()
  return [made === file('x'), fs.mkdirSync(file('x'), { recursive: true }), listed, typed, deep]
})
await check('files mkdir again', () => fs.mkdirSync(file('x')))
await check('files rmdir full', () => fs.rmdirSync(file('x')))
await check('files rm', () => {
  fs.rmSync(file('x'), { recursive: true })
  fs.rmSync(file('x'), { force: true })
  return fs.existsSync(file('x'))
})
await check('files rm missing', () => fs.rmSync(file('nope')))
await check('files rename', () => {
  fs.renameSync(file('a'), file('b'))
  fs.copyFileSync(file('b'), file('c'))
  fs.symlinkSync(file('b'), file('l'))
  return [
    fs.readFileSync(file('c'), 'utf8'),
    fs.lstatSync(file('l')).isSymbolicLink(),
    fs.readlinkSync(file('l')) === file('b'),
    fs.realpathSync(file('l')) === fs.realpathSync(file('b')),
  ]
})
await check('files open', () => {
  const descriptor = fs.openSync(file('d'), 'w+')
  fs.writeSync(descriptor, 'hello')
  fs.writeSync(descriptor, Buffer.from('J'), 0, 1, 0)
  const into = Buffer.alloc(4)
  const count = fs.readSync(descriptor, into, 0, 4, 1)
  fs.ftruncateSync(descriptor, 3)
  const { size } = fs.fstatSync(descriptor)
  fs.closeSync(descriptor)
  return [count, into, size, fs.readFileSync(file('d'), 'latin1')]
})
await check('files closed', () => fs.closeSync(999))
await check('files wx', () => fs.writeFileSync(file('d'), '', { flag: 'wx' }))
await check('files bad', () => fs.readFileSync(5.5, {}))
await check('files null', () => fs.readFileSync('a\0b'))
await check(
  'files callback',
  () =>
    new Promise((resolve) =>
      fs.readFile(file('d'), 'utf8', (error, text) => resolve([error, text])),
    ),
)
await check('files streams', async () => {
  await piped(Readable.from(['a', 'b'.repeat(100_000)]), fs.createWriteStream(file('s')))
  const some = await textOf(fs.createReadStream(file('s'), { start: 0, end: 4 }))
  return [fs.statSync(file('s')).size, some, (await textOf(fs.createReadStream(file('s')))).length]
})
await check('files stream missing', () => textOf(fs.createReadStream(file('nope'))))
await check('files times', () => {
  fs.utimesSync(file('d'), 1, 2)
  return fs.statSync(file('d')).mtimeMs
})
await rm(folder, { recursive: true })
// --- streams
await check('readable', async () => {
  const seen = []
  for await (const part of Readable.from(['a', 'b'])) seen.push(part)
  return seen
})
await check('readable push', () =>
  textOf(
    new Readable({
      read() {
        this.push('x')
        this.push(null)
      },
    }),
  ),
)
await check('readable error', () =>
  textOf(
    new Readable({
      read() {
        this.destroy(new RangeError('x'))
      },
    }),
  ),
)
await check('transform', () =>
  textOf(
    Readable.from(['a', 'b']).pipe(
      new Transform({ transform: (part, _, done) => done(null, String(part).toUpperCase()) }),
    ),
  ),
)
await check(
  'pipeline',
  () =>
    new Promise((resolve) => {
      const seen = []
      pipeline(
        Readable.from(['a']),
        new PassThrough(),
        new Writable({
          write(part, _, done) {
            seen.push(String(part))
            done()
          },
        }),
        (error) => resolve([error ?? null, seen]),
      )
    }),
)
await check('pipeline error', () =>
  piped(
    Readable.from(['a']),
    new Writable({ write: (_part, _encoding, done) => done(new RangeError('x')) }),
  ),
)
await check(
  'finished',
  () =>
    new Promise((resolve) =>
      finished(Readable.from([]).resume(), (error) => resolve(error ?? null)),
    ),
)
await check('duplex', async () => {
  const pair = new Duplex({
    read() {},
    write(part, _, done) {
      this.push(part)
      done()
    },
    final(done) {
      this.push(null)
      done()
    },
  })
  pair.end('hi')
  return textOf(pair)
})
await check('toWeb', async () => [
  await new Response(Readable.toWeb(Readable.from([Buffer.from('a'), Buffer.from('b')]))).text(),
  await textOf(Readable.fromWeb(new Blob(['xyz']).stream())),
])
await check('setEncoding', async () => {
  const stream = Readable.from([Buffer.from([0xe2, 0x82]), Buffer.from([0xac])], {
    objectMode: false,
  })
  stream.setEncoding('utf8')
  return textOf(stream)
})
await check('iterators', async () => [
  await Readable.from([1, 2, 3])
    .map((one) => one * 2)
    .toArray(),
  await Readable.from([1, 2, 3])
    .filter((one) => one > 1)
    .toArray(),
  await Readable.from([1, 2]).reduce((sum, one) => sum + one, 0),
])
// --- order
await check('order', async () => {
  const seen = []
  await new Promise((resolve) => {
    setTimeout(() => {
      seen.push('timeout')
      setTimeout(() => (seen.push('timeout 2'), resolve()), 0)
      setImmediate(() => seen.push('immediate'))
      process.nextTick(() => seen.push('tick'))
      Promise.resolve().then(() => seen.push('promise'))
      queueMicrotask(() => seen.push('microtask'))
      process.nextTick(() => seen.push('tick 2'))
    }, 0)
  })
  return seen.filter((one) => one !== 'timeout 2')
})
await check('timers', async () => {
  const seen = []
  const timer = setInterval(() => seen.push('interval'), 1)
  await wait(20)
  clearInterval(timer)
  const cleared = setTimeout(() => seen.push('cleared'), 1)
  clearTimeout(cleared)
  const unrefed = setTimeout(() => {}, 1000).unref()
  return [
    seen.length > 1,
    seen.includes('cleared'),
    unrefed.hasRef(),
    typeof unrefed[Symbol.toPrimitive](),
    await wait(1, 'v'),
  ]
})
await check('timers abort', () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 1)
  return wait(1000, undefined, { signal: controller.signal })
})
await check('hrtime', () => [
  process.hrtime().length,
  typeof process.hrtime.bigint(),
  process.uptime() > 0,
  process.memoryUsage().rss > 0,
])
await check('env', () => {
  process.env.OCHE_CASE = 5
  const value = process.env.OCHE_CASE
  delete process.env.OCHE_CASE
  return [
    value,
    process.env.OCHE_CASE,
    'OCHE_CASE' in process.env,
    typeof process.version,
    typeof process.pid,
  ]
})
// --- the rest
await check('assert', () => {
  assert(true)
  assert.deepStrictEqual({ a: [1] }, { a: [1] })
  assert.throws(() => {
    throw new RangeError('abc')
  }, /abc/)
  assert.throws(
    () => {
      throw new RangeError('abc')
    },
    { name: 'RangeError', message: 'abc' },
  )
  return assert.match('abc', /b/)
})
for (const [index, work] of [
  () => assert(0),
  () => assert.equal(1, 2),
  () => assert.strictEqual(1, '1'),
  () => assert.deepEqual({ a: 1 }, { a: 2 }),
  () => assert.throws(() => {}),
  () => assert.fail('x'),
  () => assert.rejects(Promise.resolve()),
  () => assert.ifError(new RangeError('x')),
].entries())
  await check(`assert ${index}`, work)
await check('channel', () => {
  const seen = []
  const channel = diagnostics.channel('c')
  channel.subscribe((message, name) => seen.push([message, name]))
  channel.publish(1)
  return [seen, diagnostics.hasSubscribers('c'), diagnostics.hasSubscribers('d')]
})
await check('require', () => [
  createRequire(import.meta.url)('path').sep,
  isBuiltin('fs'),
  isBuiltin('node:nope'),
])
await check('require missing', () => createRequire(import.meta.url)('nope'))
await check('net', () => [
  net.isIP('1.2.3.4'),
  net.isIP('::1'),
  net.isIP('x'),
  net.isIPv4('256.1.1.1'),
  net.isIPv6('fe80::1%eth0'),
])
await check(
  'net refused',
  () => new Promise((_, reject) => net.connect(1, '127.0.0.1').on('error', reject)),
)
await check('fetch refused', () =>
  fetch('http://127.0.0.1:2/').catch((error) => [error.name, error.message, error.cause.code]),
)
await check('fetch scheme', () => fetch('ftp://a/').catch((error) => [error.name, error.message]))
await check('fetch data', async () => (await fetch('data:text/plain;base64,aGk=')).text())
await check('fetch aborted', () => fetch('http://127.0.0.1:1/', { signal: AbortSignal.abort() }))
// --- the language
await check('json', () => [
  JSON.stringify({
    a: [
      1,
      ,
      undefined,
      () => {},
      NaN,
      -0,
      new Date(0),
      { toJSON: (key) => `k${key}` },
      Object('x'),
      'é\u2028\ud800"\\',
    ],
    b: undefined,
    [Symbol('x')]: 1,
  }),
  JSON.stringify([1, { a: 2 }], null, 2),
  JSON.stringify({ a: 1, b: 2 }, ['b']),
  JSON.stringify('x'),
  JSON.stringify(undefined),
  JSON.stringify(1e21),
  JSON.stringify(5e-324),
  JSON.stringify(0.1 + 0.2),
  JSON.stringify(123456789012345680000),
])
for (const text of [
  '{"a":1,"a":2}',
  '[1,2',
  '{"__proto__":1}',
  '"\\u00e9\\ud800"',
  '1.5e3',
  '-0',
  '01',
  '"\u0001"',
  '[1,]',
  '{"a" :\n1 }',
  'nul',
  '',
  '"\\x"',
  '1 2',
  '[]',
  ' {} ',
  '1e400',
  '9007199254740993',
  '{a:1}',
  '\ufeff1',
])
  await check(`parse ${text}`, () => JSON.parse(text))
await check(
  'parse deep',
  () => JSON.stringify(JSON.parse('['.repeat(2000) + ']'.repeat(2000))).length,
)
await check('json cycle', () => {
  const one = {}
  one.one = one
  return JSON.stringify(one)
})
await check('json big', () => JSON.stringify(5n))
await check('json proxy', () => JSON.stringify(new Proxy([1, { a: 2 }], {})))
await check('json reviver', () =>
  JSON.parse('{"a":{"b":1}}', (key, value) => (key === 'b' ? value + 1 : value)),
)
await check('error', () => {
  const error = new TypeError('m', { cause: 1 })
  error.stack = 'own'
  return [Object.keys(error), error.cause, error.stack, String(error)]
})
await check('overflow', () => {
  const down = () => down() + 1
  return down()
})
await check('weak', () => {
  const held = new WeakRef({ a: 1 })
  return held.deref()?.a
})
await check('dates', () => [
  new Date(0).toISOString(),
  new Date('2024-02-30').getTime(),
  Date.UTC(2024, 1),
  new Date(2024, 0, 1).getTime(),
  new Date('2024-01-01T00:00:00+02:00').toJSON(),
  Date.parse('Thu, 01 Jan 1970 00:00:00 GMT'),
  new Date(NaN).getTime(),
  String(new Date(0)),
  new Date(0).toUTCString(),
  new Date(0).toDateString(),
  new Date(0).toTimeString(),
])
await check('regexp', () => [
  'aBc'.match(/(?<x>b)/i).groups.x,
  'a1b2'.replace(/\d/g, (digit) => digit * 2),
  [...'a-b'.matchAll(/\w/g)].length,
  /\p{L}+/u.exec('été')[0],
  'x'.replace(/(?<=y)x/, ''),
  /[\p{Emoji}--\d]/v.test('🎯'),
])
await check('numbers', () => [
  (25).toString(36),
  (0.000001234).toExponential(2),
  (1234.5678).toFixed(2),
  (1e21).toString(),
  Number('0x1f'),
  parseFloat('1.5x'),
  (123.456).toPrecision(4),
  2 ** 53 + 1,
])
await check('strings', () => [
  'é'.normalize('NFD').length,
  'abc'.at(-1),
  'a'.padStart(3, 'xy'),
  'ß'.toUpperCase(),
  'İ'.toLowerCase().length,
  'a\u{1f3af}'.codePointAt(1),
  '\ud800'.isWellFormed(),
  'a,b'.split(',', 1),
])
await check('arrays', () => [
  [3, 1, 2].toSorted(),
  [1, [2, [3]]].flat(Infinity),
  Object.groupBy([1, 2, 3], (one) => (one % 2 ? 'odd' : 'even')).odd,
  [1, 2, 3].findLast((one) => one < 3),
  Array.fromAsync ? 1 : 0,
])
await check('captured', () => {
  const own = {}
  Error.captureStackTrace(own)
  const sites = Error.prepareStackTrace
  Error.prepareStackTrace = (_, all) => all
  const { stack } = new Error('x')
  Error.prepareStackTrace = sites
  return [typeof own.stack, Object.keys(own), Array.isArray(stack), typeof stack[0].getLineNumber()]
})
