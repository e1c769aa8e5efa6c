import type { Readable } from 'node:stream'
import { hasNoContent } from '../../contract/http/result.ts'
import type { HeaderLine } from '../../contract/http/types.ts'
import { answerHead, type AnswerHead } from './answer-head.ts'
import { streamedBody, wholeBody, type Body, type ReadBody } from './body.ts'
import type { Fields, RequestHead } from './head.ts'
import type { HeaderLines } from './header-lines.ts'
import type { Tape } from './tape.ts'

/** Both ends of a connection. */
export interface Peer {
  remoteAddress: string
  localAddress: string
  localPort: number
}

/** What an exchange needs of its connection. */
export interface Wire {
  readonly peer: Peer
  /** Header lines of an answer after which the connection stays, each with its end. */
  readonly stays: string
  /** Sends; false where no more should be sent until `drained`. */
  send(head: string, body: string | Uint8Array, end?: string): boolean
  drained(): Promise<void>
  /** The answer is sent: on to the next request once this one has come whole. */
  proceed(): void
  /** More of the body is wanted. */
  resume(): void
  destroy(): void
}

/** A whole answer. */
export interface WholeResponse {
  status: number
  statusText?: string | undefined
  /** Header lines without those of the connection, each with its end; one character a byte. */
  lines: string
  /** Whether one of them is a Date: one is added otherwise. @default false */
  isDated?: boolean | undefined
  /** Not sent where method or status allow none. */
  body: string | Uint8Array
}

/**
 * One request and its answer. The body goes where the handler says before it returns, or nowhere: what
 * nobody wants is read all the same, so that whoever sends it gets to read the answer.
 */
export class Exchange {
  readonly method: string
  readonly target: string
  /** What goes through is kept on it, by those who read and send; undefined where nobody records. */
  tape: Tape | undefined
  readonly #fields: Fields
  readonly #wire: Wire
  #body: Body | undefined
  #trailers: HeaderLines | undefined
  /** Of the answer, once it has begun. */
  #status: number | undefined
  /** Header lines of the answer, whoever answers. */
  #always = ''
  #isChunked = false
  #staysOpen: boolean
  #isAnswered = false
  #isCut = false

  constructor(head: RequestHead, wire: Wire) {
    this.method = head.method
    this.target = head.target
    this.#fields = head.fields
    this.#staysOpen = head.fields.staysOpen
    this.#wire = wire
  }

  /** `HTTP/1.1` */
  get protocol(): string {
    return this.#fields.isOld ? 'HTTP/1.0' : 'HTTP/1.1'
  }

  get peer(): Peer {
    return this.#wire.peer
  }

  /** Every line as it came, repeated ones included. */
  get lines(): readonly HeaderLine[] {
    return this.#fields.headers.all
  }

  /** @param name in lower case; undefined where the header is absent or empty */
  header(name: string): string | undefined {
    return this.#fields.headers.get(name) || undefined
  }

  /** Known once the request has come whole. */
  trailer(name: string): string | undefined {
    return this.#trailers?.get(name)
  }

  /** The request has come whole. */
  get isComplete(): boolean {
    return this.#trailers !== undefined
  }

  /** Of the answer; undefined before it begins. */
  get status(): number | undefined {
    return this.#status
  }

  get isAnswered(): boolean {
    return this.#isAnswered
  }

  /** Whether the connection goes on after this. */
  get staysOpen(): boolean {
    return this.#staysOpen
  }

  /** The connection is gone, or of no use any more. */
  get isGone(): boolean {
    return this.#isCut
  }

  /**
   * The body, of which no more than `limit` bytes are kept. Never rejects.
   *
   * @param onRead is told of it first
   */
  readBody(limit: number, onRead?: (body: ReadBody) => void): Promise<ReadBody> {
    return new Promise((resolve) => {
      this.#body = wholeBody(limit, (body) => {
        onRead?.(body)
        resolve(body)
      })
    })
  }

  /** The body as it comes, and no faster than it is read; fails where it is cut off. */
  streamBody(): Readable {
    const body = streamedBody(() => this.#wire.resume())
    this.#body = body
    return body.stream
  }

  /** @param lines header lines of whatever is answered, each with its end; one character a byte */
  addLines(lines: string): void {
    this.#always += lines
  }

  /**
   * Answers with JSON. Nothing happens where the connection is gone.
   *
   * @param lines further header lines, each with its end; one character a byte
   */
  answer({ status, body }: { status: number; body: string | Uint8Array }, lines = ''): void {
    this.respond({ status, lines: `Content-Type: application/json\r\n${lines}`, body })
  }

  /** Answers as a whole. Nothing is sent where the connection is gone. */
  respond({ status, statusText, lines, isDated, body }: WholeResponse): void {
    if (this.#status !== undefined) return
    this.#status = status
    this.#isAnswered = true
    if (this.#isCut) return
    const length = hasNoContent(status) ? 0 : byteLength(body)
    const framing = isEndedByHead(status) ? '' : `Content-Length: ${length}\r\n`
    const head = this.#head({ status, statusText, lines, isDated, framing })
    this.#wire.send(head, this.#hasContent ? body : '')
    this.#wire.proceed()
  }

  /** Begins an answer whose body follows. A client of HTTP/1.0 is told its end by that of the connection. */
  begin({ status, lines, isDated }: Omit<WholeResponse, 'statusText' | 'body'>): void {
    if (this.#status !== undefined) return
    this.#status = status
    const hasContent = this.#hasContent
    this.#isChunked = hasContent && !this.#fields.isOld
    if (hasContent && !this.#isChunked) this.#staysOpen = false
    if (this.#isCut) return
    const framing = this.#isChunked
      ? 'Transfer-Encoding: chunked\r\n'
      : status === RESET_CONTENT
        ? 'Content-Length: 0\r\n'
        : ''
    this.#wire.send(this.#head({ status, statusText: undefined, lines, isDated, framing }), '')
  }

  /** A piece of the answer that has begun: settled once more may be sent. It is dropped where nobody reads. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#isCut || this.#isAnswered || bytes.length === 0 || !this.#hasContent) return
    const goesOn = this.#isChunked
      ? this.#wire.send(`${bytes.length.toString(16)}\r\n`, bytes, '\r\n')
      : this.#wire.send('', bytes)
    return goesOn ? undefined : this.#wire.drained()
  }

  /** The end of the answer that has begun. */
  finish(): void {
    if (this.#isAnswered) return
    this.#isAnswered = true
    if (this.#isCut) return
    if (this.#isChunked) this.#wire.send('0\r\n\r\n', '')
    this.#wire.proceed()
  }

  /** Ends the connection, so that an answer that has begun is not taken for a whole one. */
  destroy(): void {
    this.#wire.destroy()
  }

  /** A piece of the body; false where no more is wanted for now. */
  take(bytes: Buffer): boolean {
    return this.#body === undefined || this.#body.take(bytes)
  }

  end(trailers: HeaderLines): void {
    this.#trailers = trailers
    this.#body?.end()
  }

  /** The connection is gone. */
  cut(): void {
    if (this.#isCut) return
    this.#isCut = true
    if (!this.isComplete) this.#body?.cut()
  }

  #head({ status, statusText, lines, isDated, framing }: Omit<AnswerHead, 'connection'>): string {
    return answerHead({
      status,
      statusText,
      lines: this.#always + lines,
      isDated,
      framing,
      connection: this.#connection,
    })
  }

  /** Of the answer that has begun: whether anything follows its head. */
  get #hasContent(): boolean {
    return this.method !== 'HEAD' && !hasNoContent(this.#status!)
  }

  get #connection(): string {
    if (!this.#staysOpen) return 'Connection: close\r\n'
    return this.#wire.stays || (this.#fields.isOld ? 'Connection: keep-alive\r\n' : '')
  }
}

const RESET_CONTENT = 205

/** RFC 9110, 8.6 and 9112, 6.1: with these statuses neither a length nor a transfer coding is said. */
function isEndedByHead(status: number): boolean {
  return hasNoContent(status) && status !== RESET_CONTENT
}

function byteLength(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length
}
