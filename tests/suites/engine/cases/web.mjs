import { check, show } from './check.mjs'

// --- text
for (const label of [
  'utf-8',
  'UTF8',
  ' utf-16le ',
  'utf-16be',
  'latin1',
  'ascii',
  'windows-1252',
  'nope',
])
  await check(`decoder ${label}`, () => {
    const decoder = new TextDecoder(label)
    return [
      decoder.encoding,
      decoder.decode(Uint8Array.of(0x41, 0x80, 0xe4, 0x00, 0xd8)),
      decoder.fatal,
      decoder.ignoreBOM,
    ]
  })
await check('malformed', () =>
  [
    [0xff],
    [0xc3],
    [0xe2, 0x82],
    [0xf0, 0x9f, 0x8e],
    [0xed, 0xa0, 0x80],
    [0xc0, 0x80],
    [0xf5, 0x80, 0x80, 0x80],
  ].map((bytes) => new TextDecoder().decode(Uint8Array.from(bytes))),
)
await check('fatal', () => new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xff)))
await check('fatal cut', () =>
  new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xe2)),
)
await check('fatal utf16', () =>
  new TextDecoder('utf-16le', { fatal: true }).decode(Uint8Array.of(0, 0xd8)),
)
await check('bom', () => [
  new TextDecoder().decode(Uint8Array.of(0xef, 0xbb, 0xbf, 65)),
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.of(0xef, 0xbb, 0xbf, 65)),
])
await check('stream', () => {
  const decoder = new TextDecoder()
  return [
    decoder.decode(Uint8Array.of(0xe2), { stream: true }),
    decoder.decode(Uint8Array.of(0x82), { stream: true }),
    decoder.decode(Uint8Array.of(0xac, 66), { stream: true }),
    decoder.decode(Uint8Array.of(0xe2)),
  ]
})
await check('decode kinds', () => [
  new TextDecoder().decode(Uint8Array.of(65).buffer),
  new TextDecoder().decode(new DataView(Uint8Array.of(66).buffer)),
  new TextDecoder().decode(),
])
await check('decode bad', () => new TextDecoder().decode('x'))
await check('encode', () => [
  new TextEncoder().encode('hé\ud800🎯'),
  new TextEncoder().encode(),
  new TextEncoder().encode(undefined),
  new TextEncoder().encoding,
])
await check('encodeInto', () => {
  const into = new Uint8Array(4)
  return [new TextEncoder().encodeInto('aé🎯', into), into]
})
// --- URL
const urls = [
  'https://user:pa%20ss@EXAMPLE.com:443/a/../b?x=1#y',
  'http://[::1]:8080/',
  'http://exämple.com/ü?ü#ü',
  'file:///a/b',
  'data:text/plain,hi',
  'mailto:a@b',
  'http://1.2.3/',
  'http://256.1.1.1',
  '//x',
  'http://a b',
  'javascript:alert(1)',
  'HTTP://A/%7Ex',
  'http://a/b c',
  'http://a:99999/',
  'ws://a:80/',
  'blob:https://a/b',
  'http://a/?q=[]{}|',
  'http://a\\b',
]
for (const url of urls)
  await check(`URL ${url}`, () => {
    const {
      href,
      origin,
      protocol,
      username,
      password,
      host,
      hostname,
      port,
      pathname,
      search,
      hash,
    } = new URL(url)
    return {
      href,
      origin,
      protocol,
      username,
      password,
      host,
      hostname,
      port,
      pathname,
      search,
      hash,
    }
  })
for (const [relative, base] of [
  ['x', 'http://a/b/c'],
  ['../x', 'http://a/b/c/d'],
  ['?q', 'http://a/b'],
  ['#h', 'http://a/b?q'],
  ['//o/p', 'https://a'],
  ['x', 'mailto:a'],
  ['', 'http://a/b'],
])
  await check(`relative ${relative} ${base}`, () => new URL(relative, base).href)
await check('URL set', () => {
  const url = new URL('http://a/b?c#d')
  url.protocol = 'https'
  url.host = 'x:81'
  url.pathname = 'p q'
  url.search = 'é=1'
  url.hash = 'z'
  url.username = 'u@'
  url.port = ''
  return [url.href, url.searchParams.get('é'), String(url), JSON.stringify(url)]
})
await check('URL set bad', () => {
  const url = new URL('http://a/')
  url.host = ''
  url.port = 'x'
  url.protocol = 'mailto'
  return url.href
})
await check('URL set href', () => (new URL('http://a/').href = 'nope'))
await check('URL params live', () => {
  const url = new URL('http://a/?x=1')
  url.searchParams.append('y', 'a b')
  url.searchParams.delete('x')
  const first = url.href
  url.search = '?z=3'
  return [first, [...url.searchParams]]
})
await check('canParse', () => [
  URL.canParse('x'),
  URL.canParse('x', 'http://a'),
  URL.parse('x'),
  URL.parse('http://a')?.href,
])
const params = new URLSearchParams('a=1&b=2&a=3&c=%zz&d=+%2B&=e&f&%F0%9F%8E%AF=%ff')
await check('params', () => [
  [...params],
  params.get('a'),
  params.getAll('a'),
  params.has('a', '3'),
  params.get('nope'),
  params.size,
  String(params),
])
await check('params forms', () => [
  String(new URLSearchParams({ a: 'b c', d: "é~*'()!" })),
  String(
    new URLSearchParams([
      ['a', '1'],
      ['a', '2'],
    ]),
  ),
  String(new URLSearchParams(new Map([['k', 'v']]))),
  String(new URLSearchParams('?x')),
])
await check('params bad', () => new URLSearchParams([['a']]))
await check('params set', () => {
  const own = new URLSearchParams('a=1&b=2&a=3')
  own.set('a', '9')
  own.append('z', '\ud800')
  own.sort()
  own.delete('b', '5')
  return String(own)
})
// --- headers, bodies, messages
const headers = new Headers({ B: '1', a: ' x ' })
headers.append('b', '2')
headers.append('Set-Cookie', 'a=1')
headers.append('set-cookie', 'b=2')
await check('headers', () => [
  [...headers],
  headers.get('B'),
  headers.has('x'),
  headers.getSetCookie(),
  [...headers.keys()],
  headers.get('set-cookie'),
])
await check('headers name', () => new Headers({ 'a b': '1' }))
await check('headers value', () => new Headers({ a: 'x\ny' }))
await check('headers pairs', () => [
  ...new Headers([
    ['a', '1'],
    ['a', '2'],
  ]),
])
await check('headers null', () => [...new Headers(null ?? undefined)])
await check('headers empty', () => new Headers().get(''))
for (const [name, body] of [
  ['text', 'hi'],
  ['params', new URLSearchParams('a=1')],
  ['bytes', Uint8Array.of(1, 2)],
  ['blob', new Blob(['x'], { type: 'a/b' })],
  ['null', null],
  ['number', 5],
])
  await check(`response ${name}`, async () => {
    const response = new Response(body)
    return [
      response.headers.get('content-type'),
      response.status,
      response.ok,
      response.body === null,
      await response.text(),
      response.bodyUsed,
    ]
  })
await check('response twice', async () => {
  const response = new Response('x')
  await response.text()
  return response.text()
})
await check('response json', async () => [
  await Response.json({ a: 1 }).json(),
  Response.json(1).headers.get('content-type'),
  Response.json(1, { status: 201, headers: { 'content-type': 'x/y' } }).headers.get('content-type'),
])
await check('response statuses', () => new Response('x', { status: 99 }))
await check('response 204 body', () => new Response('x', { status: 204 }))
await check('response redirect', () => [
  Response.redirect('http://a/', 301).status,
  Response.redirect('http://a/').headers.get('location'),
  Response.error().type,
])
await check('response redirect bad', () => Response.redirect('http://a/', 200))
await check('clone', async () => {
  const response = new Response('abc', { headers: { a: 'b' }, status: 201 })
  const copy = response.clone()
  return [await response.text(), await copy.text(), copy.status, copy.headers.get('a')]
})
await check('clone stream', async () => {
  const response = new Response(new Blob(['abc']).stream())
  const copy = response.clone()
  return [await response.text(), await copy.text()]
})
await check('clone used', async () => {
  const response = new Response('x')
  await response.text()
  return response.clone()
})
await check('request', async () => {
  const request = new Request('http://a/b#c', { method: 'post', body: 'x', headers: { a: '1' } })
  const copy = new Request(request, { headers: { b: '2' } })
  return [
    request.url,
    request.method,
    copy.method,
    [...copy.headers],
    await copy.text(),
    request.bodyUsed,
    request.redirect,
    request.signal.aborted,
  ]
})
for (const [name, made] of [
  ['text', 'täxt'],
  ['bytes', Uint8Array.of(1, 2, 195)],
  ['blob', new Blob(['a', 'b'])],
  ['nothing', ''],
  ['mark', '\ufeffa'],
  ['half', 'a\ud800'],
]) {
  await check(`body handed on ${name}`, async () => {
    const first = new Response(made, { headers: { 'x-a': '1' } })
    const stream = first.body
    const second = new Response(stream, first)
    const before = [first.bodyUsed, second.bodyUsed, second.body === stream, stream.locked]
    const bytes = await second.bytes()
    const after = [first.bodyUsed, second.bodyUsed, await first.text().catch(({ name }) => name)]
    return [before, [...second.headers], bytes, after]
  })
  await check(`body handed on and read ${name}`, async () => {
    const stream = new Response(made).body
    const second = new Response(stream)
    const reader = stream.getReader()
    const locked = [stream.locked, second.bodyUsed]
    const text = await second.text().catch(({ name }) => name)
    const parts = []
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      parts.push(...value)
    }
    return [locked, text, parts, second.bodyUsed]
  })
  await check(`body divided ${name}`, async () => {
    const [one, two] = new Response(made).body.tee()
    return [await new Response(one).bytes(), await new Response(two).bytes()]
  })
  await check(`body cloned once asked for ${name}`, async () => {
    const first = new Response(made)
    const stream = first.body
    const copy = first.clone()
    return [await copy.bytes(), await first.bytes(), stream instanceof ReadableStream]
  })
  await check(`body read by parts ${name}`, async () => {
    const stream = new Response(made).body
    const parts = []
    for await (const part of stream) parts.push(...part)
    return [parts, stream.constructor.name, Object.prototype.toString.call(stream)]
  })
  await check(`body piped ${name}`, async () => {
    const { body } = new Response(made)
    return new Response(
      body.pipeThrough(new TextDecoderStream()).pipeThrough(new TextEncoderStream()),
    ).bytes()
  })
  await check(`body cancelled ${name}`, async () => {
    const first = new Response(made)
    const second = new Response(first.body)
    await first.body.cancel()
    return [first.bodyUsed, second.bodyUsed, await second.text().catch(({ name }) => name)]
  })
  await check(`body of a request ${name}`, async () => {
    const first = new Request('http://a', { method: 'POST', body: made })
    const { body } = first
    const second = new Request(first)
    return [body !== null, first.bodyUsed, await second.bytes(), first.bodyUsed]
  })
  await check(`body used up ${name}`, async () => {
    const first = new Response(made)
    const { body } = first
    await first.arrayBuffer()
    return new Response(body)
  })
}
await check('headers of one are not those of the other', () => {
  const first = new Headers({ a: '1', b: '2' })
  const second = new Headers(first)
  const third = new Response('', { headers: second }).headers
  first.append('a', '3')
  second.set('b', '4')
  third.delete('a')
  return [first, second, third].map((headers) => [...headers])
})
await check('headers of several lines are copied', () => {
  const first = new Headers([
    ['a', '1'],
    ['a', '2 '],
    ['set-cookie', 'x=1'],
    ['set-cookie', 'y=2'],
  ])
  const second = new Headers(first)
  second.append('set-cookie', 'z=3')
  second.append('a', '3')
  return [[...first], [...second], second.getSetCookie()]
})
await check('request as it is by itself', () => {
  const request = new Request('http://a/b')
  const { signal } = request
  return [
    ['method', 'url', 'redirect', 'credentials', 'cache', 'mode', 'referrer', 'referrerPolicy'].map(
      (name) => request[name],
    ),
    [request.integrity, request.keepalive, request.destination, request.duplex],
    [signal.aborted, signal === request.signal, Object.keys(request)],
  ]
})
await check('request with a signal', () => {
  const controller = new AbortController()
  const request = new Request('http://a/b', { signal: controller.signal })
  const copy = new Request(request)
  controller.abort('enough')
  return [request.signal.aborted, copy.signal.aborted, copy.signal.reason]
})
await check('request get body', () => new Request('http://a', { body: 'x' }))
await check('request relative', () => new Request('/a'))
await check('request credentials', () => new Request('http://a:b@c'))
await check('request method', () => [
  new Request('http://a', { method: 'patch' }).method,
  new Request('http://a', { method: 'PUT' }).method,
])
await check('request method bad', () => new Request('http://a', { method: 'a b' }))
await check('request trace', () => new Request('http://a', { method: 'TRACE' }))
await check('form round', async () => {
  const form = new FormData()
  form.append('a', 'é\r\n"')
  form.append('f', new File(['hi'], 'x".txt', { type: 'text/plain' }))
  form.append('f', new Blob(['yo']))
  const back = await new Response(form).formData()
  return [
    [...back.keys()],
    back.get('a'),
    back.getAll('f').map((file) => [file.name, file.type, file.size]),
    await back.getAll('f')[1].text(),
  ]
})
await check('form urlencoded', async () => [
  ...(await new Response('a=1&b=%20', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }).formData()),
])
await check('form none', () => new Response('x').formData())
await check('form', () => {
  const form = new FormData()
  form.set('a', 1)
  form.append('a', 'b')
  form.set('a', 'c')
  form.delete('z')
  return [[...form], form.has('a'), form.get('z')]
})
await check('blob', async () => {
  const blob = new Blob(['aé', Uint8Array.of(66), new Blob(['c'])], { type: 'T/X' })
  return [
    blob.size,
    blob.type,
    await blob.slice(1, 4).text(),
    new Uint8Array(await blob.arrayBuffer()),
    await new Response(blob.stream()).text(),
  ]
})
await check('file', () => {
  const file = new File(['a'], 'n', { lastModified: 5 })
  return [file.name, file.lastModified, file.type, file instanceof Blob]
})
// --- events
await check('events', () => {
  const target = new EventTarget()
  const seen = []
  const object = { handleEvent: (event) => seen.push(['object', event.type]) }
  target.addEventListener('a', (event) => seen.push([event.detail, event.target === target]), {
    once: true,
  })
  target.addEventListener('a', object)
  target.addEventListener('a', object)
  target.addEventListener('a', (event) => event.preventDefault())
  const results = [
    target.dispatchEvent(new CustomEvent('a', { detail: 1, cancelable: true })),
    target.dispatchEvent(new Event('a')),
  ]
  target.removeEventListener('a', object)
  target.dispatchEvent(new Event('a'))
  return [seen, results]
})
await check('abort', () => {
  const controller = new AbortController()
  const seen = []
  controller.signal.addEventListener('abort', () => seen.push('listener'))
  controller.signal.onabort = () => seen.push('attribute')
  controller.abort()
  controller.abort('again')
  return [controller.signal.aborted, controller.signal.reason.name, seen]
})
await check('abort reason', () => AbortSignal.abort(5).reason)
await check('abort throws', () => AbortSignal.abort().throwIfAborted())
await check('abort any', () => {
  const one = new AbortController()
  const any = AbortSignal.any([one.signal, AbortSignal.timeout(10_000)])
  one.abort('x')
  return [any.aborted, any.reason, AbortSignal.any([AbortSignal.abort(1)]).reason]
})
await check('abort timeout', async () => {
  const signal = AbortSignal.timeout(1)
  await new Promise((resolve) => {
    signal.onabort = resolve
    setTimeout(() => {}, 50)
  })
  return signal.reason.name
})
await check('exception', () => {
  const error = new DOMException('m', 'AbortError')
  return [error.code, error.name, error.message, error instanceof Error, DOMException.ABORT_ERR]
})
// --- clone
await check('clone values', () => {
  const cyclic = { a: 1 }
  cyclic.self = cyclic
  const copy = structuredClone({
    date: new Date(5),
    map: new Map([[{ a: 1 }, new Set([1])]]),
    bytes: Uint8Array.of(1, 2),
    re: /a/gi,
    error: new RangeError('x', { cause: 1 }),
    big: 5n,
    nothing: undefined,
    sparse: [1, , 3],
    boxed: Object(7),
    buffer: new ArrayBuffer(2),
  })
  return [copy, structuredClone(cyclic).self.a]
})
await check('clone function', () => structuredClone(() => {}))
await check('clone symbol', () => structuredClone(Symbol('a')))
await check('clone class', () =>
  show(
    structuredClone(
      new (class A {
        x = 1
      })(),
    ),
  ),
)
await check('clone transfer', () => {
  const buffer = new ArrayBuffer(4)
  const copy = structuredClone(buffer, { transfer: [buffer] })
  return [buffer.byteLength, copy.byteLength]
})
await check('clone getter', () =>
  structuredClone({
    get a() {
      return 1
    },
  }),
)
// --- streams
const collect = async (stream) => {
  const all = []
  for await (const part of stream) all.push(part)
  return all
}
await check('stream from', () => collect(ReadableStream.from([1, 2])))
await check('stream tee', async () => {
  const [one, other] = ReadableStream.from(['a', 'b']).tee()
  return [await collect(one), await collect(other)]
})
await check('stream transform', () =>
  collect(
    ReadableStream.from(['a', 'b']).pipeThrough(
      new TransformStream({ transform: (part, controller) => controller.enqueue(part + part) }),
    ),
  ),
)
await check('stream text', async () => [
  await collect(ReadableStream.from(['é', '🎯']).pipeThrough(new TextEncoderStream())),
  await collect(
    ReadableStream.from([Uint8Array.of(0xe2), Uint8Array.of(0x82, 0xac)]).pipeThrough(
      new TextDecoderStream(),
    ),
  ),
])
await check('stream error', () =>
  collect(new ReadableStream({ start: (controller) => controller.error(new RangeError('x')) })),
)
await check('stream locked', () => {
  const stream = ReadableStream.from([1])
  stream.getReader()
  return stream.getReader()
})
await check('stream byob', async () => {
  const reader = new Blob(['hello']).stream().getReader({ mode: 'byob' })
  const { value } = await reader.read(new Uint8Array(3))
  return [
    value,
    (await reader.read(new Uint8Array(10))).value,
    (await reader.read(new Uint8Array(1))).done,
  ]
})
await check('stream write', async () => {
  const seen = []
  const writer = new WritableStream({
    write: (part) => void seen.push(part),
    close: () => void seen.push('close'),
  }).getWriter()
  await writer.write(1)
  await writer.close()
  return seen
})
await check('stream pipe', async () => {
  const seen = []
  await ReadableStream.from([1, 2]).pipeTo(
    new WritableStream({ write: (part) => void seen.push(part) }),
  )
  return seen
})
for (const format of ['gzip', 'deflate', 'deflate-raw'])
  await check(`compression ${format}`, async () => {
    const packed = new Blob(['x'.repeat(5000)]).stream().pipeThrough(new CompressionStream(format))
    return (await new Response(packed.pipeThrough(new DecompressionStream(format))).text()).length
  })
await check('compression bad', () => new CompressionStream('brotli2'))
await check('decompression bad', () =>
  new Response(new Blob(['nonsense']).stream().pipeThrough(new DecompressionStream('gzip'))).text(),
)
// --- the rest
await check('crypto', async () => [
  crypto.randomUUID().length,
  crypto.getRandomValues(new Uint8Array(4)).length,
  new Uint8Array(await crypto.subtle.digest('SHA-1', Uint8Array.of(1))),
])
await check('crypto too much', () => crypto.getRandomValues(new Uint8Array(70_000)))
await check('crypto float', () => crypto.getRandomValues(new Float32Array(1)))
await check('hmac', async () => {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode('k'),
    { name: 'HMAC', hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  )
  const signature = await crypto.subtle.sign('HMAC', key, Uint8Array.of(1))
  const { k, alg, kty, ext } = await crypto.subtle.exportKey('jwk', key)
  return [
    signature,
    await crypto.subtle.verify('HMAC', key, signature, Uint8Array.of(1)),
    await crypto.subtle.verify('HMAC', key, signature, Uint8Array.of(2)),
    k,
    alg,
    kty,
    ext,
    key.type,
    key.usages,
  ]
})
await check('digest unknown', () => crypto.subtle.digest('MD5', Uint8Array.of(1)))
await check('channel', async () => {
  const { port1, port2 } = new MessageChannel()
  const got = new Promise((resolve) => (port2.onmessage = (event) => resolve(event.data)))
  port1.postMessage({ a: [1] })
  const data = await got
  port1.close()
  return data
})
await check('performance', () => [
  typeof performance.now(),
  performance.timeOrigin > 1e12,
  performance.mark('a').entryType,
  performance.measure('m', 'a').name,
])
await check('pattern', () => {
  const pattern = new URLPattern({ pathname: '/items/:id' })
  return [
    pattern.test('http://a/items/5'),
    pattern.exec('http://a/items/5').pathname.groups,
    pattern.test('http://a/x'),
  ]
})
await check('queueMicrotask', () => queueMicrotask(5))
await check('setTimeout bad', () => setTimeout('x'))
await check('globals', () => [typeof globalThis, global === globalThis, typeof navigator])
