import type { Socket } from 'node:net'
import { bufferOf } from '../../contract/http/body.ts'
import { answerHead } from './answer-head.ts'
import { Exchange, type Peer, type Wire } from './exchange.ts'
import type { RequestHead } from './head.ts'
import type { HeaderLines } from './header-lines.ts'
import { MalformedRequest } from './malformed.ts'
import { open } from './open.ts'
import { RequestReader, type RequestSink } from './request-reader.ts'

/** What of later requests is taken in before their turn, in bytes. */
const MOST_EARLY = 64 * 1024
/** Up to here head and body are sent as one text, which needs no buffer of its own. */
const SMALL = 8 * 1024
/** A connection stays this much longer than is said, so that no request meets its end, in milliseconds. */
const GRACE_MS = 1000

export interface ConnectionHooks {
  handle(exchange: Exchange): void
  /** What is said of a request that is no HTTP, or that did not come whole. */
  refusal(reason: MalformedRequest | 'truncated'): Refusal
}

interface Refusal {
  status: number
  /** Header lines, each with its end. */
  lines: string
  body: string
}

export interface ConnectionSettings {
  /** Bytes of a request's head, and of its trailers. */
  mostHeadBytes: number
  /** Others are no HTTP. @default any */
  methods?: ReadonlySet<string> | undefined
  /** @default everybody is waited for */
  patience?: Patience | undefined
}

/** How long is waited for the other side, in milliseconds. */
export interface Patience {
  /** For the head of a request, once it has begun. */
  headMs: number
  /** For the next request. */
  idleMs: number
  /** For the end of a connection that is over, once all is sent. */
  lingerMs: number
}

/** A connection: one request after the other, each answered before the next is looked at, as by AWS. */
export class Connection implements RequestSink, Wire {
  readonly stays: string
  readonly #socket: Socket
  readonly #hooks: ConnectionHooks
  readonly #settings: ConnectionSettings
  readonly #reader: RequestReader
  /** Read, or answered, right now. */
  #exchange: Exchange | undefined
  #isReading = false
  /** Whatever comes now is read and dropped. */
  #isOver = false
  /** Since when nothing, or the beginning of a head, has come; as `Date.now()`. */
  #waitsSince = Date.now()
  #hasServed = false
  #peer: Peer | undefined

  /** @param accepted as `open` wants it, which stays open for answers when the other side sends no more */
  constructor(accepted: Socket, hooks: ConnectionHooks, settings: ConnectionSettings) {
    const { patience, mostHeadBytes } = settings
    const socket = open(accepted, (bytes) => this.#read(bytes))
    this.#socket = socket
    this.#hooks = hooks
    this.#settings = settings
    this.#reader = new RequestReader(this, mostHeadBytes)
    this.stays =
      patience === undefined
        ? ''
        : `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(patience.idleMs / 1000)}\r\n`
    socket.on('end', () => this.#ended())
    socket.on('drain', () => this.proceed())
    // What follows is `close`.
    socket.on('error', () => {})
    socket.on('close', () => this.#exchange?.cut())
  }

  get peer(): Peer {
    if (this.#peer !== undefined) return this.#peer
    const { remoteAddress = '127.0.0.1', localAddress = '127.0.0.1', localPort = 0 } = this.#socket
    return (this.#peer = { remoteAddress, localAddress, localPort })
  }

  /** Ends it at once. */
  destroy(): void {
    this.#socket.destroy()
  }

  /** Ends it where it has waited too long. @param now as `Date.now()` */
  check(now: number): void {
    const { patience } = this.#settings
    if (patience === undefined) return
    if (this.#isOver) return this.#checkEnd(now, patience)
    if (this.#exchange !== undefined) return
    const isIdle = this.#reader.isBetween
    const isKept = isIdle && this.#hasServed
    if (now - this.#waitsSince < (isKept ? patience.idleMs + GRACE_MS : patience.headMs)) return
    if (isIdle) this.destroy()
    else this.#refuse(new MalformedRequest('a head that does not come', 408))
  }

  /** What is sent is read for a while yet. */
  #checkEnd(now: number, { lingerMs }: Patience): void {
    if (!this.#socket.writableFinished) this.#waitsSince = now
    else if (now - this.#waitsSince >= lingerMs) this.destroy()
  }

  head(head: RequestHead): void {
    const { methods } = this.#settings
    if (methods?.has(head.method) === false) throw new MalformedRequest('no method of HTTP')
    this.#exchange = new Exchange(head, this)
    if (head.fields.expectsContinue) this.#socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1')
    this.#hooks.handle(this.#exchange)
  }

  piece(bytes: Buffer): void {
    if (!this.#exchange!.take(bytes)) this.#socket.pause()
  }

  end(trailers: HeaderLines): void {
    this.#exchange!.end(trailers)
  }

  send(head: string, body: string | Uint8Array, end = ''): boolean {
    const socket = this.#socket
    if (body.length <= SMALL) return socket.write(head + asLatin1(body) + end, 'latin1')
    socket.cork()
    if (head !== '') socket.write(head, 'latin1')
    let goesOn = socket.write(body)
    if (end !== '') goesOn = socket.write(end, 'latin1')
    socket.uncork()
    return goesOn
  }

  drained(): Promise<void> {
    const socket = this.#socket
    return new Promise((resolve) => {
      const done = () => {
        socket.off('drain', done)
        socket.off('close', done)
        resolve()
      }
      if (socket.destroyed) return resolve()
      socket.on('drain', done)
      socket.on('close', done)
    })
  }

  proceed(): void {
    if (!this.#isReading) this.#read(undefined)
  }

  resume(): void {
    this.#socket.resume()
  }

  /** Reads, and goes on to the next request as long as those before it are answered. */
  #read(bytes: Buffer | undefined): void {
    if (this.#isOver) return
    this.#isReading = true
    try {
      if (bytes !== undefined) this.#push(bytes)
      while (this.#reader.hasEnded && this.#exchange!.isAnswered) {
        if (!this.#exchange!.staysOpen) return this.#close()
        // Who does not read its answers is asked for no further requests.
        if (this.#socket.writableNeedDrain) break
        this.#exchange = undefined
        this.#hasServed = true
        this.#waitsSince = Date.now()
        this.#socket.resume()
        this.#reader.proceed()
      }
      if (this.#reader.hasEnded && this.#reader.early > MOST_EARLY) this.#socket.pause()
    } catch (thrown) {
      if (!(thrown instanceof MalformedRequest)) throw thrown
      this.#refuse(thrown)
    } finally {
      this.#isReading = false
    }
  }

  #push(bytes: Buffer): void {
    // A head has begun.
    if (this.#exchange === undefined && this.#reader.isBetween) this.#waitsSince = Date.now()
    this.#reader.push(bytes)
  }

  /** The other side sends no more: whoever waits for an answer is gone. */
  #ended(): void {
    if (this.#isOver || this.#reader.isBetween) this.#close()
    else this.#refuse('truncated')
  }

  #refuse(reason: MalformedRequest | 'truncated'): void {
    const exchange = this.#exchange
    // Half of an answer must not be taken for a whole one.
    if (exchange?.status !== undefined && !exchange.isAnswered) return this.destroy()
    if (exchange?.isAnswered !== true) {
      const { status, lines, body } = this.#hooks.refusal(reason)
      const framing = `Content-Length: ${Buffer.byteLength(body)}\r\n`
      const connection = 'Connection: close\r\n'
      this.send(answerHead({ status, lines, framing, connection }), body)
    }
    this.#close()
  }

  #close(): void {
    this.#isOver = true
    this.#exchange?.cut()
    this.#socket.end()
    // With bytes that nobody has read the system would take the answer back.
    this.#socket.resume()
  }
}

/** One character a byte. */
function asLatin1(body: string | Uint8Array): string {
  if (typeof body !== 'string') return bufferOf(body).toString('latin1')
  return Buffer.byteLength(body) === body.length ? body : Buffer.from(body).toString('latin1')
}
