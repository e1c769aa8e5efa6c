import { absent, coded, define } from '../define.ts'
import { native } from '../native.ts'

const url = native.part('url')

/** The order in which the host gives them. */
const PARTS = [
  'href',
  'origin',
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const
type Part = (typeof PARTS)[number]

function parse(input: unknown, base: unknown): string[] | undefined {
  return url.parse(wellFormed(input), base === undefined ? undefined : wellFormed(base))
}

const wellFormed = (value: unknown) => String(value).toWellFormed()

const make = Symbol('make')

export class URL {
  #parts: string[]
  #params: URLSearchParams | undefined

  constructor(input: unknown, base?: unknown) {
    const parts = input === make ? (base as string[]) : parse(input, base)
    if (!parts) {
      const error = coded(new TypeError('Invalid URL'), 'ERR_INVALID_URL')
      throw Object.assign(
        error,
        { input: String(input) },
        base === undefined ? {} : { base: String(base) },
      )
    }
    this.#parts = parts
  }

  static canParse(input: unknown, base?: unknown): boolean {
    return parse(input, base) !== undefined
  }

  static parse(input: unknown, base?: unknown): URL | null {
    const parts = parse(input, base)
    return parts ? new URL(make, parts) : null
  }

  #get(part: Part): string {
    return this.#parts[PARTS.indexOf(part)]!
  }

  #set(part: Part, value: unknown): void {
    this.#parts = url.change(this.href, part, wellFormed(value)) ?? this.#parts
    if (part === 'search') this.#params?.[reread](this.search)
  }

  get href(): string {
    return this.#parts[0]!
  }

  set href(value: string) {
    this.#parts = new URL(value).#parts
    this.#params?.[reread](this.search)
  }

  get origin(): string {
    // Of blobs only those of the web have one.
    if (this.protocol === 'blob:' && !/^blob:https?:/.test(this.href)) return 'null'
    return this.#get('origin')
  }

  get protocol(): string {
    return this.#get('protocol')
  }

  set protocol(value: string) {
    this.#set('protocol', value)
  }

  get username(): string {
    return this.#get('username')
  }

  set username(value: string) {
    this.#set('username', value)
  }

  get password(): string {
    return this.#get('password')
  }

  set password(value: string) {
    this.#set('password', value)
  }

  get host(): string {
    return this.#get('host')
  }

  set host(value: string) {
    this.#set('host', value)
  }

  get hostname(): string {
    return this.#get('hostname')
  }

  set hostname(value: string) {
    this.#set('hostname', value)
  }

  get port(): string {
    return this.#get('port')
  }

  set port(value: string) {
    this.#set('port', value)
  }

  get pathname(): string {
    return this.#get('pathname')
  }

  set pathname(value: string) {
    this.#set('pathname', value)
  }

  get search(): string {
    return this.#get('search')
  }

  set search(value: string) {
    this.#set('search', value)
  }

  get hash(): string {
    return this.#get('hash')
  }

  set hash(value: string) {
    this.#set('hash', value)
  }

  get searchParams(): URLSearchParams {
    if (!this.#params) {
      this.#params = new URLSearchParams(this.search)
      this.#params[tell] = (text) => {
        this.#parts = url.change(this.href, 'search', text) ?? this.#parts
      }
    }
    return this.#params
  }

  toString(): string {
    return this.href
  }

  toJSON(): string {
    return this.href
  }

  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    const shown = Object.fromEntries(PARTS.map((part) => [part, this.#get(part)]))
    return `URL ${inspect({ ...shown, searchParams: this.searchParams }, options)}`
  }
}

const tell = Symbol('tell')
const reread = Symbol('reread')

type Init = string | URLSearchParams | Iterable<[string, string]> | Record<string, string>

export class URLSearchParams {
  #list: [name: string, value: string][] = [];
  [tell]: ((text: string) => void) | undefined = undefined

  constructor(init: Init = '') {
    if (init === null) return
    if (typeof init !== 'object') this.#list = decode(String(init).replace(/^\?/, ''))
    else if (Symbol.iterator in init)
      for (const pair of init as Iterable<[string, string]>) this.#add(pair)
    else
      for (const name of Reflect.ownKeys(init) as string[])
        // oxlint-disable-next-line typescript/no-unnecessary-template-expression -- a symbol has no text
        this.#list.push([wellFormed(`${name}`), wellFormed(init[name])])
  }

  #add(pair: Iterable<string>): void {
    const parts = [...pair]
    if (parts.length !== 2)
      throw coded(
        new TypeError('Each query pair must be an iterable [name, value] tuple'),
        'ERR_INVALID_TUPLE',
      )
    this.#list.push([wellFormed(parts[0]), wellFormed(parts[1])])
  }

  [reread](search: string): void {
    this.#list = decode(search.replace(/^\?/, ''))
  }

  #changed(): void {
    this[tell]?.(this.toString())
  }

  get size(): number {
    return this.#list.length
  }

  append(name: string, value: string): void {
    this.#list.push([wellFormed(name), wellFormed(value)])
    this.#changed()
  }

  delete(name: string, value?: string): void {
    const gone = ([itsName, itsValue]: [string, string]) =>
      itsName === wellFormed(name) && (value === undefined || itsValue === wellFormed(value))
    this.#list = this.#list.filter((pair) => !gone(pair))
    this.#changed()
  }

  get(name: string): string | null {
    return this.#list.find((pair) => pair[0] === wellFormed(name))?.[1] ?? null
  }

  getAll(name: string): string[] {
    return this.#list.filter((pair) => pair[0] === wellFormed(name)).map((pair) => pair[1])
  }

  has(name: string, value?: string): boolean {
    const text = value === undefined ? undefined : wellFormed(value)
    return this.#list.some(
      (pair) => pair[0] === wellFormed(name) && (text === undefined || pair[1] === text),
    )
  }

  set(name: string, value: string): void {
    const text = wellFormed(name)
    const first = this.#list.find((pair) => pair[0] === text)
    if (first) {
      first[1] = wellFormed(value)
      this.#list = this.#list.filter((pair) => pair === first || pair[0] !== text)
    } else this.#list.push([text, wellFormed(value)])
    this.#changed()
  }

  sort(): void {
    this.#list.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    this.#changed()
  }

  forEach(
    callback: (value: string, name: string, params: URLSearchParams) => void,
    self?: unknown,
  ): void {
    for (const [name, value] of this) callback.call(self, value, name, this)
  }

  /** What is added while it goes on comes up too. */
  *entries(): IterableIterator<[string, string]> {
    for (let at = 0; at < this.#list.length; at++) yield [...this.#list[at]!]
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this) yield value
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }

  toString(): string {
    return this.#list.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  }

  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    const pairs = this.#list.map((pair) => pair.map((text) => inspect(text, options)).join(' => '))
    return pairs.length > 0 ? `URLSearchParams { ${pairs.join(', ')} }` : 'URLSearchParams {}'
  }
}

/** As forms are encoded. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

function decode(query: string): [string, string][] {
  const pairs = query.split('&').filter((pair) => pair !== '')
  return pairs.map((pair) => {
    const at = pair.indexOf('=')
    return at < 0
      ? [unescaped(pair), '']
      : [unescaped(pair.slice(0, at)), unescaped(pair.slice(at + 1))]
  })
}

const textPart = native.part('text')

/** Malformed escapes stay, and malformed UTF-8 is replaced. */
function unescaped(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced.toWellFormed()
  const bytes = textPart.encodeUtf8(spaced)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const hex = bytes[at] === 0x25 ? hexAt(bytes, at + 1) : undefined
    bytes[length++] = hex ?? bytes[at]!
    if (hex !== undefined) at += 2
  }
  return textPart.decodeUtf8(bytes, 0, length)
}

function hexAt(bytes: Uint8Array, at: number): number | undefined {
  const high = digit(bytes[at])
  const low = digit(bytes[at + 1])
  return high === undefined || low === undefined ? undefined : high * 16 + low
}

function digit(code: number | undefined): number | undefined {
  if (code === undefined) return undefined
  if (code >= 48 && code <= 57) return code - 48
  const letter = code | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : undefined
}

define(URL, 'createObjectURL', absent('URL.createObjectURL'))
define(URL.prototype, Symbol.toStringTag, 'URL')
define(URLSearchParams.prototype, Symbol.toStringTag, 'URLSearchParams')
