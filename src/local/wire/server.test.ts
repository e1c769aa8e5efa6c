import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { deferred } from '../../core/deferred.ts'
import type { Exchange } from './exchange.ts'
import { WireServer } from './server.ts'

type Handle = (exchange: Exchange) => void

/** Answers with what it was asked for, and what it got. */
const echo: Handle = async (exchange) => {
  const body = await exchange.readBody(1000)
  const text = typeof body === 'string' ? body : body.toString()
  exchange.answer({ status: 200, body: `${exchange.method} ${exchange.target} ${text}` })
}

async function served(handle: Handle): Promise<AsyncDisposable & { port: number }> {
  const server = new WireServer(
    {
      handle,
      refusal: (reason) => {
        const { status, message } =
          reason === 'truncated' ? { status: 400, message: 'truncated' } : reason
        return { status, lines: '', body: JSON.stringify(message) }
      },
    },
    { mostHeadBytes: 128 * 1024 },
  )
  const port = await server.listen(0, '127.0.0.1')
  return { port, [Symbol.asyncDispose]: () => server.close() }
}

/** A connection with everything that came back on it. */
function open(port: number): {
  socket: Socket
  received(): string
  until(text: string): Promise<void>
} {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let all = ''
  socket.setEncoding('latin1').on('data', (text: string) => (all += text))
  socket.on('error', () => {})
  const until = async (text: string) => {
    while (!all.includes(text)) await once(socket, 'data')
  }
  return { socket, received: () => all, until }
}

/** Sends bytes, ends the connection on this side and gives back what came. */
async function exchanged(port: number, text: string): Promise<string> {
  const { socket, received } = open(port)
  socket.write(text, 'latin1')
  await once(socket, 'end')
  socket.end()
  return received()
}

const bodiesOf = (answers: string) =>
  [...answers.matchAll(/\r\n\r\n(.*?)(?=HTTP\/1\.1|$)/gs)].map((one) => one[1])
const CLOSE = 'Connection: close\r\n'
const START = 'HTTP/1.1\r\nHost: a\r\n'

describe('a connection', () => {
  it('is kept, and each request answered', async () => {
    await using server = await served(echo)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number>()
    for (const body of ['', 'ä', 'x'.repeat(1000), 'x'.repeat(1001)]) {
      const call = httpRequest({
        port: server.port,
        host: '127.0.0.1',
        agent,
        method: 'POST',
        path: '/a',
      })
      call.end(body)
      const [response] = (await once(call, 'response')) as [IncomingMessage]
      ports.add(call.socket!.localPort!)
      const text = Buffer.concat(await response.toArray()).toString()
      expect(text).toBe(`POST /a ${body.length > 1000 ? 'too-large' : body}`)
      expect(response.headers).toMatchObject({
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
        date: expect.stringMatching(/GMT$/),
      })
    }
    expect(ports.size).toBe(1)
    agent.destroy()
  })

  it('takes requests at once, and answers one after the other', async () => {
    const waiting: Exchange[] = []
    await using server = await served((exchange) => waiting.push(exchange))
    const { socket, until, received } = open(server.port)
    socket.write(
      `GET /1 ${START}\r\nPOST /2 ${START}Content-Length: 1\r\n\r\nxGET /3 ${START}${CLOSE}\r\nrest`,
    )
    for (const target of ['/1', '/2', '/3']) {
      while (waiting.length === 0) await new Promise(setImmediate)
      expect(waiting.map((one) => one.target)).toEqual([target])
      waiting.pop()!.answer({ status: 200, body: target })
      await until(`\r\n\r\n${target}`)
    }
    await once(socket, 'end')
    socket.end()
    expect(bodiesOf(received())).toEqual(['/1', '/2', '/3'])
  })

  it('of HTTP/1.0 ends with its answer', async () => {
    await using server = await served(echo)
    const answer = await exchanged(server.port, 'GET /old HTTP/1.0\r\n\r\n')
    expect(answer).toMatch(/Connection: close\r\n\r\nGET \/old $/)
  })

  it('of HTTP/1.0 stays where that is asked for', async () => {
    await using server = await served(echo)
    const keep = 'GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n'
    const answers = await exchanged(server.port, `${keep}GET /2 HTTP/1.0\r\n\r\n`)
    expect(answers).toContain('Connection: keep-alive')
    expect(bodiesOf(answers)).toEqual(['GET /1 ', 'GET /2 '])
  })

  it('asked for HEAD gets a head alone', async () => {
    await using server = await served(echo)
    const answers = await exchanged(server.port, `HEAD /a ${START}\r\nGET /b ${START}${CLOSE}\r\n`)
    expect(bodiesOf(answers)).toEqual(['', 'GET /b '])
    expect(answers).toContain(`Content-Length: ${'HEAD /a '.length}`)
  })

  it('is told to continue before it sends a body', async () => {
    await using server = await served(echo)
    const { socket, until, received } = open(server.port)
    socket.write(`PUT /a ${START}${CLOSE}Expect: 100-Continue\r\nContent-Length: 2\r\n\r\n`)
    await until('HTTP/1.1 100 Continue\r\n\r\n')
    socket.end('ok')
    await once(socket, 'end')
    expect(received()).toMatch(/PUT \/a ok$/)
  })

  it('may be answered before its body has come, which is read all the same', async () => {
    await using server = await served((exchange) => exchange.answer({ status: 403, body: '"no"' }))
    const { socket, until, received } = open(server.port)
    socket.write(`POST /a ${START}Content-Length: 3000000\r\n\r\n`)
    await until('"no"')
    socket.write(Buffer.alloc(3_000_000))
    socket.write(`POST /b ${START}${CLOSE}Content-Length: 1\r\n\r\nx`)
    await once(socket, 'end')
    socket.end()
    expect(bodiesOf(received())).toEqual(['"no"', '"no"'])
  })

  it('has large answers whole', async () => {
    const body = Buffer.alloc(6_000_000, 'ü')
    await using server = await served((exchange) => exchange.answer({ status: 200, body }))
    const answer = await exchanged(server.port, `GET / ${START}${CLOSE}\r\n`)
    expect(Buffer.from(bodiesOf(answer)[0]!, 'latin1').equals(body)).toBe(true)
  })
})

describe('a request', () => {
  it('that is none is answered, and its connection ends', async () => {
    await using server = await served(echo)
    const answers = await exchanged(
      server.port,
      `GET / ${START}\r\nno HTTP\r\n\r\nGET / ${START}\r\n`,
    )
    expect(answers).toMatch(
      /^HTTP\/1\.1 200 .*HTTP\/1\.1 400 Bad Request\r\n.*"no request of HTTP\/1.1"$/s,
    )
  })

  it.each([
    ['ends with its connection', `POST / ${START}Content-Length: 10\r\n\r\nabc`, '"truncated"'],
    ['ends within its head', `POST / HTTP/1.1\r\nHo`, '"truncated"'],
    [
      'has a chunk that is none',
      `POST / ${START}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n`,
      '"a chunk that is longer than its size"',
    ],
  ])('that %s is refused, and its handler told', async (_, text, answer) => {
    const got: unknown[] = []
    await using server = await served(async (exchange) => {
      got.push(await exchange.readBody(1000))
      exchange.answer({ status: 200, body: 'too late' })
    })
    const { socket, received } = open(server.port)
    socket.end(text)
    await once(socket, 'end')
    expect(bodiesOf(received())).toEqual([answer])
    expect(got).toEqual(text.includes('\r\n\r\n') ? ['truncated'] : [])
  })

  it('that waits for its answer is gone with its connection', async () => {
    const waiting: Exchange[] = []
    await using server = await served((exchange) => waiting.push(exchange))
    for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const { socket } = open(server.port)
      socket.write(`GET /next ${START}\r\n`)
      while (waiting.length === 0) await new Promise(setImmediate)
      expect(waiting[0]!.isGone).toBe(false)
      socket[leave]()
      while (!waiting[0]!.isGone) await new Promise(setImmediate)
      waiting.pop()!.answer({ status: 200, body: 'nobody reads it' })
    }
  })
})

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
const CHUNKED = `POST / ${START}Transfer-Encoding: chunked\r\n\r\n`

describe('a streamed body', () => {
  it('comes piece by piece, its trailers at the end', async () => {
    const pieces: string[] = []
    const tell = deferred<void>()
    await using server = await served(async (exchange) => {
      for await (const piece of exchange.streamBody()) {
        pieces.push(String(piece))
        tell.resolve()
      }
      exchange.answer({ status: 202, body: exchange.trailer('x-error') ?? 'none' })
    })
    const { socket, until } = open(server.port)
    socket.write(CHUNKED + chunk('first'))
    await tell.promise
    expect(pieces).toEqual(['first'])
    socket.end(`${chunk('second')}0\r\nX-Error: yes\r\n\r\n`)
    await until('\r\n\r\nyes')
    expect(pieces).toEqual(['first', 'second'])
  })

  it('is taken no faster than it is read', async () => {
    const streamed = deferred<Readable>()
    await using server = await served((exchange) => {
      const stream = exchange.streamBody()
      streamed.resolve(stream)
      stream.once('end', () => exchange.answer({ status: 202, body: '' }))
    })
    const { socket, until } = open(server.port)
    const all = Buffer.alloc(30_000_000)
    socket.write(`POST / ${START}Content-Length: ${all.length}\r\n\r\n`)
    // Far more than the buffers of all who are between.
    expect(socket.write(all)).toBe(false)
    const stream = await streamed.promise
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
    expect(stream.readableLength).toBeLessThan(1_000_000)
    expect(socket.writableLength).toBeGreaterThan(0)
    let length = 0
    for await (const piece of stream) length += (piece as Buffer).length
    expect(length).toBe(all.length)
    await until('HTTP/1.1 202')
    socket.destroy()
  })

  it.each(['end', 'destroy'] as const)('fails where it is cut off by %s', async (leave) => {
    const failed = deferred<boolean>()
    await using server = await served(async (exchange) => {
      const stream = exchange.streamBody()
      await stream.toArray().catch(() => failed.resolve(exchange.isComplete))
    })
    const { socket, received } = open(server.port)
    socket.write(CHUNKED + chunk('begun'))
    await once(socket, 'ready')
    socket[leave]()
    expect(await failed.promise).toBe(false)
    if (leave === 'destroy') return
    await once(socket, 'end')
    expect(bodiesOf(received())).toEqual(['"truncated"'])
  })

  it.each(['before it comes', 'once more came than was wanted'])(
    'that is given up %s is read to its end',
    async (when) => {
      await using server = await served(async (exchange) => {
        const stream = exchange.streamBody()
        const isFull = () => stream.readableLength >= stream.readableHighWaterMark
        const isGivenUp = () => exchange.method === 'GET' || when === 'before it comes' || isFull()
        while (!isGivenUp()) await new Promise(setImmediate)
        stream.destroy()
        exchange.answer({ status: 413, body: '"enough"' })
      })
      const { socket, received } = open(server.port)
      socket.write(`${CHUNKED}${chunk('x'.repeat(1_000_000)).repeat(3)}0\r\n\r\n`)
      socket.write(`GET / ${START}${CLOSE}\r\n`)
      await once(socket, 'end')
      socket.end()
      expect(bodiesOf(received())).toEqual(['"enough"', '"enough"'])
    },
  )
})

it('a server that closes ends its connections', async () => {
  const server = await served(() => {})
  const { socket } = open(server.port)
  await once(socket, 'connect')
  socket.write(`GET /next ${START}\r\n`)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await Promise.all([server[Symbol.asyncDispose](), closed])
})
