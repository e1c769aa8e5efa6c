import fc from 'fast-check'
import { check, show } from '../cases/check.mjs'
import { bytes, each, outcome, text } from './each.mjs'

// --- Headers
const name = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    'x-y',
    'Set-Cookie',
    'cookie',
    'Content-Type',
    '',
    ' a',
    'a b',
    'ä',
    'a:',
    '__proto__',
    'constructor',
  ),
  fc.string({ maxLength: 6 }),
)
const value = fc.oneof(
  fc.constantFrom('1', '', ' padded ', 'a, b', 'ÿ', 'Ā', 'a\nb', 'a\u0000', '\t t \t', 'x; y=z'),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.constantFrom(undefined, null, true, ['p', 'q']),
)
const fields = fc.array(fc.tuple(name, value), { maxLength: 6 })
const steps = fc.array(
  fc.tuple(fc.constantFrom('append', 'set', 'delete', 'get', 'has'), name, value),
  { maxLength: 8 },
)
await each('headers', 700, [fields, steps], (given, all) => {
  const headers = new Headers()
  const results = [...given.map(([key, one]) => ['append', key, one]), ...all].map(
    ([step, key, one]) => outcome(() => headers[step](key, one)),
  )
  return [
    results,
    [...headers],
    headers.getSetCookie(),
    [...headers.keys()],
    [...new Headers(headers)],
  ]
})
await each(
  'headers from',
  300,
  [
    fc.oneof(
      fields,
      // Node.js loses a member `__proto__`.
      fields.map((all) => Object.fromEntries(all.filter(([key]) => key !== '__proto__'))),
      fields.map((all) => new Map(all)),
      fc.constantFrom(
        null,
        undefined,
        1,
        'a',
        [['a']],
        [[]],
        [['a', 'b', 'c']],
        new Headers({ q: '1' }),
      ),
    ),
  ],
  (given) => [...new Headers(given)],
)
await each('headers while they change', 100, [fields], (given) => {
  const headers = new Headers([
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
  ])
  const seen = []
  for (const [key] of headers) {
    seen.push(key)
    for (const [other, one] of given.slice(0, 2)) outcome(() => headers.append(other, one))
    if (seen.length > 20) break
  }
  return seen
})

// --- structuredClone
const leaf = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.bigInt(),
  fc.constantFrom(null, undefined, NaN, -0, Infinity),
  fc.date({ noInvalidDate: false }),
  bytes,
  fc.constantFrom(/a/gi, /b/u),
  bytes.map((one) => one.buffer.slice(0)),
  bytes.map((one) => new DataView(one.buffer)),
  fc.array(fc.double(), { maxLength: 4 }).map((all) => Float64Array.from(all)),
  text.map((one) => new RangeError(one)),
  text.map((one) => new Error(one, { cause: one })),
  fc.constantFrom(Object(1), Object('s'), Object(true), Object(1n)),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('tree'), { maxKeys: 4 }),
    fc.array(fc.tuple(tie('tree'), tie('tree')), { maxLength: 3 }).map((all) => new Map(all)),
    fc.array(tie('tree'), { maxLength: 3 }).map((all) => new Set(all)),
    tie('tree').map((one) => [one, one]),
    fc.constantFrom([1, , 3]),
  ),
}))
await each('clone', 600, [tree], (given) => {
  const made = structuredClone(given)
  const isSame =
    Array.isArray(given) && given.length === 2 && given[0] === given[1]
      ? made[0] === made[1]
      : undefined
  return [made, isSame]
})
class Own {
  a = 1
  #b = 2
  get c() {
    return 3
  }
}
const circular = { list: [] }
circular.self = circular
circular.list.push(circular)
const sparse = Object.assign([1, 2], { more: 1 })
for (const [what, given] of Object.entries({
  fn: () => {},
  symbol: Symbol('s'),
  'with fn': { a: () => {} },
  own: new Own(),
  weak: new WeakMap(),
  promise: Promise.resolve(),
  sparse,
  getter: {
    get a() {
      return 5
    },
  },
  proto: Object.create({ a: 1 }),
  frozen: Object.freeze({ a: 1 }),
  'throwing getter': {
    get a() {
      throw new TypeError('no')
    },
  },
  arguments: (function () {
    return arguments
  })(1, 2),
  symbols: { [Symbol('a')]: 1 },
  hidden: Object.defineProperty({}, 'a', { value: 1 }),
  generator: (function* () {})(),
  proxy: new Proxy({ a: 1 }, {}),
  error: Object.assign(new Error('m'), { code: 'C', name: 'Own' }),
  blob: 1,
}))
  await check(`clone ${what}`, () => show(structuredClone(given)))
await check('clone circular', () => {
  const made = structuredClone(circular)
  return [made.self === made, made.list[0] === made, made !== circular]
})
await check('clone transfer', () => {
  const buffer = new ArrayBuffer(8)
  const made = structuredClone(
    { buffer, view: new Uint8Array(buffer, 2, 3) },
    { transfer: [buffer] },
  )
  return [
    buffer.byteLength,
    made.buffer.byteLength,
    made.view.byteOffset,
    made.view.buffer === made.buffer,
  ]
})
await check('clone transfer wrong', () => structuredClone(1, { transfer: [{}] }))
await check('clone transfer twice', () => {
  const buffer = new ArrayBuffer(8)
  return structuredClone(buffer, { transfer: [buffer, buffer] })
})

// --- streams
const chunks = fc.array(bytes, { maxLength: 6 })
const from = (parts, type) => {
  const left = parts.filter((part) => part.length > 0 || type === undefined)
  return new ReadableStream({
    type,
    pull(controller) {
      const part = left.shift()
      if (part === undefined) {
        controller.close()
        controller.byobRequest?.respond(0)
      } else controller.enqueue(part.slice())
    },
  })
}
const all = async (stream) => {
  const seen = []
  for await (const part of stream) seen.push(part.length)
  return seen
}
await each(
  'stream',
  150,
  [chunks, fc.constantFrom('bytes', undefined)],
  async (parts, type) => new Uint8Array(await new Response(from(parts, type)).arrayBuffer()),
)
await each(
  'tee',
  120,
  [chunks, fc.constantFrom('bytes', undefined), fc.nat(3)],
  async (parts, type, cancelled) => {
    const [one, other] = from(parts, type).tee()
    // Over only once the other is given up too.
    if (cancelled === 1) void one.cancel('enough')
    return Promise.all([cancelled === 1 ? [] : all(one), all(other)])
  },
)
await each('transform', 120, [chunks, fc.nat(5), fc.nat(4)], async (parts, times, failing) => {
  const transform = new TransformStream({
    transform(part, controller) {
      if (failing === 4 && part.length > 10) throw new RangeError('long')
      for (let time = 0; time < times; time++) controller.enqueue(part.slice(time))
      if (failing === 3 && part.length > 10) controller.terminate()
    },
    flush: (controller) => controller.enqueue(Uint8Array.of(1)),
  })
  return all(from(parts).pipeThrough(transform))
})
await each(
  'pipe',
  120,
  [chunks, fc.nat(3), fc.boolean(), fc.boolean()],
  async (parts, failing, preventCancel, preventAbort) => {
    const log = []
    const source = new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(part)
        if (failing === 1) controller.error(new TypeError('source'))
        else controller.close()
      },
      cancel: (reason) => log.push(`cancel ${reason}`),
    })
    const sink = new WritableStream({
      write(part) {
        log.push(part.length)
        if (failing === 2 && part.length > 10) throw new RangeError('sink')
      },
      close: () => log.push('close'),
      abort: (reason) => log.push(`abort ${reason}`),
    })
    const told = await source
      .pipeTo(sink, { preventCancel, preventAbort })
      .then(() => 'piped', String)
    return [told, log, sink.locked, source.locked]
  },
)
await each(
  'byob',
  120,
  [chunks, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 })],
  async (parts, sizes) => {
    const reader = from(parts, 'bytes').getReader({ mode: 'byob' })
    const seen = []
    for (const size of sizes) {
      const { value: got, done } = await reader.read(new Uint8Array(size))
      seen.push(done, [...(got ?? [])])
      if (done) break
    }
    return seen
  },
)
await each(
  'backpressure',
  80,
  [fc.array(fc.nat(6), { maxLength: 8 }), fc.nat(8)],
  async (sizes, mark) => {
    const log = []
    const sink = new WritableStream(
      { write: (part) => void log.push(part) },
      new ByteLengthQueuingStrategy({ highWaterMark: mark }),
    )
    const writer = sink.getWriter()
    for (const size of sizes) {
      void writer.write({ byteLength: size })
      log.push(writer.desiredSize)
    }
    await writer.close()
    return log.map((one) => (typeof one === 'number' ? one : one.byteLength))
  },
)
for (const kind of ['gzip', 'deflate', 'deflate-raw'])
  await each(kind, 60, [chunks], async (parts) => {
    const packed = from(parts).pipeThrough(new CompressionStream(kind))
    const text_ = new Uint8Array(
      await new Response(packed.pipeThrough(new DecompressionStream(kind))).arrayBuffer(),
    )
    // Without a head chance makes data with more behind it, which Node.js 20 takes.
    if (kind === 'deflate-raw') return text_
    const broken = new Response(from(parts).pipeThrough(new DecompressionStream(kind))).text()
    return [text_, await broken.catch((error) => error.name)]
  })
