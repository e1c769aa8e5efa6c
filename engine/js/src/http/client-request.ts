import { context } from '../context.ts'
import { abortError, coded, unavailable } from '../define.ts'
import { Buffer } from '../node/buffer.ts'
import { Writable } from '../node/stream.ts'
import { urlToHttpOptions } from '../node/url.ts'
import { URL } from '../web/url.ts'
import { Agent, type Target } from './agent.ts'
import { validateHeaderName, validateHeaderValue } from './header-rules.ts'
import { IncomingMessage } from './incoming.ts'
import { messageReader, type MessageReader } from './message.ts'

type Value = number | string | readonly string[]

export interface RequestOptions {
  protocol?: string | null
  host?: string | null
  hostname?: string | null
  port?: number | string | null
  path?: string | null
  method?: string
  headers?: Record<string, Value | undefined> | readonly string[]
  auth?: string | null
  agent?: Agent | false | undefined
  timeout?: number
  signal?: AbortSignal
  setHost?: boolean
  servername?: string
  socketPath?: string
  createConnection?: unknown
}

/** Methods whose requests have no body unless somebody writes one. */
const BODILESS = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'])

/** An outgoing request, as `node:http` has it. */
export class ClientRequest extends Writable {
  readonly method: string
  readonly path: string
  readonly host: string
  readonly protocol: string
  readonly agent: Agent
  socket: any = null
  res: IncomingMessage | undefined
  aborted = false
  reusedSocket = false
  headersSent = false
  shouldKeepAlive = true
  timeout: number | undefined
  readonly #headers: Map<string, { name: string; value: Value }> = new Map()
  readonly #target: Target
  #isChunked = false
  #reader: MessageReader | undefined
  #whenOpen: (() => void) | undefined
  #isOver = false
  /** With the stores of whoever asks: the connection may be older. */
  readonly #within = context.wrap((work: () => void) => work())

  constructor(options: RequestOptions, agents: { plain: Agent; protocol: string }) {
    super({ autoDestroy: false, decodeStrings: true })
    this.protocol = options.protocol ?? agents.protocol
    const isOther = this.protocol !== agents.protocol
    if (isOther)
      throw coded(
        new TypeError(`Protocol "${this.protocol}" not supported. Expected "${agents.protocol}"`),
        'ERR_INVALID_PROTOCOL',
      )
    if (options.socketPath) throw unavailable('the option "socketPath" of http.request')
    if (options.createConnection) throw unavailable('the option "createConnection" of http.request')
    this.method = (options.method ?? 'GET').toUpperCase()
    this.path = options.path || '/'
    if (/[^\x21-\xff]/.test(this.path))
      throw coded(
        new TypeError('Request path contains unescaped characters'),
        'ERR_UNESCAPED_CHARACTERS',
      )
    this.host = options.hostname ?? options.host ?? 'localhost'
    this.agent =
      options.agent === false
        ? new (agents.plain.constructor as typeof Agent)()
        : (options.agent ?? agents.plain)
    if (typeof this.agent.take !== 'function') throw unavailable('an agent of one’s own making')
    const port = Number(options.port || this.agent.options.port || this.agent.defaultPort)
    this.#target = {
      ...options,
      host: this.host.replace(/^\[|\]$/g, ''),
      port,
    } as unknown as Target
    delete (this.#target as { path?: string }).path
    this.#setHeaders(options, port)
    // Whoever expects an answer to the head sends the body after it.
    if (this.hasHeader('expect')) this.flushHeaders()
    options.signal?.addEventListener('abort', () => this.destroy(abortError(options.signal!)), {
      once: true,
    })
    if (options.signal?.aborted) process.nextTick(() => this.destroy(abortError(options.signal!)))
    if (options.timeout) this.setTimeout(options.timeout)
    process.nextTick(() => this.#connect())
  }

  #setHeaders({ headers, auth, setHost }: RequestOptions, port: number): void {
    if (Array.isArray(headers))
      for (let at = 0; at < headers.length; at += 2) this.setHeader(headers[at]!, headers[at + 1]!)
    else
      for (const [name, value] of Object.entries(headers ?? {}))
        if (value !== undefined) this.setHeader(name, value as Value)
    const isUsual = port === this.agent.defaultPort
    if (setHost !== false && !this.hasHeader('host'))
      this.setHeader(
        'Host',
        `${this.host.includes(':') && !this.host.startsWith('[') ? `[${this.host}]` : this.host}${isUsual ? '' : `:${port}`}`,
      )
    if (auth && !this.hasHeader('authorization'))
      this.setHeader('Authorization', `Basic ${Buffer.from(auth).toString('base64')}`)
  }

  #connect(): void {
    if (this.destroyed) return
    const taken = (socket: any, isNew: boolean) => {
      if (this.destroyed)
        return void (isNew ? socket.destroy() : this.agent.giveBack(this.#target, socket))
      this.socket = socket
      this.reusedSocket = !isNew
      this.#listen(socket)
      if (this.timeout !== undefined) this.#time(this.timeout)
      this.emit('socket', socket)
      const go = this.#whenOpen
      this.#whenOpen = undefined
      go?.()
    }
    this.agent.take(this.#target, (socket, isNew) => this.#within(() => taken(socket, isNew)))
  }

  #listen(socket: any): void {
    let response: IncomingMessage | undefined
    const leave = () => {
      socket.off('data', data)
      socket.off('end', end)
      socket.off('error', fail)
      socket.off('close', end)
    }
    const fail = (error: Error) => this.#within(() => broken(error))
    const data = (bytes: Uint8Array) => this.#within(() => received(bytes))
    const end = () => this.#within(ended)
    const broken = (error: Error) => {
      leave()
      if (response && !response.complete) {
        response.aborted = true
        response.emit('aborted')
        response.destroy(coded(new Error('aborted'), 'ECONNRESET'))
        return
      }
      this.destroy(error)
    }
    const received = (bytes: Uint8Array) => {
      try {
        this.#reader!.push(bytes)
      } catch (error) {
        socket.destroy()
        fail(error as Error)
      }
    }
    const ended = () => {
      try {
        this.#reader!.close()
        leave()
        socket.destroy()
      } catch {
        fail(coded(new Error('socket hang up'), 'ECONNRESET'))
      }
    }
    this.#reader = messageReader(this.method === 'HEAD', {
      informed: (head) => {
        if (head.status === 100) this.emit('continue')
        else this.emit('information', { statusCode: head.status, statusMessage: head.reason })
      },
      head: (head) => {
        if (head.status === 101) return fail(unavailable('an upgrade of HTTP'))
        response = this.res = new IncomingMessage(socket, () => socket.resume()).take(head)
        response.req = this
        if (!this.emit('response', response)) response.resume()
      },
      data: (bytes) => {
        if (!response!.push(Buffer.from(bytes.slice().buffer))) socket.pause()
      },
      end: (reusable) => {
        leave()
        this.#isOver = true
        response!.complete = true
        response!.push(null)
        socket.resume()
        const isDone = reusable && this.shouldKeepAlive && this.writableFinished
        if (isDone) this.agent.giveBack(this.#target, socket)
        else socket.destroy()
        process.nextTick(() => this.#close())
      },
    })
    socket.on('data', data)
    socket.on('end', end)
    socket.on('error', fail)
    socket.on('close', end)
  }

  #close(): void {
    if (this.destroyed) return
    super.destroy()
  }

  // --- headers

  setHeader(name: string, value: Value): this {
    if (this.headersSent)
      throw coded(
        new Error('Cannot set headers after they are sent to the client'),
        'ERR_HTTP_HEADERS_SENT',
      )
    validateHeaderName(name)
    validateHeaderValue(name, value)
    this.#headers.set(name.toLowerCase(), { name, value })
    return this
  }

  getHeader(name: string): Value | undefined {
    return this.#headers.get(name.toLowerCase())?.value
  }

  hasHeader(name: string): boolean {
    return this.#headers.has(name.toLowerCase())
  }

  removeHeader(name: string): void {
    this.#headers.delete(name.toLowerCase())
  }

  getHeaders(): Record<string, Value> {
    return Object.fromEntries([...this.#headers].map(([name, { value }]) => [name, value]))
  }

  getHeaderNames(): string[] {
    return [...this.#headers.keys()]
  }

  getRawHeaderNames(): string[] {
    return [...this.#headers.values()].map(({ name }) => name)
  }

  flushHeaders(): void {
    if (!this.headersSent && !this.#hasLength() && !BODILESS.has(this.method))
      this.setHeader('Transfer-Encoding', 'chunked')
    this.#whenConnected(() => this.#sendHead())
  }

  #sendHead(): void {
    if (this.headersSent || !this.socket) return
    this.headersSent = true
    this.#isChunked = /chunked/i.test(String(this.getHeader('transfer-encoding') ?? ''))
    if (!this.hasHeader('connection'))
      this.#headers.set('connection', {
        name: 'Connection',
        value: this.agent.keepAlive ? 'keep-alive' : 'close',
      })
    this.shouldKeepAlive = !/close/i.test(String(this.getHeader('connection')))
    const lines = [...this.#headers.values()].flatMap(({ name, value }) =>
      Array.isArray(value) && name.toLowerCase() !== 'cookie'
        ? value.map((one) => `${name}: ${one}`)
        : [`${name}: ${Array.isArray(value) ? value.join('; ') : value}`],
    )
    this.socket.write(
      Buffer.from(
        `${[`${this.method} ${this.path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`,
        'latin1',
      ),
    )
  }

  // --- the body

  #hasLength(): boolean {
    return this.hasHeader('content-length') || this.hasHeader('transfer-encoding')
  }

  end(chunk?: any, encoding?: any, done?: any): this {
    const data = typeof chunk === 'function' ? undefined : chunk
    if (!this.headersSent && !this.#hasLength() && this.writableLength === 0) {
      const length =
        data === undefined || data === null
          ? 0
          : Buffer.byteLength(data, typeof encoding === 'string' ? encoding : undefined)
      if (length > 0 || !BODILESS.has(this.method)) this.setHeader('Content-Length', length)
    }
    super.end(chunk, encoding, done)
    return this
  }

  _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    if (!this.headersSent && !this.#hasLength()) this.setHeader('Transfer-Encoding', 'chunked')
    this.#whenConnected(() => {
      this.#sendHead()
      if (this.#isChunked) this.socket.write(`${chunk.length.toString(16)}\r\n`)
      const took = this.socket.write(chunk)
      if (this.#isChunked) this.socket.write('\r\n')
      if (took) done()
      else this.socket.once('drain', done)
    })
  }

  _final(done: (error?: Error | null) => void): void {
    this.#whenConnected(() => {
      this.#sendHead()
      if (this.#isChunked) this.socket.write('0\r\n\r\n')
      done()
    })
  }

  #whenConnected(work: () => void): void {
    if (this.socket) return work()
    const before = this.#whenOpen
    this.#whenOpen = () => {
      before?.()
      work()
    }
  }

  _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const isEarly = !this.#isOver
    if (isEarly) this.socket?.destroy()
    if (isEarly && this.res && !this.res.complete)
      this.res.destroy(error ?? coded(new Error('aborted'), 'ECONNRESET'))
    done(error ?? (isEarly && !this.res ? coded(new Error('socket hang up'), 'ECONNRESET') : null))
  }

  /** @internal The answer was given up, or cut: that is told by the answer. */
  leave(): void {
    this.#isOver = true
    this.socket?.destroy()
    super.destroy()
  }

  abort(): void {
    this.aborted = true
    process.nextTick(() => this.emit('abort'))
    this.destroy()
  }

  #time(milliseconds: number): void {
    this.socket.setTimeout(milliseconds)
    this.socket.once('timeout', () => this.emit('timeout'))
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    this.timeout = milliseconds
    if (listener) this.once('timeout', listener)
    if (this.socket) this.#time(milliseconds)
    return this
  }

  setNoDelay(): this {
    return this
  }

  setSocketKeepAlive(): this {
    return this
  }

  get connection(): unknown {
    return this.socket
  }
}

type Listener = (response: IncomingMessage) => void

/** The forms in which `request` takes its arguments. */
function requestArguments(args: unknown[]): {
  options: RequestOptions
  listener: Listener | undefined
} {
  const last = args.at(-1)
  const listener = typeof last === 'function' ? (last as Listener) : undefined
  const [first, second] = args
  if (typeof first !== 'string' && !(first instanceof URL))
    return { options: { ...(first as RequestOptions) }, listener }
  const url = typeof first === 'string' ? new URL(first) : first
  const more = typeof second === 'object' && second !== null ? (second as RequestOptions) : {}
  return { options: { ...(urlToHttpOptions(url) as RequestOptions), ...more }, listener }
}

/** `request` and `get` of `node:http` and of `node:https`. */
export function requestsBy(plain: Agent) {
  function request(...args: unknown[]): ClientRequest {
    const { options, listener } = requestArguments(args)
    const made = new ClientRequest(options, { plain, protocol: plain.protocol })
    if (listener) made.once('response', listener)
    return made
  }

  function get(...args: unknown[]): ClientRequest {
    const made = request(...args)
    made.end()
    return made
  }

  return { request, get }
}
