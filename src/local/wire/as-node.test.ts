import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Exchange } from './exchange.ts'
import { WireServer } from './server.ts'

/** Bytes of a head that both servers take. */
const MOST = 16 * 1024
const TRAILERS = ['x-check', 'x-more']

/** What a server makes of the bytes of one connection, until it ends. */
interface Made {
  /** Requests that came whole, as a handler sees them. */
  requests: Seen[]
  /** Of every answer, refusals and `100 Continue` included. */
  statuses: number[]
}

interface Seen {
  method: string
  target: string
  protocol: string
  /** Names and values in turn. */
  lines: string[]
  body: string
  trailers: (string | undefined)[]
}

/** Of the connection that there is right now. */
let seen: Seen[] = []

const wire = new WireServer(
  {
    handle: (exchange) => void answer(exchange),
    refusal: (reason) => ({
      status: reason === 'truncated' ? 400 : reason.status,
      lines: '',
      body: '',
    }),
  },
  { mostHeadBytes: MOST, methods: new Set(['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE']) },
)

async function answer(exchange: Exchange): Promise<void> {
  const body = await exchange.readBody(1_000_000)
  if (typeof body === 'string') return
  const { method, target, protocol } = exchange
  const trailers = TRAILERS.map((name) => exchange.trailer(name))
  const lines = exchange.lines.flat()
  seen.push({ method, target, protocol, lines, body: body.toString('latin1'), trailers })
  exchange.respond({ status: 200, lines: '', body: 'fine' })
}

const node = createServer({ maxHeaderSize: MOST, requestTimeout: 0 }, answerByNode)
node.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
  if (!socket.writable) return void socket.destroy()
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
})

function answerByNode(request: IncomingMessage, response: ServerResponse): void {
  const body: Buffer[] = []
  request.on('data', (piece: Buffer) => body.push(piece))
  request.on('end', () => {
    seen.push({
      method: request.method!,
      target: request.url!,
      protocol: `HTTP/${request.httpVersion}`,
      lines: request.rawHeaders,
      body: Buffer.concat(body).toString('latin1'),
      trailers: TRAILERS.map((name) => request.trailersDistinct[name]?.join(', ')),
    })
    response.writeHead(200, { 'Content-Length': 4 }).end('fine')
  })
}

let ports: { ours: number; nodes: number }
beforeAll(async () => {
  node.listen(0, '127.0.0.1')
  await once(node, 'listening')
  const nodes = (node.address() as AddressInfo).port
  ports = { ours: await wire.listen(0, '127.0.0.1'), nodes }
})
afterAll(async () => {
  node.closeAllConnections()
  node.close()
  await wire.close()
})

/** @param cuts where the bytes are sent piece by piece */
async function made(port: number, text: string, cuts: readonly number[] = []): Promise<Made> {
  seen = []
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  let came = ''
  socket.setEncoding('latin1').on('data', (piece: string) => (came += piece))
  socket.on('error', () => {})
  const ended = new Promise((resolve) => socket.on('end', resolve).on('close', resolve))
  await once(socket, 'connect')
  const places = [...cuts.map((cut) => cut % text.length), text.length].sort((a, b) => a - b)
  let from = 0
  for (const place of places) {
    socket.write(text.slice(from, place), 'latin1')
    from = place
    await new Promise(setImmediate)
  }
  socket.end()
  await ended
  socket.destroy()
  const statuses = [...came.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((one) => Number(one[1]))
  return { requests: seen, statuses }
}

async function madeByBoth(text: string, cuts?: readonly number[]) {
  return {
    ours: await made(ports.ours, text, cuts),
    nodes: await made(ports.nodes, text, cuts),
  }
}

const latin1 = (codes: number[]) => String.fromCharCode(...codes)
const any = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 80 }).map(latin1)
const value = fc.oneof(
  fc
    .array(
      fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f),
      { maxLength: 20 },
    )
    .map(latin1),
  fc.constantFrom('', ' ', '\t', 'x'.repeat(2000), 'a, b', '"a:b"'),
)
const name = fc.constantFrom('X-One', 'x-one', 'Cookie', 'Set-Cookie', 'ACCEPT', "!#$%&'*+-.^_`|~9")
const line = fc
  .tuple(name, fc.constantFrom('', ' ', '\t '), value)
  .map(([key, blank, text]) => `${key}:${blank}${text}\r\n`)
const lines = fc.array(line, { maxLength: 5 }).map((all) => all.join(''))
const sized = any.map((body) => `Content-Length: ${body.length}\r\n\r\n${body}`)
const chunk = fc
  .tuple(any, fc.constantFrom('', ';a', ';a=b', ';a="b c"', ';a="\\"é";b=1'), fc.boolean())
  .filter(([body]) => body !== '')
  .map(([body, extension, isUpper]) => {
    const size = body.length.toString(16)
    return `${isUpper ? `00${size.toUpperCase()}` : size}${extension}\r\n${body}\r\n`
  })
const trailers = fc.constantFrom('', 'X-Check: 1\r\n', 'x-check:\r\nX-More: a\r\nX-Check: b\r\n')
const chunked = fc
  .tuple(fc.array(chunk, { maxLength: 5 }), fc.constantFrom('0', '000', '0;a=b'), trailers)
  .map(([chunks, last, after]) => {
    return `Transfer-Encoding: chunked\r\n\r\n${chunks.join('')}${last}\r\n${after}\r\n`
  })
const target = fc.constantFrom(
  '/',
  '/a/b?c=%20d&e=f#g',
  '//a',
  '/?"<>{}|\\^`~',
  `/${'long/'.repeat(500)}`,
  'http://me:you@other.x:1/a?b#c',
  'http://[::1]:3000?a',
  'HTTPS://other',
  '*',
)
const method = fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE')
const expecting = fc.constantFrom(
  '',
  '',
  '',
  'Expect: 100-continue\r\n',
  'EXPECT: 100-Continue\r\n',
)
const upgrade = fc.constantFrom('', '', '', 'Upgrade: websocket\r\n', 'Upgrade: h2c\r\n')
const before = fc.constantFrom('', '', '\r\n', '\r\n\r\n')

interface Ending {
  version: '1.0' | '1.1'
  connection: string
}
const STAYS: Ending[] = [
  { version: '1.1', connection: '' },
  { version: '1.1', connection: 'keep-alive' },
  { version: '1.0', connection: 'keep-alive' },
  { version: '1.0', connection: 'Keep-Alive, x' },
]
const ENDS: Ending[] = [
  { version: '1.1', connection: 'Upgrade, HTTP2-Settings' },
  { version: '1.1', connection: 'close' },
  { version: '1.1', connection: 'x , CLOSE' },
  { version: '1.0', connection: '' },
  { version: '1.0', connection: 'close' },
]

const request = (endings: readonly Ending[]) =>
  fc.constantFrom(...endings).chain(({ version, connection }) => {
    const isOld = version === '1.0'
    const body = isOld ? sized : fc.oneof(sized, chunked)
    const rest = fc.oneof(body, fc.constant('\r\n'))
    const host = isOld
      ? fc.constantFrom('', 'Host: a\r\n')
      : fc.constantFrom('Host: a:1\r\n', 'host:\r\n')
    return fc
      .tuple(before, method, target, host, lines, fc.tuple(upgrade, expecting), rest)
      .map(([blank, verb, place, at, own, more, end]) => {
        const stays = connection === '' ? '' : `Connection: ${connection}\r\n`
        return `${blank}${verb} ${place} HTTP/${version}\r\n${at}${own}${stays}${more.join('')}${end}`
      })
  })
const requests = fc
  .tuple(fc.array(request(STAYS), { maxLength: 3 }), request([...STAYS, ...ENDS]))
  .map(([first, last]) => [...first, last].join(''))
const cuts = fc.array(fc.nat(), { maxLength: 12 })

describe('requests over a connection', () => {
  it('are taken as node:http takes them, wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(requests, cuts, async (text, places) => {
        const { ours, nodes } = await madeByBoth(text, places)
        expect(ours).toEqual(nodes)
      }),
      { numRuns: 200 },
    )
  })

  it('that are changed anywhere are refused, or taken as node:http takes them', async () => {
    const put = fc.constantFrom(...'\r\n :;,0aZ/*\0\x7fé', '\r\n', '\r\n ', 'Host: b\r\n', '')
    await fc.assert(
      fc.asyncProperty(requests, fc.nat(), fc.nat({ max: 3 }), put, async (text, at, cut, more) => {
        const place = at % text.length
        const changed = text.slice(0, place) + more + text.slice(place + cut)
        const { ours, nodes } = await madeByBoth(changed)
        const isRefused = ours.statuses.some((status) => status >= 400)
        const many = isRefused ? ours.requests.length : undefined
        expect(ours.requests).toEqual(nodes.requests.slice(0, many))
      }),
      { numRuns: 300 },
    )
  })
})

const START = 'POST / HTTP/1.1\r\nHost: a\r\n'
const CHUNKED = `${START}Transfer-Encoding: chunked\r\n\r\n`
/** What must never be taken for a request of its own. */
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'

describe('what is refused by node:http is refused with the same status', () => {
  it.each([
    ['a target beyond ASCII', `GET /é HTTP/1.1\r\nHost: a\r\n\r\n`, 400],
    ['two users in a target', `GET http://a@@c HTTP/1.1\r\nHost: a\r\n\r\n`, 400],
    ['a line that goes on', `${START}X: a\r\n b\r\n\r\n`, 400],
    ['another protocol', `GET / HTTPS/1.1\r\n\r\n`, 400],
    ['a version that is none', `GET / HTTP/1.x\r\nHost: a\r\n\r\n`, 400],
    ['a method in lower case', `get / HTTP/1.1\r\nHost: a\r\n\r\n`, 400],
    ['a method that is none', `FOO / HTTP/1.1\r\nHost: a\r\n\r\n`, 400],
    ['a target that is none', `GET a HTTP/1.1\r\nHost: a\r\n\r\n`, 400],
    ['a line of its own before the name', `${START} X: a\r\n\r\n`, 400],
    ['a blank before the colon', `${START}X : a\r\n\r\n`, 400],
    ['a name with a blank', `${START}X Y: a\r\n\r\n`, 400],
    ['no name', `${START}: a\r\n\r\n`, 400],
    ['no colon', `${START}X\r\n\r\n`, 400],
    ['a bare CR', `${START}X: a\rb\r\n\r\n`, 400],
    ['NUL', `${START}X: a\0b\r\n\r\n`, 400],
    ['DEL', `${START}X: a\x7fb\r\n\r\n`, 400],
    ['no Host', `GET / HTTP/1.1\r\n\r\n`, 400],
    ['two lengths', `${START}Content-Length: 0\r\nContent-Length: 5\r\n\r\n${SMUGGLED}`, 400],
    ['two lengths that agree', `${START}Content-Length: 0\r\nContent-Length: 0\r\n\r\n`, 400],
    ['a list of lengths', `${START}Content-Length: 0, 0\r\n\r\n${SMUGGLED}`, 400],
    ['a length with a sign', `${START}Content-Length: +1\r\n\r\n1`, 400],
    ['a length that is hexadecimal', `${START}Content-Length: 0x1\r\n\r\n1`, 400],
    ['an empty length', `${START}Content-Length:\r\n\r\n${SMUGGLED}`, 400],
    [
      'length and chunks',
      `${START}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
      400,
    ],
    [
      'chunks and length',
      `${START}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${SMUGGLED}`,
      400,
    ],
    ['a chunk without size', `${CHUNKED}\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk size that is none', `${CHUNKED}g\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk size with 0x', `${CHUNKED}0x1\r\na\r\n0\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk size with a sign', `${CHUNKED}-1\r\na\r\n0\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk size beyond all', `${CHUNKED}${'f'.repeat(17)}\r\na\r\n0\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk size with a blank', `${CHUNKED}1 \r\na\r\n0\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk with an extension that is none', `${CHUNKED}1;:\r\na\r\n0\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk with half a quote', `${CHUNKED}1;a="b\r\na\r\n0\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk that is too long', `${CHUNKED}1\r\nab\r\n0\r\n\r\n${SMUGGLED}`, 400],
    ['a chunk size that LF ends', `${CHUNKED}1\na\r\n0\r\n\r\n${SMUGGLED}`, 400],
    ['a trailer that is none', `${CHUNKED}0\r\nX Y: a\r\n\r\n${SMUGGLED}`, 400],
    ['a header too large', `${START}X: ${'x'.repeat(MOST)}\r\n\r\n`, 431],
    ['too many headers', `${START}${'X: aaaaaaaaaaaaaaaaaaaa\r\n'.repeat(900)}\r\n`, 431],
    ['a request line too long', `GET /${'x'.repeat(MOST)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ])('%s', async (_, text, status) => {
    const made = await madeByBoth(text)
    expect(made).toEqual({
      ours: { requests: [], statuses: [status] },
      nodes: { requests: [], statuses: [status] },
    })
  })
})

describe('otherwise than by node:http', () => {
  const OLD = 'POST / HTTP/1.0\r\n'
  it.each([
    // RFC 9112, 3.2: several Hosts are answered with 400. Who checks one may be led by the other.
    ['two Hosts are refused', `${START}Host: b\r\n\r\n`, [400], [200]],
    // HTTP/0.9 has been no part of the standard since RFC 7230.
    ['HTTP/0.9 is refused', `GET /\r\n\r\n`, [400], [200]],
    // RFC 9112, 6.1: a coding that is not known is answered with 501; `node:http` hands it on undone.
    [
      'codings beside chunks are refused',
      `${START}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      [501],
      [200],
    ],
    // RFC 9112, 6.1: chunks in HTTP/1.0 are faulty framing.
    [
      'chunks in HTTP/1.0 are refused',
      `${OLD}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      [400],
      [200],
    ],
    // RFC 9110, 2.5 and 15.6.6: other major versions are answered with 505.
    ['HTTP/2.0 in clear text is refused', 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', [505], [200]],
    // RFC 9110, 2.5: a higher minor version is served as the highest that is known.
    ['HTTP/1.2 is served', 'GET / HTTP/1.2\r\nHost: a\r\n\r\n', [200], [400]],
    // RFC 9110, 10.1.1: an expectation that is not known is answered with 417, which ends the connection here.
    ['expectations end the connection', `${START}Expect: a\r\n\r\n`, [417], [417]],
    // RFC 9112, 9.6: what follows the last request of a connection is not looked at.
    [
      'nothing after the last request is looked at',
      `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nno HTTP`,
      [200],
      [400],
    ],
    // RFC 9110, 7.8: an upgrade may be passed over; `node:http` loses what came with it.
    [
      'what follows a wish to upgrade is served',
      `GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n${START}\r\n`,
      [200, 200],
      [200],
    ],
    // RFC 9112, 2.2: a bare LF may be refused.
    ['a head that LF begins is refused', `\n${START}\r\n`, [400], [200]],
    // RFC 9110, 9.3.6: nothing is tunnelled; `node:http` ends the connection without a word.
    ['CONNECT is answered', `CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n`, [400], []],
  ])('%s', async (_, text, ours, nodes) => {
    const made = await madeByBoth(text)
    expect(made.ours.statuses).toEqual(ours)
    // Other versions of Node may do as is done here.
    expect([nodes, ours]).toContainEqual(made.nodes.statuses)
  })
})
