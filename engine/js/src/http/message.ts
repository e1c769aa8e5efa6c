import { coded } from '../define.ts'
import { native, type ParsedHead } from '../native.ts'
import { joined } from '../web/text.ts'

const http = native.part('http')

/** Beyond it a head is refused, in bytes. */
const MAX_HEAD = 64 * 1024

interface Events {
  /** Not called for 1xx. */
  head(head: ParsedHead): void
  informed?(head: ParsedHead): void
  data(bytes: Uint8Array): void
  /** @param reusable whether the connection may carry another request */
  end(reusable: boolean): void
}

export interface MessageReader {
  /** @throws Error `HPE_INVALID_CONSTANT`: the bytes are not HTTP/1.1 */
  push(bytes: Uint8Array): void
  /** The connection ended. @throws Error where the message is not whole */
  close(): void
}

type Step = () => boolean

/** Reads one answer as it comes. @param bodiless whether the request was a HEAD */
export function messageReader(bodiless: boolean, events: Events): MessageReader {
  let kept: Uint8Array = new Uint8Array()
  let head: ParsedHead | undefined
  /** In bytes; what is left of the body or of a chunk. */
  let left = 0
  let step: Step = readHead

  function readHead(): boolean {
    const parsed = http.parseHead(kept)
    if (!parsed) {
      if (kept.length > MAX_HEAD) throw coded(new Error('Header overflow'), 'HPE_HEADER_OVERFLOW')
      return false
    }
    kept = kept.subarray(parsed.length)
    if (parsed.status < 200 && parsed.status !== 101) {
      events.informed?.(parsed)
      return true
    }
    head = parsed
    begin(parsed)
    return true
  }

  function begin(parsed: ParsedHead): void {
    const coding = field(parsed, 'transfer-encoding')
    const length = field(parsed, 'content-length')
    const hasNone = bodiless || parsed.status === 204 || parsed.status === 304
    if (hasNone) step = finish
    else if (coding !== undefined && /chunked\s*$/i.test(coding)) step = readSize
    else if (length !== undefined) {
      if (!/^\d{1,15}$/.test(length)) throw notHttp()
      left = Number(length)
      step = readLength
    } else step = readRest
    events.head(parsed)
  }

  function readLength(): boolean {
    if (left === 0) return finish()
    return take(() => {
      step = finish
    })
  }

  function readRest(): boolean {
    const bytes = kept
    kept = new Uint8Array()
    if (bytes.length > 0) events.data(bytes)
    return false
  }

  function readSize(): boolean {
    const end = kept.indexOf(10)
    if (end < 0) {
      if (kept.length > 4096) throw notHttp()
      return false
    }
    const line = String.fromCharCode(...kept.subarray(0, end))
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?\r$/i.exec(line)
    if (!size) throw notHttp()
    kept = kept.subarray(end + 1)
    left = Number.parseInt(size[1]!, 16)
    step = left === 0 ? readTrailers : readChunk
    return true
  }

  function readChunk(): boolean {
    return take(() => {
      step = endChunk
    })
  }

  function endChunk(): boolean {
    if (kept.length < 2) return false
    if (kept[0] !== 13 || kept[1] !== 10) throw notHttp()
    kept = kept.subarray(2)
    step = readSize
    return true
  }

  function readTrailers(): boolean {
    const end = kept.indexOf(10)
    if (end < 0) {
      if (kept.length > MAX_HEAD) throw notHttp()
      return false
    }
    const isLast = end <= 1
    kept = kept.subarray(end + 1)
    return isLast ? finish() : true
  }

  function take(done: () => void): boolean {
    if (kept.length === 0) return false
    const bytes = kept.subarray(0, left)
    kept = kept.subarray(bytes.length)
    left -= bytes.length
    if (left === 0) done()
    events.data(bytes)
    return left === 0
  }

  function finish(): boolean {
    step = done
    events.end(kept.length === 0 && staysOpen(head!))
    return false
  }

  /** What follows belongs to nobody. */
  function done(): boolean {
    return false
  }

  return {
    push(bytes) {
      kept = joined(kept, bytes)
      while (step()) {
        // On to the next part.
      }
    },
    close() {
      if (step === done) return
      if (step !== readRest) throw coded(new Error('socket hang up'), 'ECONNRESET')
      step = done
      events.end(false)
    },
  }
}

export function field(head: ParsedHead, name: string): string | undefined {
  for (let at = 0; at < head.fields.length; at += 2)
    if (head.fields[at]!.toLowerCase() === name) return head.fields[at + 1]
  return undefined
}

function staysOpen(head: ParsedHead): boolean {
  const connection = field(head, 'connection')?.toLowerCase()
  return head.minor === 0 ? connection === 'keep-alive' : connection !== 'close'
}

function notHttp(): Error {
  return coded(new Error('Parse Error: the answer is not HTTP/1.1'), 'HPE_INVALID_CONSTANT')
}
