import type { Socket } from 'node:net'
import { answerHead } from './answer-head.ts'
import { Exchange, type Wire } from './exchange.ts'
import type { RequestHead } from './head.ts'
import type { HeaderLines } from './header-lines.ts'
import { MalformedRequest } from './malformed.ts'
import { RequestReader, type RequestSink } from './request-reader.ts'

/** What of later requests is taken in before their turn, in bytes. */
const MOST_EARLY = 64 * 1024
/** Up to here head and body are sent as one text, which needs no buffer of its own. */
const SMALL = 8 * 1024

export interface ConnectionHooks {
  handle(exchange: Exchange): void
  /** What is said of a request that is no HTTP, or that ended too early. */
  refusal(reason: MalformedRequest | 'truncated'): { status: number; body: string }
}

/** A connection: one request after the other, each answered before the next is looked at, as by AWS. */
export class Connection implements RequestSink, Wire {
  readonly #socket: Socket
  readonly #hooks: ConnectionHooks
  readonly #reader = new RequestReader(this)
  /** Read, or answered, right now. */
  #exchange: Exchange | undefined
  #staysOpen = true
  #isReading = false
  /** Whatever comes now is read and dropped. */
  #isOver = false

  /** @param socket that stays open for answers when the other side sends no more */
  constructor(socket: Socket, hooks: ConnectionHooks) {
    this.#socket = socket
    this.#hooks = hooks
    socket.on('data', (bytes) => this.#read(bytes))
    socket.on('end', () => this.#ended())
    // What follows is `close`.
    socket.on('error', () => {})
    socket.on('close', () => this.#exchange?.cut())
  }

  /** Ends it at once. */
  destroy(): void {
    this.#socket.destroy()
  }

  head(head: RequestHead): void {
    this.#exchange = new Exchange(head, this)
    this.#staysOpen = head.fields.staysOpen
    if (head.fields.expectsContinue) this.#socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1')
    this.#hooks.handle(this.#exchange)
  }

  piece(bytes: Buffer): void {
    if (!this.#exchange!.take(bytes)) this.#socket.pause()
  }

  end(trailers: HeaderLines): void {
    this.#exchange!.end(trailers)
  }

  answer(head: string, body: string | Buffer): void {
    this.#send(head, body)
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
      if (bytes !== undefined) this.#reader.push(bytes)
      while (this.#reader.hasEnded && this.#exchange!.isAnswered) {
        this.#exchange = undefined
        if (!this.#staysOpen) return this.#close()
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

  /** The other side sends no more: whoever waits for an answer is gone. */
  #ended(): void {
    if (this.#isOver || this.#reader.isBetween) this.#close()
    else this.#refuse('truncated')
  }

  #refuse(reason: MalformedRequest | 'truncated'): void {
    if (this.#exchange?.isAnswered !== true) {
      const { status, body } = this.#hooks.refusal(reason)
      const length = Buffer.byteLength(body)
      this.#send(answerHead({ status, length, lines: '', connection: 'close' }), body)
    }
    this.#close()
  }

  #send(head: string, body: string | Buffer): void {
    const socket = this.#socket
    if (body.length <= SMALL) return void socket.write(head + asLatin1(body), 'latin1')
    socket.cork()
    socket.write(head, 'latin1')
    socket.write(body)
    socket.uncork()
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
function asLatin1(body: string | Buffer): string {
  if (typeof body !== 'string') return body.toString('latin1')
  return Buffer.byteLength(body) === body.length ? body : Buffer.from(body).toString('latin1')
}
