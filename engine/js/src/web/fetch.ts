import { field, messageReader } from '../http/message.ts'
import { giveBack, takeConnection, type Connection } from '../http/pool.ts'
import { native, type ParsedHead } from '../native.ts'
import { inflater, unbrotli, type Codec } from '../zlib/codec.ts'
import { type AbortSignal } from './events.ts'
import { Headers } from './headers.ts'
import { Request, type RequestInit } from './request.ts'
import { Response } from './response.ts'
import { ReadableStream } from './streams.ts'
import { URL } from './url.ts'

export { Request, Response }

const text = native.part('text')

const MOST_REDIRECTS = 20
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** A body as it is sent: nothing, bytes, or a stream whose length nobody knows. */
type Payload = Uint8Array | ReadableStream<Uint8Array> | null

interface Exchange {
  url: URL
  method: string
  headers: Headers
  payload: Payload
  signal: AbortSignal
}

export async function fetch(input: Request | URL | string, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  request.signal.throwIfAborted()
  const given = request.handOver()
  const payload = typeof given === 'function' ? await given() : given
  const first: Exchange = {
    url: new URL(request.url),
    method: request.method,
    headers: new Headers(request.headers),
    payload,
    signal: request.signal,
  }
  return follow(first, request.redirect)
}

async function follow(first: Exchange, redirect: string): Promise<Response> {
  let exchange = first
  for (let count = 0; ; count++) {
    const { head, body } = await perform(exchange)
    const location = REDIRECTS.has(head.status) ? field(head, 'location') : undefined
    if (location === undefined || redirect === 'manual')
      return received(head, body, exchange, count > 0)
    await body.cancel()
    if (redirect === 'error') throw failed(new Error('unexpected redirect'))
    if (count === MOST_REDIRECTS) throw failed(new Error('redirect count exceeded'))
    exchange = redirected(exchange, head.status, location)
  }
}

function redirected(from: Exchange, status: number, location: string): Exchange {
  const url = URL.parse(location, from.url.href)
  if (!url || !/^https?:$/.test(url.protocol))
    throw failed(new Error('URL scheme must be a HTTP(S) scheme'))
  const headers = new Headers(from.headers)
  const becomesGet =
    (status === 303 && from.method !== 'HEAD') ||
    ((status === 301 || status === 302) && from.method === 'POST')
  if (becomesGet)
    for (const name of [
      'content-type',
      'content-length',
      'content-encoding',
      'content-language',
      'content-location',
    ])
      headers.delete(name)
  if (!becomesGet && from.payload instanceof ReadableStream)
    throw failed(new Error('a streamed body cannot be sent twice'))
  if (url.origin !== from.url.origin)
    for (const name of ['authorization', 'proxy-authorization', 'cookie', 'host'])
      headers.delete(name)
  return { ...from, url, headers, ...(becomesGet && { method: 'GET', payload: null }) }
}

function received(
  head: ParsedHead,
  body: ReadableStream<Uint8Array>,
  { url }: Exchange,
  wasRedirected: boolean,
): Response {
  const headers = new Headers()
  for (let at = 0; at < head.fields.length; at += 2)
    headers.append(head.fields[at]!, head.fields[at + 1]!)
  return Response.received(body, head.status, head.reason, headers, url.href, wasRedirected)
}

interface Answer {
  head: ParsedHead
  body: ReadableStream<Uint8Array>
}

/** Sends once more where a kept connection turned out to be gone, and nothing had come. */
async function perform(exchange: Exchange): Promise<Answer> {
  if (exchange.url.protocol === 'data:') return dataUrl(exchange.url)
  if (!/^https?:$/.test(exchange.url.protocol)) throw failed(new Error('unknown scheme'))
  for (;;) {
    const { connection, isNew } = takeConnection(exchange.url)
    try {
      return await send(exchange, connection)
    } catch (error) {
      if (exchange.signal.aborted) throw exchange.signal.reason
      if (isNew || exchange.payload instanceof ReadableStream) throw failed(error)
    }
  }
}

function send(exchange: Exchange, connection: Connection): Promise<Answer> {
  const { url, method, payload, signal } = exchange
  return new Promise((resolve, reject) => {
    let controller: ReadableByteStreamController | undefined
    let decode: ReturnType<typeof decoderOf>
    let drained: (() => void) | undefined
    let over = false

    const fail = (error: unknown) => {
      if (over) return
      over = true
      signal.removeEventListener('abort', abort)
      connection.socket.destroy()
      drained?.()
      reject(error)
      controller?.error(error === signal.reason ? error : terminated(error))
    }
    const abort = () => fail(signal.reason)
    const guard = (work: () => void) => {
      try {
        work()
      } catch (error) {
        fail(error)
      }
    }
    const deliver = (bytes: Uint8Array) => {
      if (bytes.length === 0) return
      controller!.enqueue(bytes.slice() as Uint8Array<ArrayBuffer>)
      if ((controller!.desiredSize ?? 0) <= 0) connection.socket.pause(true)
    }
    const reader = messageReader(method === 'HEAD', {
      head(head) {
        decode = decoderOf(head)
        const body = new ReadableStream<Uint8Array>(
          {
            type: 'bytes',
            start(given: unknown) {
              controller = given as unknown as ReadableByteStreamController
            },
            pull: () => connection.socket.pause(false),
            cancel() {
              // All has come, and the connection may be somebody else's.
              if (over) return
              over = true
              connection.socket.destroy()
            },
          } as never,
          { highWaterMark: 64 * 1024 },
        )
        resolve({ head, body })
      },
      data: (bytes) => deliver(decode ? decode(bytes) : bytes),
      end(reusable) {
        over = true
        signal.removeEventListener('abort', abort)
        connection.socket.pause(false)
        if (reusable) giveBack(url, connection)
        else connection.socket.destroy()
        controller!.close()
        controller!.byobRequest?.respond(0)
      },
    })
    connection.events = {
      data: (bytes) => guard(() => reader.push(bytes)),
      drain: () => drained?.(),
      end: () => guard(() => reader.close()),
      error: fail,
    }
    signal.addEventListener('abort', abort)
    const head = headOf(exchange)
    if (!(payload instanceof ReadableStream)) {
      connection.socket.write(text.encodeLatin1(head), payload ?? undefined)
      return
    }
    connection.socket.write(text.encodeLatin1(head))
    upload(
      payload,
      connection,
      () => over,
      () => new Promise((again) => (drained = again)),
    ).catch(fail)
  })
}

async function upload(
  stream: ReadableStream<Uint8Array>,
  { socket }: Connection,
  isOver: () => boolean,
  drained: () => Promise<void>,
): Promise<void> {
  for await (const part of stream) {
    if (isOver()) return
    if (!(part instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk')
    if (part.length === 0) continue
    const head = text.encodeLatin1(`${part.length.toString(16)}\r\n`)
    socket.write(head, part)
    if (!socket.write('\r\n') && !isOver()) await drained()
  }
  if (!isOver()) socket.write('0\r\n\r\n')
}

function headOf({ url, method, headers, payload }: Exchange): string {
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`]
  const add = (name: string, value: string) => {
    if (!headers.has(name)) lines.push(`${name}: ${value}`)
  }
  add('host', url.host)
  add('connection', 'keep-alive')
  for (const [name, value] of headers) {
    if (name !== 'content-length' && name !== 'transfer-encoding' && name !== 'expect')
      lines.push(`${name}: ${value}`)
  }
  add('accept', '*/*')
  add('accept-language', '*')
  add('sec-fetch-mode', 'cors')
  add('user-agent', 'oche')
  add('accept-encoding', url.protocol === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate')
  if (payload instanceof ReadableStream) lines.push('transfer-encoding: chunked')
  else if (payload) lines.push(`content-length: ${payload.length}`)
  else if (method === 'POST' || method === 'PUT' || method === 'PATCH')
    lines.push('content-length: 0')
  return `${lines.join('\r\n')}\r\n\r\n`
}

const DECODERS: Record<string, () => Pick<Codec, 'push'>> = {
  gzip: () => inflater('gzip'),
  'x-gzip': () => inflater('gzip'),
  deflate: eitherDeflate,
  br: unbrotli,
}

/** Some servers leave the wrapping out. */
function eitherDeflate(): Pick<Codec, 'push'> {
  let codec: Codec | undefined
  return {
    push(data, flush) {
      if (!codec && data.length > 0) codec = inflater((data[0]! & 15) === 8 ? 'zlib' : 'raw')
      return codec ? codec.push(data, flush) : data
    },
  }
}

/**
 * Undefined where nothing is packed, or in a way that is not known: then it comes as it is. What is cut
 * short is no error, as on Node.js: some servers leave the end out.
 */
function decoderOf(head: ParsedHead): ((bytes: Uint8Array) => Uint8Array) | undefined {
  const names = (field(head, 'content-encoding') ?? '').toLowerCase().split(',')
  const makers = names.map((name) => DECODERS[name.trim()])
  if (makers.includes(undefined)) return undefined
  const codecs = makers.toReversed().map((make) => make!())
  return (bytes) => codecs.reduce((data, codec) => codec.push(data, 0), bytes)
}

function dataUrl(url: URL): Answer {
  const found = /^data:([^,]*?)(;base64)?,(.*)$/s.exec(url.href.replace(/#.*$/, ''))
  if (!found) throw failed(new Error('invalid data: URL'))
  const raw = decodeURIComponent(found[3]!)
  const bytes = found[2] ? text.fromBase64(raw) : text.encodeUtf8(raw)
  const fields = ['content-type', found[1] || 'text/plain;charset=US-ASCII']
  const head = { status: 200, reason: 'OK', minor: 1, length: 0, fields }
  return { head, body: ReadableStream.from([bytes]) as ReadableStream<Uint8Array> }
}

function failed(cause: unknown): Error {
  return new TypeError('fetch failed', { cause })
}

function terminated(cause: unknown): Error {
  return new TypeError('terminated', { cause })
}
