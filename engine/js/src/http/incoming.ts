import type { ParsedHead } from '../native.ts'
import { Readable } from '../node/stream.ts'

/** Of these the first counts; all others are joined. */
const ONCE = new Set(
  (
    'age authorization content-length content-type etag expires from host if-modified-since ' +
    'if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after ' +
    'server user-agent'
  ).split(' '),
)

function headersOf(fields: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]!.toLowerCase()
    const value = fields[at + 1]!
    const before = headers[name]
    if (name === 'set-cookie') headers[name] = [...((before as string[] | undefined) ?? []), value]
    else if (before === undefined) headers[name] = value
    else if (!ONCE.has(name))
      headers[name] = `${before as string}${name === 'cookie' ? '; ' : ', '}${value}`
  }
  return headers
}

/** An answer, as `node:http` has it. */
export class IncomingMessage extends Readable {
  statusCode: number | undefined
  statusMessage: string | undefined
  httpVersion = '1.1'
  httpVersionMajor = 1
  httpVersionMinor = 1
  headers: Record<string, string | string[]> = {}
  rawHeaders: string[] = []
  trailers: Record<string, string> = {}
  rawTrailers: string[] = []
  complete = false
  aborted = false
  url = ''
  method: string | undefined
  socket: any
  req: any
  #more: () => void

  constructor(socket: any, more: () => void = () => {}) {
    super({ autoDestroy: true })
    this.socket = socket
    this.#more = more
  }

  take(head: ParsedHead): this {
    this.statusCode = head.status
    this.statusMessage = head.reason
    this.httpVersionMinor = head.minor
    this.httpVersion = `1.${head.minor}`
    this.rawHeaders = head.fields
    this.headers = headersOf(head.fields)
    return this
  }

  get headersDistinct(): Record<string, string[]> {
    const all: Record<string, string[]> = {}
    for (let at = 0; at < this.rawHeaders.length; at += 2)
      (all[this.rawHeaders[at]!.toLowerCase()] ??= []).push(this.rawHeaders[at + 1]!)
    return all
  }

  get connection(): unknown {
    return this.socket
  }

  _read(): void {
    this.#more()
  }

  _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.complete && this.req) {
      this.aborted = true
      this.req.leave()
    }
    done(error)
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    this.socket?.setTimeout(milliseconds, listener)
    return this
  }
}
