import { checkBeginning, HeadParser, parseTrailers, TOKEN, type RequestHead } from './head.ts'
import { HeaderLines } from './header-lines.ts'
import { MalformedRequest } from './malformed.ts'

/** Is told of a request as its bytes come. */
export interface RequestSink {
  head(head: RequestHead): void
  piece(bytes: Buffer): void
  /** It has come whole. */
  end(trailers: HeaderLines): void
}

type State = 'head' | 'sized' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'ended'

/** Of a chunk's size, and whatever is told beside it. */
const MAX_SIZE_LINE = 8192
const NOTHING = Buffer.alloc(0)
const NO_TRAILERS = new HeaderLines('')

/** Reads requests of HTTP/1.1 from the pieces that a connection delivers, one after the other. */
export class RequestReader {
  readonly #sink: RequestSink
  readonly #heads = new HeadParser()
  #state: State = 'head'
  /** What is not read yet. */
  #rest: Buffer = NOTHING
  /** Bytes of the rest that hold no empty line. */
  #scanned = 0
  /** Bytes that are still to come of the body, or of the chunk. */
  #left = 0

  readonly #mostLines: number

  /** @param mostLines bytes of a head, and of trailers */
  constructor(sink: RequestSink, mostLines: number) {
    this.#sink = sink
    this.#mostLines = mostLines
  }

  get hasEnded(): boolean {
    return this.#state === 'ended'
  }

  /** Whether no request is under way. */
  get isBetween(): boolean {
    return this.hasEnded || (this.#state === 'head' && this.#rest.length === 0)
  }

  /** How many bytes have come of what is not to be read yet. */
  get early(): number {
    return this.#rest.length
  }

  /** @throws MalformedRequest, also whatever the sink throws */
  push(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    this.#read()
  }

  /** After the end of a request: on to the next one. @throws as `push` does */
  proceed(): void {
    this.#state = 'head'
    this.#read()
  }

  #read(): void {
    while (this.#rest.length > 0 && this.#steps[this.#state]());
  }

  /** Each says whether it got any further. */
  readonly #steps: Record<State, () => boolean> = {
    head: () => {
      // RFC 9112, 2.2: empty lines before a request mean nothing.
      if (this.#rest[0] === CR && this.#rest[1] === LF) return this.#skip(2)
      const text = this.#untilEmptyLine()
      if (text === undefined) {
        if (this.#rest[0] !== CR || this.#rest.length > 1) checkBeginning(latin1(this.#rest))
        return false
      }
      this.#begin(this.#heads.parse(text))
      return true
    },
    sized: () => this.#take('ended'),
    chunk: () => this.#take('chunk-end'),
    'chunk-end': () => {
      if (this.#rest.length < 2 && this.#rest[0] === CR) return false
      if (this.#rest[0] !== CR || this.#rest[1] !== LF) {
        throw new MalformedRequest('a chunk that is longer than its size')
      }
      this.#state = 'chunk-size'
      return this.#skip(2)
    },
    'chunk-size': () => {
      const end = this.#rest.indexOf('\r\n')
      const line = latin1(this.#rest, end === -1 ? undefined : end)
      const isSize = (end === -1 ? SIZE_BEGINNING : SIZE).test(line)
      if (!isSize || line.length > MAX_SIZE_LINE) throw new MalformedRequest('a chunk without size')
      if (end === -1) return false
      this.#left = Number.parseInt(line, 16)
      this.#state = this.#left === 0 ? 'trailers' : 'chunk'
      // The line's end before the trailers stands before the empty line where there are none.
      return this.#skip(this.#left === 0 ? end : end + 2)
    },
    trailers: () => {
      const text = this.#untilEmptyLine()
      if (text === undefined) return false
      this.#end(text === '' ? NO_TRAILERS : parseTrailers(text))
      return true
    },
    ended: () => false,
  }

  #begin(head: RequestHead): void {
    const { body } = head.fields
    this.#state = body === 'chunked' ? 'chunk-size' : 'sized'
    this.#left = body === 'chunked' ? 0 : body
    this.#sink.head(head)
    if (body === 0) this.#end(NO_TRAILERS)
  }

  /** What there is of the body, or of the chunk. */
  #take(then: 'ended' | 'chunk-end'): boolean {
    const piece = this.#left < this.#rest.length ? this.#rest.subarray(0, this.#left) : this.#rest
    this.#left -= piece.length
    this.#skip(piece.length)
    this.#sink.piece(piece)
    if (this.#left > 0) return true
    if (then === 'ended') this.#end(NO_TRAILERS)
    else this.#state = then
    return true
  }

  #end(trailers: HeaderLines): void {
    this.#state = 'ended'
    this.#sink.end(trailers)
  }

  /** Undefined: it is still to come. */
  #untilEmptyLine(): string | undefined {
    const start = latin1(this.#rest, Math.min(this.#rest.length, USUAL))
    const end = this.#emptyLine(start)
    if ((end === -1 ? this.#rest.length : end) > this.#mostLines) {
      const most = this.#mostLines / 1024
      throw new MalformedRequest(`header lines of more than ${most} KiB`, 431)
    }
    if (end === -1) {
      this.#scanned = this.#rest.length
      return undefined
    }
    const text = end <= start.length ? start.slice(0, end) : latin1(this.#rest, end)
    this.#skip(end + 4)
    return text
  }

  /** Where it begins, or -1; nearly always it is in the beginning, which is to become a text anyhow. */
  #emptyLine(start: string): number {
    const from = Math.max(0, this.#scanned - 3)
    const end = start.indexOf(EMPTY_LINE, from)
    return end === -1 && start.length < this.#rest.length
      ? this.#rest.indexOf(EMPTY_LINE, from)
      : end
  }

  #skip(bytes: number): true {
    this.#rest = bytes === this.#rest.length ? NOTHING : this.#rest.subarray(bytes)
    this.#scanned = 0
    return true
  }
}

const [CR, LF] = [0x0d, 0x0a]
const EMPTY_LINE = '\r\n\r\n'
/** Longer than most heads, in bytes. */
const USUAL = 1024
/** RFC 9112, 7.1.1, without the blanks that it calls bad. */
const EXTENSION = `;${TOKEN}(?:=(?:${TOKEN}|"(?:[\\t !\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*"))?`
const SIZE = new RegExp(`^[\\da-fA-F]{1,13}(?:${EXTENSION})*$`)
const SIZE_BEGINNING = /^(?:[\da-f]{1,13}(?:;[\t\x20-\x7e\x80-\xff]*)?)?\r?$/i

function latin1(bytes: Buffer, end = bytes.length): string {
  return bytes.toString('latin1', 0, end)
}
