import { createServer, type IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RequestHead } from './head.ts'
import { MalformedRequest } from './malformed.ts'
import { RequestReader } from './request-reader.ts'

const MOST = 128 * 1024

/** A request as it was read, `reader` and `node:http` alike. */
interface Read {
  method: string
  target: string
  header: (name: string) => string | undefined
  body: string
  trailer: (name: string) => string | undefined
}

/** Reads all that comes in these pieces, each request as soon as the one before has ended. */
function read(pieces: readonly Buffer[]): Read[] {
  const all: Read[] = []
  let head: RequestHead
  let body: Buffer[] = []
  const reader = new RequestReader(
    {
      head: (one) => (head = one),
      piece: (bytes) => body.push(bytes),
      end(trailers) {
        const { method, target } = head
        const { headers } = head.fields
        const header = (name: string) => headers.get(name)
        const trailer = (name: string) => trailers.get(name)
        all.push({ method, target, header, body: Buffer.concat(body).toString('latin1'), trailer })
        body = []
      },
    },
    MOST,
  )
  for (const piece of pieces) {
    reader.push(piece)
    while (reader.hasEnded) reader.proceed()
  }
  return all
}

/** What Node's own server makes of the same bytes; undefined where it refuses them. */
async function readByNode(bytes: Buffer): Promise<Read[] | undefined> {
  const all: { request: IncomingMessage; body: Buffer[] }[] = []
  let isRefused = false
  const server = createServer((request, response) => {
    const body: Buffer[] = []
    request.on('data', (chunk: Buffer) => body.push(chunk))
    all.push({ request, body })
    response.end()
  })
  server.on('clientError', () => (isRefused = true))
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() })
  server.emit('connection', socket)
  socket.push(bytes)
  // One turn hands the bytes over, the other reads the bodies.
  for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate)
  if (isRefused) return undefined
  return all.filter(({ request }) => request.complete).map(asRead)
}

function asRead({ request, body }: { request: IncomingMessage; body: Buffer[] }): Read {
  return {
    method: request.method!,
    target: request.url!,
    header: (name) => request.headersDistinct[name]?.join(', '),
    body: Buffer.concat(body).toString('latin1'),
    trailer: (name) => request.trailersDistinct[name]?.join(', '),
  }
}

/** Bytes in pieces, cut at any places. */
function inPieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length]
  places.sort((a, b) => a - b)
  return places
    .slice(1)
    .map((end, index) => Buffer.from(bytes.subarray(places[index], end)))
    .filter((piece) => piece.length > 0)
}

const NAMES = ['x-one', 'x-two', 'lambda-runtime-function-error-type', 'content-type', 'x']
const blank = fc.constantFrom('', ' ', '\t', '  ')
const character = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f)
/** Without blanks around it. */
const value = fc
  .array(character, { maxLength: 12 })
  .map((codes) => String.fromCharCode(...codes).replaceAll(/^[\t ]+|[\t ]+$/g, ''))
const anyCase = (text: string) =>
  fc.constantFrom(
    text,
    text.toUpperCase(),
    text.replace(/[a-z]/, (one) => one.toUpperCase()),
  )
const line = fc
  .tuple(fc.constantFrom(...NAMES).chain(anyCase), blank, value, blank)
  .map(([name, before, text, after]) => `${name}:${before}${text}${after}\r\n`)
const lines = fc.array(line, { maxLength: 4 }).map((all) => all.join(''))
const bytes = fc.uint8Array({ maxLength: 60 }).map((all) => Buffer.from(all).toString('latin1'))

const sized = fc
  .tuple(lines, anyCase('Content-Length'), bytes)
  .map(([own, name, body]) => `${own}${name}: ${body.length}\r\n\r\n${body}`)
const extension = fc.constantFrom('', ';a=b', ';x')
const chunk = fc
  .tuple(bytes, extension)
  .filter(([body]) => body !== '')
  .map(([body, more]) => `${body.length.toString(16)}${more}\r\n${body}\r\n`)
const chunked = fc
  .tuple(lines, fc.constantFrom('chunked', 'Chunked'), fc.array(chunk, { maxLength: 4 }), lines)
  .map(
    ([own, coding, chunks, trailers]) =>
      `${own}Transfer-Encoding: ${coding}\r\n\r\n${chunks.join('')}0\r\n${trailers}\r\n`,
  )
const bodiless = lines.map((own) => `${own}\r\n`)
const request = fc
  .tuple(
    fc.constantFrom('', '\r\n'),
    fc.constantFrom('GET /2018-06-01/runtime/invocation/next', 'POST /a/b?c=%20d', 'PUT *'),
    fc.oneof(sized, chunked, bodiless),
  )
  .map(([before, start, rest]) => `${before}${start} HTTP/1.1\r\nHost: a:1\r\n${rest}`)

describe('requests', () => {
  it('are those that node:http reads, however they are cut into pieces', async () => {
    const requests = fc.array(request, { minLength: 1, maxLength: 3 })
    const cuts = fc.array(fc.nat(), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(requests, cuts, async (texts, places) => {
        const all = Buffer.from(texts.join(''), 'latin1')
        expectSame(read(inPieces(all, places)), (await readByNode(all))!)
      }),
      { numRuns: 300 },
    )
  })

  it('are the same byte by byte', () => {
    fc.assert(
      fc.property(request, (text) => {
        const all = Buffer.from(text, 'latin1')
        expectSame(read(inPieces(all, [...all.keys()])), read([all]))
      }),
    )
  })

  it('that come again on a connection are the same each time', () => {
    const known = fc.array(request, { minLength: 1, maxLength: 3 })
    const order = fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 9 })
    const cuts = fc.array(fc.nat(), { maxLength: 8 })
    fc.assert(
      fc.property(known, order, cuts, (texts, places, cutAt) => {
        const all = places.map((at) => Buffer.from(texts[at % texts.length]!, 'latin1'))
        const apart = all.flatMap((one) => read([one]))
        expectSame(read(inPieces(Buffer.concat(all), cutAt)), apart)
        expectSame(read(all), apart)
      }),
    )
  })

  it('that have been changed anywhere are refused, or read as node:http reads them', async () => {
    const change = fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom(...'\r\n :;,0aZ\0\x7fé'))
    await fc.assert(
      fc.asyncProperty(request, change, async (text, [at, cut, put]) => {
        const place = at % text.length
        const changed = text.slice(0, place) + put + text.slice(place + cut)
        const all = Buffer.from(changed, 'latin1')
        const own = refusedOr(() => read([all]))
        const nodes = own && (await readByNode(all))
        if (own && nodes) expectSame(own, nodes)
      }),
      { numRuns: 500 },
    )
  })
})

function refusedOr(doRead: () => Read[]): Read[] | undefined {
  try {
    return doRead()
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(MalformedRequest)
    return undefined
  }
}

function expectSame(own: readonly Read[], other: readonly Read[]): void {
  expect(own.map(plain)).toEqual(other.map(plain))
}

function plain({ method, target, header, body, trailer }: Read) {
  const headers = [...NAMES, 'host'].map((name) => header(name) ?? null)
  return { method, target, headers, body, trailers: NAMES.map((name) => trailer(name) ?? null) }
}

describe('a request', () => {
  const start = 'POST / HTTP/1.1\r\nHost: a\r\n'

  it.each([
    ['hello\r\n\r\n', 400],
    ['\x16\x03\x01', 400],
    ['GET / HTTP/1.1\n', 400],
    ['GET  / HTTP/1.1\r\n', 400],
    ['GET / HTTP/1.1\r\n\r\n', 400],
    ['GET / HTTP/2.0\r\nHost: a\r\n\r\n', 505],
    [`${start}Name : value\r\n\r\n`, 400],
    [`${start}Name: one\r\n two\r\n\r\n`, 400],
    [`${start}Content-Length: 1x\r\n\r\n`, 400],
    [`${start}Content-Length: -1\r\n\r\n`, 400],
    [`${start}Content-Length: 1\r\nContent-Length: 1\r\n\r\n`, 400],
    [`${start}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    [`${start}Transfer-Encoding: gzip, chunked\r\n\r\n`, 501],
    [`${start}Expect: something\r\n\r\n`, 417],
    [`${start}Transfer-Encoding: chunked\r\n\r\nno size\r\n`, 400],
    [`${start}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n`, 400],
    [`${start}Transfer-Encoding: chunked\r\n\r\n0\r\nno trailer\r\n\r\n`, 400],
    [`${start}Name: ${'x'.repeat(130 * 1024)}`, 431],
    [`${start}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(9000)}`, 400],
  ])('that is none is refused at once: %#', (text, status) => {
    const pieces = [Buffer.from(text, 'latin1')]
    expect(() => read(pieces)).toThrow(expect.objectContaining({ status }))
  })

  it.each([
    ['HTTP/1.1', '', true],
    ['HTTP/1.1', 'Connection: Close\r\n', false],
    ['HTTP/1.1', 'Connection: x, close\r\n', false],
    ['HTTP/1.0', '', false],
    ['HTTP/1.0', 'Connection: keep-alive\r\n', true],
  ])('of %s with %j says whether its connection stays: %s', (version, lines, stays) => {
    let head: RequestHead | undefined
    const reader = new RequestReader({ head: (one) => (head = one), piece() {}, end() {} }, MOST)
    reader.push(Buffer.from(`GET / ${version}\r\nHost: a\r\n${lines}\r\n`))
    expect(head?.fields.staysOpen).toBe(stays)
  })

  it('is told of piece by piece, before it is whole', () => {
    const told: string[] = []
    const sink = {
      head: ({ target }: RequestHead) => told.push(target),
      piece: (piece: Buffer) => told.push(piece.toString()),
      end: () => told.push('end'),
    }
    const reader = new RequestReader(sink, MOST)
    reader.push(Buffer.from(`${start}Transfer-Encoding: chunked\r\n\r\n5\r\nab`))
    reader.push(Buffer.from('cde\r'))
    reader.push(Buffer.from('\n0\r\n\r\nGET /next'))
    expect(told).toEqual(['/', 'ab', 'cde', 'end'])
    expect([reader.hasEnded, reader.early]).toEqual([true, 'GET /next'.length])
  })
})
