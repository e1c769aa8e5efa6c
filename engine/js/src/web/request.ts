import { coded, define } from '../define.ts'
import { TOKEN } from '../http/header-rules.ts'
import { native } from '../native.ts'
import { Body, type BodyInit } from './body.ts'
import { AbortController, AbortSignal } from './events.ts'
import { Headers } from './headers.ts'
import type { URL } from './url.ts'

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
  if (NORMAL.has(method)) return method
  if (!TOKEN.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`)
  const upper = method.toUpperCase()
  if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK')
    throw new TypeError(`'${method}' HTTP method is unsupported.`)
  return NORMAL.has(upper) ? upper : method
}

const { address } = native.part('url')

function addressOf(input: unknown): string {
  const href = address(String(input))
  if (href === undefined)
    throw new TypeError(`Failed to parse URL from ${String(input)}`, {
      cause: coded(new TypeError('Invalid URL'), 'ERR_INVALID_URL'),
    })
  if (href === '')
    throw new TypeError(
      `Request cannot be constructed from a URL that includes credentials: ${String(input)}`,
    )
  return href
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

/** What is seldom given. */
const DEFAULTS = {
  redirect: 'follow' as 'follow' | 'error' | 'manual',
  credentials: 'same-origin',
  cache: 'default',
  mode: 'cors',
  referrer: 'about:client',
  referrerPolicy: '',
  integrity: '',
  keepalive: false,
}

type Settings = typeof DEFAULTS

function settingsOf(init: RequestInit, from: Settings): Settings {
  // Looked at one by one only where there is one.
  const given =
    init.redirect ??
    init.credentials ??
    init.cache ??
    init.mode ??
    init.referrer ??
    init.referrerPolicy ??
    init.integrity ??
    init.keepalive
  if (given === undefined || given === null) return from
  let settings = from
  for (const name in DEFAULTS) {
    const value = (init as Record<string, unknown>)[name]
    if (value === undefined || value === null) continue
    if (settings === from) settings = { ...from }
    ;(settings as Record<string, unknown>)[name] = value
  }
  return settings
}

/** In Node's order. */
const SHOWN = [
  'method',
  'url',
  'headers',
  'destination',
  'referrer',
  'referrerPolicy',
  'mode',
  'credentials',
  'cache',
  'redirect',
  'integrity',
  'keepalive',
  'signal',
] as const

export class Request extends Body {
  readonly #method: string
  readonly #url: string
  readonly #headers: Headers
  readonly #settings: Settings
  /** Made when it is asked for, where none was given. */
  #signal: AbortSignal | undefined

  constructor(input: Request | URL | string, init: RequestInit = {}) {
    super()
    const from = typeof input === 'object' && input !== null && #method in input ? input : undefined
    init ??= {}
    this.#url = from ? from.#url : addressOf(input)
    this.#method =
      init.method === undefined ? (from ? from.#method : 'GET') : methodOf(String(init.method))
    this.#headers = Headers.ofRequest(init.headers ?? (from ? from.#headers : undefined))
    this.#settings = settingsOf(init, from ? from.#settings : DEFAULTS)
    this.#signal = init.signal === undefined ? from?.signal : (init.signal ?? undefined)
    this.#takeBody(from, init)
  }

  get method(): string {
    return this.#method
  }

  get url(): string {
    return this.#url
  }

  get headers(): Headers {
    return this.#headers
  }

  get signal(): AbortSignal {
    return (this.#signal ??= new AbortController().signal)
  }

  get redirect(): Settings['redirect'] {
    return this.#settings.redirect
  }

  get duplex(): 'half' {
    return 'half'
  }

  get destination(): string {
    return ''
  }

  get credentials(): string {
    return this.#settings.credentials
  }

  get cache(): string {
    return this.#settings.cache
  }

  get mode(): string {
    return this.#settings.mode
  }

  get referrer(): string {
    return this.#settings.referrer
  }

  get referrerPolicy(): string {
    return this.#settings.referrerPolicy
  }

  get integrity(): string {
    return this.#settings.integrity
  }

  get keepalive(): boolean {
    return this.#settings.keepalive
  }

  #takeBody(from: Request | undefined, init: RequestInit): void {
    const isBodiless = this.#method === 'GET' || this.#method === 'HEAD'
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
      if (type) this.#headers.typeIfNone(type)
    } else if (from) this.moveFrom(from)
  }

  clone(): Request {
    const members = Object.fromEntries(COPIED.map((name) => [name, this[name]])) as RequestInit
    const copy = new Request(this.url, members)
    this.copyTo(copy)
    return copy
  }

  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    return `Request ${inspect(Object.fromEntries(SHOWN.map((name) => [name, this[name]])), options)}`
  }
}

define(Request.prototype, Symbol.toStringTag, 'Request')
