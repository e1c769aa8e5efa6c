import { readChunks } from './chunked.ts'
import { notHttp, readHead } from './head.ts'
import type { Head } from './head.ts'

export interface WireResponse {
  head: Head
  /** Decoded as UTF-8. */
  body: string
  /** How long the connection may carry another request, in milliseconds. */
  idleMs: number
}

/** Puts responses together from the pieces a socket delivers, one response at a time. */
export interface ResponseReader {
  /**
   * @returns the response if these bytes complete it
   * @throws Error where the bytes are not HTTP
   */
  push(bytes: Buffer): WireResponse | undefined
  /** The connection ended: a response without a length is complete now. */
  close(): WireResponse | undefined
  /** True once a byte of a response has come that is not finished yet. */
  started(): boolean
}

const HEAD_END = '\r\n\r\n'
const MAX_HEAD_BYTES = 256 * 1024
/** A buffer up to this size is kept, so that most invocations allocate none. */
const KEPT_BYTES = 1024 * 1024
const nothing = Buffer.alloc(0)

export function responseReader(): ResponseReader {
  let buffer = nothing
  /** Bytes of an unfinished response that are in the buffer. */
  let filled = 0
  let head: Head | undefined
  /** Where the head is to be found, and the body afterwards. */
  let start = 0
  /** The last one: a server answers every post with the same bytes. */
  let known: Head | undefined

  function read(bytes: Buffer, isAll: boolean): WireResponse | undefined {
    while (!head) {
      const end = bytes.indexOf(HEAD_END, start)
      if (end < 0) return waitForHead(bytes)
      const text = bytes.toString('latin1', start, end)
      start = end + HEAD_END.length
      if (known?.text !== text) known = readHead(text)
      // 1xx: the final response follows.
      if (known.status >= 200) head = known
    }
    const { bodyLength } = head
    if (Number.isNaN(bodyLength)) {
      const chunks = readChunks(bytes, start)
      return chunks && finish(head, chunks.body.toString(), chunks.end === bytes.length)
    }
    const end = isAll && bodyLength === Infinity ? bytes.length : start + bodyLength
    if (bytes.length < end) return undefined
    return finish(head, bytes.toString('utf8', start, end), bytes.length === end && !isAll)
  }

  function waitForHead(bytes: Buffer): undefined {
    if (!'HTTP/'.startsWith(bytes.toString('latin1', start, start + 5))) throw notHttp()
    if (bytes.length - start > MAX_HEAD_BYTES) throw new Error('the headers are too long')
  }

  /** @param clean whether nothing follows the body */
  function finish(last: Head, body: string, clean: boolean): WireResponse {
    head = undefined
    start = filled = 0
    if (buffer.length > KEPT_BYTES) buffer = nothing
    return { head: last, body, idleMs: clean ? last.idleMs : 0 }
  }

  function keep(bytes: Buffer): Buffer {
    const needed = filled + bytes.length
    if (buffer.length < needed) {
      const whole = start + (head?.bodyLength ?? Infinity)
      const room = Number.isFinite(whole) ? Math.max(needed, whole) : needed * 2
      const larger = Buffer.allocUnsafeSlow(room)
      buffer.copy(larger, 0, 0, filled)
      buffer = larger
    }
    bytes.copy(buffer, filled)
    filled = needed
    return buffer.subarray(0, filled)
  }

  return {
    push(bytes) {
      const isFirst = filled === 0
      const response = read(isFirst ? bytes : keep(bytes), false)
      if (isFirst && !response) keep(bytes)
      return response
    },
    close: () => (filled > 0 ? read(buffer.subarray(0, filled), true) : undefined),
    started: () => filled > 0,
  }
}
