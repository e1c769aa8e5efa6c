import { coded, define } from '../define.ts'
import { TOKEN } from '../http/header-rules.ts'
import { Body, type BodyInit } from './body.ts'
import { AbortController, AbortSignal } from './events.ts'
import { Headers } from './headers.ts'
import { URL } from './url.ts'

export interface RequestInit {
  method?: string
  headers?: ConstructorParameters<typeof Headers>[0]
  body?: BodyInit
  signal?: AbortSignal | null
  redirect?: 'follow' | 'error' | 'manual'
  duplex?: 'half'
  credentials?: string
  cache?: string
  mode?: string
  referrer?: string
  referrerPolicy?: string
  integrity?: string
  keepalive?: boolean
}

const NORMAL = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])

function methodOf(method: string): string {
  if (!TOKEN.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`)
  const upper = method.toUpperCase()
  if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK')
    throw new TypeError(`'${method}' HTTP method is unsupported.`)
  return NORMAL.has(upper) ? upper : method
}

function addressOf(input: unknown): string {
  const url = URL.parse(input)
  if (!url)
    throw new TypeError(`Failed to parse URL from ${String(input)}`, {
      cause: coded(new TypeError('Invalid URL'), 'ERR_INVALID_URL'),
    })
  if (url.username || url.password)
    throw new TypeError(
      `Request cannot be constructed from a URL that includes credentials: ${String(input)}`,
    )
  return url.href
}

/** All that a request is made of but its address and its body. */
const COPIED = [
  'method',
  'headers',
  'signal',
  'redirect',
  'credentials',
  'cache',
  'mode',
  'referrer',
  'referrerPolicy',
  'integrity',
  'keepalive',
] as const

export class Request extends Body {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly signal: AbortSignal
  readonly redirect: 'follow' | 'error' | 'manual'
  readonly duplex = 'half'
  readonly credentials: string
  readonly cache: string
  readonly mode: string
  readonly referrer: string
  readonly referrerPolicy: string
  readonly integrity: string
  readonly keepalive: boolean
  readonly destination = ''

  constructor(input: Request | URL | string, init: RequestInit = {}) {
    super()
    const from = input instanceof Request ? input : undefined
    init ??= {}
    this.url = from?.url ?? addressOf(input)
    this.method =
      init.method === undefined ? (from?.method ?? 'GET') : methodOf(String(init.method))
    this.headers = new Headers(init.headers ?? from?.headers)
    this.redirect = init.redirect ?? from?.redirect ?? 'follow'
    this.credentials = init.credentials ?? from?.credentials ?? 'same-origin'
    this.cache = init.cache ?? from?.cache ?? 'default'
    this.mode = init.mode ?? from?.mode ?? 'cors'
    this.referrer = init.referrer ?? from?.referrer ?? 'about:client'
    this.referrerPolicy = init.referrerPolicy ?? from?.referrerPolicy ?? ''
    this.integrity = init.integrity ?? from?.integrity ?? ''
    this.keepalive = init.keepalive ?? from?.keepalive ?? false
    this.signal =
      init.signal === undefined
        ? (from?.signal ?? new AbortController().signal)
        : (init.signal ?? new AbortController().signal)
    this.#takeBody(from, init)
  }

  #takeBody(from: Request | undefined, init: RequestInit): void {
    const isBodiless = this.method === 'GET' || this.method === 'HEAD'
    const given = init.body !== undefined && init.body !== null
    if (isBodiless && (given || from?.body))
      throw new TypeError('Request with GET/HEAD method cannot have body.')
    if (
      given &&
      typeof init.body === 'object' &&
      'getReader' in init.body! &&
      init.duplex === undefined
    )
      throw new TypeError('RequestInit: duplex option is required when sending a body.')
    if (given) {
      const type = this.take(init.body)
      if (type && !this.headers.has('content-type')) this.headers.set('content-type', type)
    } else if (from) this.moveFrom(from)
  }

  clone(): Request {
    const members = Object.fromEntries(COPIED.map((name) => [name, this[name]])) as RequestInit
    const copy = new Request(this.url, members)
    this.copyTo(copy)
    return copy
  }
}

define(Request.prototype, Symbol.toStringTag, 'Request')
