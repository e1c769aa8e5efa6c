import type { Readable } from 'node:stream'
import type { ReadBody } from '../http/read-body.ts'
import { answerHead } from './answer-head.ts'
import { streamedBody, wholeBody, type Body } from './body.ts'
import type { Fields, RequestHead } from './head.ts'
import type { HeaderLines } from './header-lines.ts'

/** What an exchange needs of its connection. */
export interface Wire {
  /** Sends a whole answer, and goes on to the next request once this one has come whole. */
  answer(head: string, body: string | Buffer): void
  /** More of the body is wanted. */
  resume(): void
}

/**
 * One request and its answer. The body goes where the handler says before it returns, or nowhere: what
 * nobody wants is read all the same, so that whoever sends it gets to read the answer.
 */
export class Exchange {
  readonly method: string
  readonly target: string
  readonly #fields: Fields
  readonly #wire: Wire
  #body: Body | undefined
  #trailers: HeaderLines | undefined
  #isAnswered = false
  #isCut = false

  constructor(head: RequestHead, wire: Wire) {
    this.method = head.method
    this.target = head.target
    this.#fields = head.fields
    this.#wire = wire
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

  get isAnswered(): boolean {
    return this.#isAnswered
  }

  /** The connection is gone, or of no use any more. */
  get isGone(): boolean {
    return this.#isCut
  }

  /** The body, of which no more than `limit` bytes are kept. Never rejects. */
  readBody(limit: number): Promise<ReadBody> {
    return new Promise((resolve) => (this.#body = wholeBody(limit, resolve)))
  }

  /** The body as it comes, and no faster than it is read; fails where it is cut off. */
  streamBody(): Readable {
    const body = streamedBody(() => this.#wire.resume())
    this.#body = body
    return body.stream
  }

  /**
   * Answers with JSON. Nothing happens where the connection is gone.
   *
   * @param lines further header lines, each with its end; one character a byte
   */
  answer({ status, body }: { status: number; body: string | Buffer }, lines = ''): void {
    if (this.#isAnswered || this.#isCut) return
    this.#isAnswered = true
    const { staysOpen, isOld } = this.#fields
    const connection = staysOpen ? (isOld ? 'keep-alive' : undefined) : 'close'
    const length = Buffer.byteLength(body)
    const head = answerHead({ status, length, lines, connection })
    this.#wire.answer(head, this.method === 'HEAD' ? '' : body)
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
}
