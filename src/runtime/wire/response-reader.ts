import { chunkReader, notHttp } from './chunked.ts'
import type { Payload } from './payload.ts'

/** A whole response of HTTP/1.1. */
export interface WireResponse {
  status: number
  /**
   * A header's value, undefined where it is absent or empty: Lambda's clients treat both alike.
   *
   * @param name in lower case
   */
  header: Header
  /** Decoded as UTF-8; on QuickJS as it came where the status is 200. */
  body: Payload
  /** Whether the connection may carry another request. */
  reusable: boolean
}

type Header = (name: string) => string | undefined

/** Puts responses together from the pieces a socket delivers, one response at a time. */
export interface ResponseReader {
  /**
   * @returns the response if these bytes complete it
   * @throws Error where the bytes are not HTTP
   */
  push(bytes: Buffer): WireResponse | undefined
  /** The connection ended: a response without a length is complete now. */
  close(): WireResponse | undefined
}

const MAX_HEAD_BYTES = 256 * 1024
/** A buffer up to this size is kept, so that most invocations allocate none. */
const KEPT_BYTES = 1024 * 1024
export function responseReader(): ResponseReader {
  const nothing = Buffer.alloc(0)
  let buffer = nothing
  /** Bytes of an unfinished response that are in the buffer. */
  let filled = 0
  /** Where the head is to be found, and the body once `inBody`. */
  let start = 0
  let inBody = false
  /** The last head, decoded as latin1, and what it says: a server answers every post with the same. */
  let head: string | undefined
  let status = 0
  let header: Header
  /** In bytes; negative where the body comes in chunks, Infinity where it ends with the connection. */
  let length = 0
  let staysOpen = false
  let readChunks: ReturnType<typeof chunkReader> | undefined

  function readHead(text: string): void {
    const statusLine = /^HTTP\/1\.(\d) (\d{3})\b/.exec(text) ?? notHttp()
    head = text
    status = Number(statusLine[2])
    header = headerIn(text)
    length = bodyLength(status, header)
    const connection = header('connection')?.toLowerCase()
    // HTTP/1.0 closes unless told otherwise. A server that gives a `Keep-Alive` closes what is idle for
    // some seconds, which a busy handler would not notice before its answer is lost.
    staysOpen =
      !header('keep-alive') &&
      (statusLine[1] === '0' ? connection === 'keep-alive' : connection !== 'close')
  }

  function read(bytes: Buffer): WireResponse | undefined {
    while (!inBody) {
      const end = bytes.indexOf('\r\n\r\n', start)
      if (end < 0) {
        const mayBeHead = 'HTTP/'.startsWith(bytes.toString('latin1', start, start + 5))
        return mayBeHead && bytes.length - start < MAX_HEAD_BYTES ? undefined : notHttp()
      }
      const text = bytes.toString('latin1', start, end)
      start = end + 4
      if (head !== text) readHead(text)
      // 1xx: the final response follows.
      inBody = status >= 200
    }
    if (length < 0) {
      const chunks = (readChunks ??= chunkReader(start))(bytes)
      return chunks && finish(chunks.body.toString(), chunks.end === bytes.length)
    }
    const end = start + length
    if (bytes.length < end) return undefined
    return finish(bytes.toString('utf8', start, end), bytes.length === end)
  }

  /** @param clean whether nothing follows the body */
  function finish(body: string, clean: boolean): WireResponse {
    inBody = false
    readChunks = undefined
    start = filled = 0
    if (buffer.length > KEPT_BYTES) buffer = nothing
    return { status, header, body, reusable: clean && staysOpen }
  }

  function keep(bytes: Buffer): Buffer {
    const needed = filled + bytes.length
    if (buffer.length < needed) {
      const isKnown = inBody && length >= 0 && length < Infinity
      const whole = isKnown ? start + length : needed * 2
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, whole))
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
      const response = read(isFirst ? bytes : keep(bytes))
      if (isFirst && !response) keep(bytes)
      return response
    },
    close: () =>
      inBody && length === Infinity
        ? finish(buffer.toString('utf8', start, filled), false)
        : undefined,
  }
}

function headerIn(text: string): Header {
  const lowerCase = text.toLowerCase()
  return (name) => {
    const found = lowerCase.indexOf(`\r\n${name}:`)
    if (found < 0) return undefined
    const start = found + name.length + 3
    const end = text.indexOf('\r\n', start)
    return text.slice(start, end < 0 ? undefined : end).trim() || undefined
  }
}

function bodyLength(status: number, header: Header): number {
  if (/chunked$/i.test(header('transfer-encoding') ?? '')) return -1
  if (status === 204) return 0
  const value = header('content-length') ?? 'Infinity'
  return /^(\d{1,15}|Infinity)$/.test(value) ? Number(value) : notHttp()
}
