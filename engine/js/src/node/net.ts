import { abortError, absent, coded, unavailable } from '../define.ts'
import { connectArguments, type ConnectOptions } from '../http/connect-arguments.ts'
import { openSocket, type RawSocket } from '../http/socket.ts'
import { loop, type TlsOptions } from '../native.ts'
import { Buffer } from './buffer.ts'
import { Duplex } from './stream.ts'

type Done = (error?: Error | null) => void

/** A TCP connection as Node.js has it. */
export class Socket extends Duplex {
  connecting = false
  pending = true
  bytesRead = 0
  bytesWritten = 0
  timeout = 0
  remoteAddress: string | undefined
  remotePort: number | undefined
  remoteFamily: string | undefined
  localAddress: string | undefined
  localPort: number | undefined
  protected raw: RawSocket | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #drained: Done | undefined
  #opened: Done | undefined

  constructor(options: ConnectOptions = {}) {
    super({ allowHalfOpen: options.allowHalfOpen ?? false, autoDestroy: true, emitClose: true })
  }

  connect(...args: unknown[]): this {
    const { options, done } = connectArguments(args)
    if (options.path !== undefined) throw unavailable('net.connect with a path')
    if (done) this.once('connect', done)
    this.dial(options.host ?? 'localhost', Number(options.port), undefined)
    if (options.timeout) this.setTimeout(options.timeout)
    const { signal } = options
    signal?.addEventListener('abort', () => this.destroy(abortError(signal)))
    return this
  }

  protected dial(host: string, port: number, tls: TlsOptions | undefined): void {
    if (!(port >= 0 && port < 65_536))
      throw coded(
        new RangeError(`Port should be >= 0 and < 65536. Received ${port}.`),
        'ERR_SOCKET_BAD_PORT',
      )
    this.connecting = true
    this.raw = openSocket(host, port, tls, {
      connect: (protocol) => this.established(protocol),
      data: (bytes) => this.#receive(bytes),
      drain: () => this.#take('drained'),
      end: () => this.push(null),
      error: (error) => {
        this.raw = undefined
        this.destroy(error)
      },
    })
  }

  protected established(_protocol?: string): void {
    this.connecting = this.pending = false
    this.#name()
    this.emit('connect')
    this.emit('ready')
    this.#take('opened')
  }

  #name(): void {
    const remote = loop.address(this.raw!.id, true)
    const local = loop.address(this.raw!.id, false)
    if (remote) {
      this.remoteAddress = remote[0]
      this.remotePort = Number(remote[1])
      this.remoteFamily = remote[0].includes(':') ? 'IPv6' : 'IPv4'
    }
    if (local) {
      this.localAddress = local[0]
      this.localPort = Number(local[1])
    }
  }

  #take(which: 'drained' | 'opened'): void {
    const done = which === 'drained' ? this.#drained : this.#opened
    if (which === 'drained') this.#drained = undefined
    else this.#opened = undefined
    done?.()
  }

  #receive(bytes: Uint8Array): void {
    this.bytesRead += bytes.length
    this.#active()
    if (!this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
      this.raw?.pause(true)
  }

  _read(): void {
    this.raw?.pause(false)
  }

  _write(chunk: Uint8Array, _encoding: string, done: Done): void {
    if (this.connecting) {
      this.#opened = () => this._write(chunk, _encoding, done)
      return
    }
    if (!this.raw)
      return done(coded(new Error('This socket has been ended by the other party'), 'EPIPE'))
    this.bytesWritten += chunk.length
    this.#active()
    if (this.raw.write(chunk)) done()
    else this.#drained = done
  }

  _final(done: Done): void {
    if (this.connecting) {
      this.#opened = () => this._final(done)
      return
    }
    this.raw?.end()
    done()
  }

  _destroy(error: Error | null, done: Done): void {
    clearTimeout(this.#timer)
    this.connecting = false
    this.raw?.destroy()
    this.raw = undefined
    const waiting = this.#drained
    this.#drained = undefined
    waiting?.(error)
    done(error)
  }

  #active(): void {
    if (this.timeout > 0) this.setTimeout(this.timeout)
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    clearTimeout(this.#timer)
    this.timeout = milliseconds
    if (listener) this.once('timeout', listener)
    if (milliseconds > 0) this.#timer = setTimeout(() => this.emit('timeout'), milliseconds).unref()
    return this
  }

  /** Always without delay. */
  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    this.raw?.keep(true)
    return this
  }

  unref(): this {
    this.raw?.keep(false)
    return this
  }

  destroySoon(): void {
    this.end()
    this.once('finish', () => this.destroy())
  }

  resetAndDestroy(): this {
    return this.destroy()
  }

  address(): { address?: string; port?: number; family?: string } {
    const { localAddress: address, localPort: port } = this
    return address === undefined
      ? {}
      : { address, port: port!, family: address.includes(':') ? 'IPv6' : 'IPv4' }
  }

  get readyState(): string {
    if (this.connecting) return 'opening'
    return this.raw ? 'open' : 'closed'
  }
}

export const connect = (...args: unknown[]) =>
  new Socket((typeof args[0] === 'object' ? args[0] : {}) as ConnectOptions).connect(...args)
export const createConnection = connect
export const Stream = Socket

export function isIP(text: unknown): 0 | 4 | 6 {
  if (isIPv4(text)) return 4
  return isIPv6(text) ? 6 : 0
}

export function isIPv4(text: unknown): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(String(text))
}

export function isIPv6(text: unknown): boolean {
  const address = String(text).replace(/%[\w.-]+$/, '')
  return /^[\da-f:.]*:[\da-f:.]*$/i.test(address) && URL.canParse(`http://[${address}]`)
}

/** A function serves by its handler; a server that listens has no way to be reached. */
export const Server = absent('net.Server')
export const createServer = absent('net.createServer')
