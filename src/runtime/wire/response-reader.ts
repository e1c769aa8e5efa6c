import { ChunkedDecoder } from './chunked.ts'
import { Head } from './head.ts'

export interface WireResponse {
  head: Head
  body: Buffer
  /** Whether the connection may carry another request. */
  reusable: boolean
}

const HEAD_END = '\r\n\r\n'
const MAX_HEAD_BYTES = 256 * 1024
const nothing = Buffer.alloc(0)

/** Puts responses together from the pieces a socket delivers, one response at a time. */
export class ResponseReader {
  #unread: Buffer = nothing
  #head: Head | undefined
  #fixed: { body: Buffer; filled: number } | undefined
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
    if (this.#head) return this.#readBody(bytes)
    const all = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes])
    const end = all.indexOf(HEAD_END)
    if (end < 0) return this.#waitForHead(all)
    this.#unread = nothing
    const head = new Head(all.toString('latin1', 0, end))
    const rest = all.subarray(end + HEAD_END.length)
    // 1xx: the final response follows.
    if (head.status < 200) return rest.length === 0 ? undefined : this.push(rest)
    return this.#startBody(head, rest)
  }

  /** The connection ended: a response without a length is complete now. */
  close(): WireResponse | undefined {
    return this.#untilClose && this.#finish(Buffer.concat(this.#untilClose), false)
  }

  #waitForHead(bytes: Buffer): undefined {
    const start = bytes.toString('latin1', 0, 5)
    if (!'HTTP/'.startsWith(start)) throw new Error('the answer is not HTTP/1.1')
    if (bytes.length > MAX_HEAD_BYTES) throw new Error('the headers are too long')
    this.#unread = bytes
  }

  #startBody(head: Head, rest: Buffer): WireResponse | undefined {
    this.#head = head
    const length = head.get('content-length')
    if (head.get('transfer-encoding')?.toLowerCase().endsWith('chunked')) {
      this.#chunked = new ChunkedDecoder()
    } else if (head.status === 204 || head.status === 304) {
      return this.#finish(nothing, rest.length === 0)
    } else if (length !== undefined) {
      const size = contentLength(length)
      if (rest.length >= size) return this.#finish(rest.subarray(0, size), rest.length === size)
      this.#fixed = { body: Buffer.allocUnsafe(size), filled: 0 }
    } else this.#untilClose = []
    return this.#readBody(rest)
  }

  #readBody(bytes: Buffer): WireResponse | undefined {
    if (this.#fixed) {
      const { body, filled } = this.#fixed
      const copied = bytes.copy(body, filled)
      this.#fixed.filled += copied
      if (this.#fixed.filled < body.length) return undefined
      return this.#finish(body, copied === bytes.length)
    }
    if (this.#chunked) {
      const used = this.#chunked.push(bytes)
      const body = this.#chunked.body
      return body && this.#finish(body, used === bytes.length)
    }
    this.#untilClose?.push(bytes)
    return undefined
  }

  #finish(body: Buffer, clean: boolean): WireResponse {
    const head = this.#head!
    this.#head = this.#fixed = this.#chunked = this.#untilClose = undefined
    return { head, body, reusable: clean && staysOpen(head) }
  }
}

function contentLength(value: string): number {
  const size = Number(value)
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(size)) {
    throw new Error(`Content-Length is ${JSON.stringify(value)}`)
  }
  return size
}

function staysOpen(head: Head): boolean {
  const connection = head.get('connection')?.toLowerCase()
  return head.minorVersion === 0 ? connection === 'keep-alive' : connection !== 'close'
}
