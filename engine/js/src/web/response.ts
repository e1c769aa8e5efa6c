import { define } from '../define.ts'
import { Body, type BodyInit } from './body.ts'
import { Headers } from './headers.ts'
import { URL } from './url.ts'

interface ResponseInit {
  status?: number
  statusText?: string
  headers?: ConstructorParameters<typeof Headers>[0]
}

const BODILESS = new Set([101, 103, 204, 205, 304])
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Where it came from. */
interface Origin {
  url: string
  redirected: boolean
  type: string
}

const MADE_HERE: Origin = { url: '', redirected: false, type: 'default' }

function statusOf(given: unknown): number {
  const status = Number(given)
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new RangeError(`init["status"] must be in the range of 200 to 599, inclusive.`)
  return status
}

function statusTextOf(given: unknown): string {
  const text = String(given)
  if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) throw new TypeError('Invalid statusText')
  return text
}

export class Response extends Body {
  #status = 200
  #statusText = ''
  #origin: Origin = MADE_HERE
  readonly headers: Headers

  constructor(body?: BodyInit, init: ResponseInit = {}) {
    super()
    init ??= {}
    const { status = 200, statusText = '' } = init
    if (status !== 200) this.#status = statusOf(status)
    if (statusText !== '') this.#statusText = statusTextOf(statusText)
    this.headers = new Headers(init.headers)
    if (body === null || body === undefined) return
    if (BODILESS.has(this.#status))
      throw new TypeError(`Response constructor: Invalid response status code ${this.#status}`)
    const type = this.take(body)
    if (type) this.headers.typeIfNone(type)
  }

  /** @internal What `fetch` received. */
  static received(
    body: BodyInit,
    status: number,
    statusText: string,
    headers: Headers,
    url: string,
    redirected: boolean,
  ): Response {
    const response = new Response(BODILESS.has(status) ? null : body, { headers })
    response.#status = status
    response.#statusText = statusText
    response.#origin = { url, redirected, type: 'basic' }
    return response
  }

  static error(): Response {
    const response = new Response(null)
    response.#status = 0
    response.#origin = { ...MADE_HERE, type: 'error' }
    return response
  }

  static json(value: unknown, init: ResponseInit = {}): Response {
    const text = JSON.stringify(value)
    if (text === undefined) throw new TypeError('Value is not JSON serializable')
    const headers = new Headers(init?.headers)
    if (!headers.has('content-type')) headers.set('content-type', 'application/json')
    return new Response(text, { ...init, headers })
  }

  static redirect(url: string | URL, status = 302): Response {
    if (!REDIRECTS.has(status)) throw new RangeError(`Invalid status code ${status}`)
    const target = URL.parse(url)
    if (!target) throw new TypeError(`Failed to parse URL from ${String(url)}`)
    return new Response(null, { status, headers: { location: target.href } })
  }

  get status(): number {
    return this.#status
  }

  get ok(): boolean {
    return this.#status >= 200 && this.#status < 300
  }

  get statusText(): string {
    return this.#statusText
  }

  get url(): string {
    return this.#origin.url
  }

  get redirected(): boolean {
    return this.#origin.redirected
  }

  get type(): string {
    return this.#origin.type
  }

  clone(): Response {
    const copy = new Response(null, { headers: this.headers })
    copy.#status = this.#status
    copy.#statusText = this.#statusText
    copy.#origin = this.#origin
    this.copyTo(copy)
    return copy
  }
}

define(Response.prototype, Symbol.toStringTag, 'Response')
