import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { deferred } from '../../core/deferred.ts'
import type { ConnectionSettings } from './connection.ts'
import type { Exchange } from './exchange.ts'
import { WireServer } from './server.ts'

type Handle = (exchange: Exchange) => void

const opened: { close(): Promise<void> | void }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

const refusal = () => ({ status: 400, lines: '', body: '' })

async function served(handle: Handle, more: Partial<ConnectionSettings> = {}): Promise<number> {
  const server = new WireServer({ handle, refusal }, { mostHeadBytes: 16 * 1024, ...more })
  opened.push(server)
  return server.listen(0, '127.0.0.1')
}

/** A connection with what has come on it, as latin1. */
function open(port: number) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  opened.push({ close: () => void socket.destroy() })
  let all = ''
  socket.setEncoding('latin1').on('data', (text: string) => (all += text))
  socket.on('error', () => {})
  const until = async (text: string) => {
    while (!all.includes(text)) await once(socket, 'data')
    return all
  }
  return { socket, received: () => all, until }
}

/** What comes of it; the connection is to be ended by the server. */
async function exchanged(port: number, text: string): Promise<string> {
  const { socket, received } = open(port)
  socket.write(text, 'latin1')
  await once(socket, 'end')
  return received()
}

/** Head and whatever follows it, without the date. */
function parts(answer: string): [head: string[], rest: string] {
  const end = answer.indexOf('\r\n\r\n')
  const lines = answer.slice(0, end).split('\r\n')
  return [lines.filter((line) => !line.startsWith('Date:')), answer.slice(end + 4)]
}

const get = (target: string, lines = '', version = '1.1') =>
  `GET ${target} HTTP/${version}\r\nHost: a\r\n${lines}\r\n`
const CLOSE = 'Connection: close\r\n'
const turn = () => new Promise(setImmediate)

const whole = (status: number): Handle => {
  return (exchange) => exchange.respond({ status, lines: 'X: 1\r\n', body: 'body' })
}
const streamed = (status: number): Handle => {
  return (exchange) => {
    exchange.begin({ status, lines: 'X: 1\r\n' })
    void exchange.write(Buffer.from('bo'))
    void exchange.write(Buffer.from('dy'))
    exchange.finish()
  }
}
const CHUNKS = '2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n'

describe('an answer', () => {
  it.each([
    ['whole', 200, 'GET', '1.1', ['Content-Length: 4'], 'body'],
    ['whole', 200, 'GET', '1.0', ['Content-Length: 4'], 'body'],
    ['whole', 200, 'HEAD', '1.1', ['Content-Length: 4'], ''],
    ['whole', 204, 'GET', '1.1', [], ''],
    ['whole', 205, 'GET', '1.1', ['Content-Length: 0'], ''],
    ['whole', 304, 'GET', '1.1', [], ''],
    ['streamed', 200, 'GET', '1.1', ['Transfer-Encoding: chunked'], CHUNKS],
    ['streamed', 200, 'GET', '1.0', [], 'body'],
    ['streamed', 200, 'HEAD', '1.1', [], ''],
    ['streamed', 204, 'GET', '1.1', [], ''],
    ['streamed', 205, 'GET', '1.1', ['Content-Length: 0'], ''],
    ['streamed', 304, 'GET', '1.1', [], ''],
  ] as const)(
    'that is %s, %d to %s of HTTP/%s',
    async (kind, status, method, version, framing, body) => {
      const port = await served(kind === 'whole' ? whole(status) : streamed(status))
      const request = `${method} / HTTP/${version}\r\nHost: a\r\n${CLOSE}\r\n`
      const [[start, ...lines], rest] = parts(await exchanged(port, request))
      expect(start).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
      expect(lines).toEqual(['X: 1', ...framing, 'Connection: close'])
      expect(rest).toBe(body)
    },
  )

  it.each([200, 204, 205, 304])('of %d leaves the connection at the next one', async (status) => {
    for (const handle of [whole(status), streamed(status)]) {
      const port = await served(handle)
      for (const method of ['GET', 'HEAD']) {
        const first = `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`
        const answers = await exchanged(port, first + get('/', CLOSE))
        expect(answers.match(/HTTP\/1\.1 /g)).toHaveLength(2)
        // A body that a status has none of would stand before the second.
        if (status !== 200 || method === 'HEAD') expect(answers).toMatch(/\r\n\r\nHTTP\/1\.1 /)
      }
    }
  })

  it('that is streamed to HTTP/1.0 ends with the connection, which was asked to stay', async () => {
    const port = await served(streamed(200))
    const answer = await exchanged(port, get('/', 'Connection: keep-alive\r\n', '1.0'))
    expect(parts(answer)).toEqual([['HTTP/1.1 200 OK', 'X: 1', 'Connection: close'], 'body'])
  })

  it('that is streamed is there piece by piece, its head at once', async () => {
    const begun = deferred<Exchange>()
    const port = await served((exchange) => {
      exchange.begin({ status: 200, lines: 'Content-Type: text/event-stream\r\n' })
      begun.resolve(exchange)
    })
    const { socket, until } = open(port)
    socket.write(get('/'))
    const exchange = await begun.promise
    await until('\r\n\r\n')
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      void exchange.write(Buffer.from(event))
      await until(event)
    }
    exchange.finish()
    await until('0\r\n\r\n')
  })
})

/** Nothing is read of what comes. */
async function deaf(port: number, text: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  opened.push({ close: () => void socket.destroy() })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

/** Until it has been something for a while, and the same. */
async function settled(count: () => number): Promise<void> {
  for (let same = 0, before = 0; same < 50;) {
    await turn()
    const now = count()
    same = now === before && now > 0 ? same + 1 : 0
    before = now
  }
}

describe('a client that does not read', () => {
  it('holds a stream up until it reads', async () => {
    let sent = 0
    const done = deferred<void>()
    const port = await served(async (exchange) => {
      exchange.begin({ status: 200, lines: '' })
      const piece = Buffer.alloc(64 * 1024)
      for (let count = 0; count < 500; count++) {
        await exchange.write(piece)
        sent += piece.length
      }
      exchange.finish()
      done.resolve()
    })
    const socket = await deaf(port, get('/', CLOSE))
    await settled(() => sent)
    expect(sent).toBeLessThan(16_000_000)
    let read = 0
    socket.on('data', (bytes) => (read += bytes.length))
    await done.promise
    await once(socket, 'end')
    expect(read).toBeGreaterThan(500 * 64 * 1024)
  })

  it('is asked for no further requests, and gets every answer once it reads', async () => {
    let asked = 0
    const body = Buffer.alloc(1_000_000)
    const port = await served((exchange) => {
      asked++
      exchange.respond({ status: 200, lines: '', body })
    })
    const socket = await deaf(port, get('/').repeat(49) + get('/', CLOSE))
    await settled(() => asked)
    expect(asked).toBeLessThan(20)
    let read = 0
    socket.on('data', (bytes) => (read += bytes.length))
    await once(socket, 'end')
    expect(asked).toBe(50)
    expect(read).toBeGreaterThan(50 * body.length)
  })
})

describe('a client that goes away', () => {
  it.each(['destroy', 'resetAndDestroy'] as const)(
    'while it is answered, by %s: nothing waits for it',
    async (leave) => {
      const gone = deferred<boolean>()
      const port = await served(async (exchange) => {
        exchange.begin({ status: 200, lines: '' })
        const piece = Buffer.alloc(64 * 1024)
        while (!exchange.isGone) await exchange.write(piece)
        await exchange.write(piece)
        exchange.finish()
        gone.resolve(exchange.isAnswered)
      })
      const { socket, until } = open(port)
      socket.write(get('/'))
      await until('HTTP/1.1 200')
      socket[leave]()
      expect(await gone.promise).toBe(true)
      expect(await exchanged(port, 'no HTTP\r\n\r\n')).toContain('400 Bad Request')
    },
  )

  it('in the middle of its body is known to have', async () => {
    const body = deferred<unknown>()
    const port = await served((exchange) => void exchange.readBody(100).then(body.resolve))
    const { socket } = open(port)
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf')
    await once(socket, 'ready')
    socket.destroy()
    expect(await body.promise).toBe('truncated')
  })

  it('which ends its side alone gets no answer any more, as from node:http', async () => {
    const waiting = deferred<Exchange>()
    const port = await served((exchange) => waiting.resolve(exchange))
    const { socket, received } = open(port)
    socket.end(get('/'))
    const exchange = await waiting.promise
    await once(socket, 'end')
    exchange.respond({ status: 200, lines: '', body: 'late' })
    expect([received(), exchange.isGone]).toEqual(['', true])
  })
})

describe('a connection', () => {
  const patience = { headMs: 20, idleMs: 10, lingerMs: 10 }

  it('says how long it stays', async () => {
    const port = await served(whole(200), {
      patience: { ...patience, idleMs: 65_000 },
    })
    const { socket, until } = open(port)
    socket.write(get('/'))
    expect(await until('body')).toContain('Connection: keep-alive\r\nKeep-Alive: timeout=65\r\n')
  })

  it.each([
    ['sends nothing is ended', '', ''],
    ['sends half of a head is told, and ended', 'GET / HTTP/1.1\r\nHo', '400 Bad Request'],
    ['sends no second request is ended', get('/'), '200 OK'],
    ['sends half of a second head is told, and ended', `${get('/')}GET`, '400 Bad Request'],
  ])('whose client %s', async (_, text, told) => {
    const port = await served(whole(200), { patience })
    const answers = await exchanged(port, text)
    expect(answers).toContain(told)
    if (told === '') expect(answers).toBe('')
  })

  it('whose request is not answered yet stays, and one whose body is slow', async () => {
    const waiting = deferred<Exchange>()
    const port = await served((exchange) => waiting.resolve(exchange), { patience })
    const { socket, until } = open(port)
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na')
    const exchange = await waiting.promise
    // Another one is ended meanwhile.
    await exchanged(port, '')
    socket.write('b')
    exchange.respond({ status: 200, lines: '', body: 'fine' })
    expect(await until('fine')).toContain('200 OK')
  })

  it('that is over ends although its client keeps its side open', async () => {
    const port = await served(whole(200), { patience })
    const { socket } = open(port)
    socket.write(get('/', CLOSE))
    await once(socket, 'end')
    // The system refuses what is sent to a connection that nobody holds any more.
    const refused = new Promise((resolve) => socket.once('error', resolve))
    const sending = setInterval(() => socket.write('more'), 10)
    await refused
    clearInterval(sending)
  })

  it('that asks for an upgrade is answered without one', async () => {
    const port = await served(whole(200))
    const lines = 'Upgrade: websocket\r\nConnection: Upgrade\r\n'
    const { socket, until } = open(port)
    socket.write(get('/', lines))
    await until('body')
    socket.write(get('/', CLOSE))
    await once(socket, 'end')
  })
})
