import { coded } from '../define.ts'
import { native } from '../native.ts'
import { joined } from '../web/text.ts'

const zlib = native.part('zlib')

export type Format = 'zlib' | 'raw' | 'gzip'

export interface Codec {
  /**
   * @param flush 0 keeps back what it likes, 1 gives all so far, 2 is the end
   * @throws Error with the codes of zlib
   */
  push(data: Uint8Array, flush: 0 | 1 | 2): Uint8Array
  close(): void
  /** Bytes that were read in all. */
  readonly read: number
}

const NONE = new Uint8Array()

/** RFC 1952: no name, no time, and the system is Unix, as zlib writes it. */
const GZIP_HEAD = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]

/** @param level from 0, which packs nothing, to 9. @default 6 */
export function deflater(format: Format, level = 6): Codec {
  const id = zlib.deflate(format === 'zlib', level < 0 ? 6 : level)
  const isGzip = format === 'gzip'
  let head = isGzip ? Uint8Array.from(GZIP_HEAD) : NONE
  if (isGzip) head[8] = level === 9 ? 2 : level === 1 ? 4 : 0
  let sum = 0
  let read = 0
  return {
    push(data, flush) {
      if (isGzip) sum = zlib.crc32(sum, data)
      read += data.length
      const { bytes, ended } = zlib.push(id, data, flush)
      const all = joined(head, bytes, ended && isGzip ? tail(sum, read) : NONE)
      head = NONE
      if (ended) zlib.close(id)
      return all
    },
    close: () => zlib.close(id),
    get read() {
      return read
    },
  }
}

function tail(sum: number, length: number): Uint8Array {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, sum, true)
  view.setUint32(4, length % 2 ** 32, true)
  return bytes
}

interface Reading {
  /** What follows the end of the first member is an error rather than another, or passed over. */
  one?: boolean
  /** Reads either wrapping, by its first byte. */
  any?: boolean
}

export function inflater(format: Format, { one = false, any = false }: Reading = {}): Codec {
  let kept = NONE
  let id: number | undefined
  let isGzip = format === 'gzip'
  let sum = 0
  let length = 0
  let read = 0
  let state: 'head' | 'body' | 'tail' | 'done' = 'head'

  function begin(): boolean {
    if (any && kept.length > 0) isGzip = kept[0] === 0x1f
    const head = isGzip ? gzipHead(kept) : 0
    if (head === undefined || (any && kept.length === 0)) return false
    kept = kept.subarray(head)
    id = zlib.inflate(!isGzip && format !== 'raw')
    sum = length = 0
    state = 'body'
    return true
  }

  function body(out: Uint8Array[]): boolean {
    const { bytes, ended, used } = zlib.push(id!, kept, 0)
    kept = kept.subarray(used)
    if (isGzip) sum = zlib.crc32(sum, bytes)
    length += bytes.length
    out.push(bytes)
    if (ended) {
      zlib.close(id!)
      state = isGzip ? 'tail' : 'done'
    }
    return ended
  }

  function end(): boolean {
    if (kept.length < 8) return false
    const view = new DataView(kept.buffer, kept.byteOffset, 8)
    if (view.getUint32(0, true) !== sum) throw failure('Z_DATA_ERROR', 'incorrect data check')
    if (view.getUint32(4, true) !== length % 2 ** 32)
      throw failure('Z_DATA_ERROR', 'incorrect length check')
    kept = kept.subarray(8)
    state = 'done'
    return true
  }

  /** Members of gzip may follow one another; anything else behind one is passed over. */
  function again(): boolean {
    if (kept.length === 0) return false
    if (one)
      throw failure('Z_DATA_ERROR', 'trailing junk found after the end of the compressed stream')
    if (!isGzip || kept[0] !== 0x1f) {
      kept = NONE
      return false
    }
    state = 'head'
    return true
  }

  const steps = { head: begin, body, tail: end, done: again }

  return {
    push(data, flush) {
      kept = joined(kept, data).slice()
      read += data.length
      const out: Uint8Array[] = []
      while (steps[state](out)) {
        // On to the next part of the format.
      }
      if (flush === 2 && state !== 'done' && (read > 0 || one))
        throw failure('Z_BUF_ERROR', 'unexpected end of file')
      return joined(...out)
    },
    close() {
      if (id !== undefined) zlib.close(id)
    },
    get read() {
      return read
    },
  }
}

/** @param quality 0 to 11. @param window 10 to 24, as a power of two */
export function brotli(quality: number, window: number): Codec {
  const id = zlib.brotli(quality, window)
  let read = 0
  return {
    push(data, flush) {
      read += data.length
      return zlib.push(id, data, flush).bytes
    },
    close: () => zlib.close(id),
    get read() {
      return read
    },
  }
}

/** What was packed with Brotli. What follows its end is passed over. */
export function unbrotli(): Codec {
  const id = zlib.unbrotli()
  let isDone = false
  let read = 0
  return {
    push(data, flush) {
      read += data.length
      if (isDone) return NONE
      const { bytes, ended } = zlib.push(id, data, 0)
      isDone = ended
      if (ended) zlib.close(id)
      else if (flush === 2) throw failure('Z_BUF_ERROR', 'unexpected end of file')
      return bytes
    },
    close: () => zlib.close(id),
    get read() {
      return read
    },
  }
}

/** How long the head of a member is; undefined while it is incomplete. */
function gzipHead(bytes: Uint8Array): number | undefined {
  if ((bytes.length > 0 && bytes[0] !== 0x1f) || (bytes.length > 1 && bytes[1] !== 0x8b))
    throw failure('Z_DATA_ERROR', 'incorrect header check')
  if (bytes.length < 10) return undefined
  if (bytes[2] !== 8) throw failure('Z_DATA_ERROR', 'unknown compression method')
  const flags = bytes[3]!
  let at = 10
  if (flags & 4) {
    if (bytes.length < at + 2) return undefined
    at += 2 + bytes[at]! + bytes[at + 1]! * 256
  }
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue
    const end = bytes.indexOf(0, at)
    if (end < 0) return undefined
    at = end + 1
  }
  if (flags & 2) at += 2
  return bytes.length < at ? undefined : at
}

const NUMBERS: Record<string, number> = { Z_DATA_ERROR: -3, Z_BUF_ERROR: -5, Z_STREAM_ERROR: -2 }

function failure(code: string, message: string): Error {
  return Object.assign(coded(new Error(message), code), { errno: NUMBERS[code] })
}
