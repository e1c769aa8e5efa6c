import { ChunkedDecoder } from './chunked.ts'
import { Head } from './head.ts'

export interface WireResponse {
  head: Head
  /** Decoded as UTF-8. */
  body: string
  /** Whether the connection may carry another request. */
  reusable: boolean
}

const HEAD_END = '\r\n\r\n'
const MAX_HEAD_BYTES = 256 * 1024
/** A buffer for bodies up to this size is kept, so that most invocations allocate none. */
const KEPT_BYTES = 1024 * 1024
const nothing = Buffer.alloc(0)

/** Puts responses together from the pieces a socket delivers, one response at a time. */
export class ResponseReader {
  #unread: Buffer = nothing
  #head: Head | undefined
  /** The last one: a server answers every post with the same bytes. */
  #known: Head | undefined
  #buffer: Buffer = nothing
  /** Bytes of a body of known length that are in the buffer. */
  #filled = 0
  #chunked: ChunkedDecoder | undefined
  /** Pieces of a body that only the end of the connection ends. */
  #untilClose: Buffer[] | undefined

  /** True once a byte of a response has come that is not finished yet. */
  get started(): boolean {
    return this.#head !== undefined || this.#unread.length > 0
  }

  /**
   * @returns the response if these bytes complete it
   * @throws Error where the bytes are not HTTP
   */
  push(bytes: Buffer): WireResponse | undefined {
    if (this.#head) return this.#readBody(this.#head, bytes)
    const all = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes])
    const end = all.indexOf(HEAD_END)
    if (end < 0) return this.#waitForHead(all)
    this.#unread = nothing
    const head = this.#headOf(all.toString('latin1', 0, end))
    const start = end + HEAD_END.length
    // 1xx: the final response follows.
    if (head.status < 200) return start === all.length ? undefined : this.push(all.subarray(start))
    return this.#startBody(head, all, start)
  }

  /** The connection ended: a response without a length is complete now. */
  close(): WireResponse | undefined {
    const pieces = this.#untilClose
    return pieces && this.#finish(this.#head!, Buffer.concat(pieces).toString(), false)
  }

  #waitForHead(bytes: Buffer): undefined {
    const start = bytes.toString('latin1', 0, 5)
    if (!'HTTP/'.startsWith(start)) throw new Error('the answer is not HTTP/1.1')
    if (bytes.length > MAX_HEAD_BYTES) throw new Error('the headers are too long')
    this.#unread = bytes
  }

  #headOf(text: string): Head {
    if (this.#known?.text !== text) this.#known = new Head(text)
    return this.#known
  }

  #startBody(head: Head, bytes: Buffer, start: number): WireResponse | undefined {
    const { length } = head.framing
    if (typeof length === 'number') {
      const end = start + length
      if (bytes.length >= end) {
        return this.#finish(head, bytes.toString('utf8', start, end), bytes.length === end)
      }
      this.#makeRoom(length)
    } else if (length === 'chunked') this.#chunked = new ChunkedDecoder()
    else this.#untilClose = []
    this.#head = head
    return this.#readBody(head, bytes.subarray(start))
  }

  #makeRoom(length: number): void {
    this.#filled = 0
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafeSlow(length)
  }

  #readBody(head: Head, bytes: Buffer): WireResponse | undefined {
    const { length } = head.framing
    if (typeof length === 'number') {
      const copied = bytes.copy(this.#buffer, this.#filled, 0, length - this.#filled)
      this.#filled += copied
      if (this.#filled < length) return undefined
      return this.#finish(head, this.#buffer.toString('utf8', 0, length), copied === bytes.length)
    }
    if (this.#chunked) {
      const used = this.#chunked.push(bytes)
      const body = this.#chunked.body
      return body && this.#finish(head, body.toString(), used === bytes.length)
    }
    this.#untilClose?.push(bytes)
    return undefined
  }

  /** @param clean whether nothing follows the body */
  #finish(head: Head, body: string, clean: boolean): WireResponse {
    this.#head = this.#chunked = this.#untilClose = undefined
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = nothing
    return { head, body, reusable: clean && head.framing.staysOpen }
  }
}
