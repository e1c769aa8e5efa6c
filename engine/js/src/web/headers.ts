import { define } from '../define.ts'
import { TOKEN } from '../http/header-rules.ts'
import { native } from '../native.ts'

type Init = Headers | Iterable<Iterable<string>> | Record<string, string> | null | undefined

const { isHeaderValue, arePlainLines } = native.part('http')

/** Names that came before, in lower case: requests have the same again and again. */
const known = new Map<unknown, string>()
/** Names come from clients, too. */
const MOST_KNOWN = 200

function nameOf(name: unknown): string {
  const text = String(name)
  if (!TOKEN.test(text)) throw new TypeError(`Header name must be a valid HTTP token ["${text}"]`)
  const lower = text.toLowerCase()
  if (known.size < MOST_KNOWN) known.set(text, lower)
  return lower
}

function valueOf(name: string, value: unknown): string {
  let text = typeof value === 'string' ? value : String(value)
  // A space, or what is below it, at either end.
  if (text.charCodeAt(0) <= 32 || text.charCodeAt(text.length - 1) <= 32)
    text = text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')
  if (!isHeaderValue(text)) throw new TypeError(`Invalid character in header content ["${name}"]`)
  return text
}

/**
 * Without a prototype: every name is one of a line. QuickJS copies such an object in a fraction of the time
 * that a Map takes.
 */
type Lines = Record<string, string | string[]>

const noLines = () => ({ __proto__: null }) as unknown as Lines

/** What is joined loses the space at its end; cookies stay by themselves. */
const copied = (name: string, values: string | string[]) =>
  typeof values === 'string'
    ? values
    : name === 'set-cookie'
      ? [...values]
      : joined(name, values).trimEnd()

const joined = (name: string, values: string | string[]) =>
  typeof values === 'string' ? values : values.join(name === 'cookie' ? '; ' : ', ')

/** The last that were made of an event's lines, until a request has them. */
let fresh: Headers | undefined

export class Headers {
  /** By names in lower case, in the order in which they came: a line, or several. */
  #values: Lines
  /** Whether another one reads the same lines: they are copied before one changes. */
  #shared = false
  /** Whether each name has one line, so that another one may read the same. */
  #single = true
  /** Names and values in turn, as they are gone through, until one changes. */
  #sorted: string[] | undefined

  constructor(init?: Init) {
    if (typeof init === 'object' && init !== null && #values in init) {
      this.#values = init.#values
      this.#single = init.#single
      if (this.#single) this.#shared = init.#shared = true
      else this.#own()
      return
    }
    this.#values = noLines()
    if (init === undefined) return
    if (init === null || (typeof init !== 'object' && typeof init !== 'function'))
      throw new TypeError('Headers cannot be made of this')
    if (Symbol.iterator in init) for (const pair of init) this.#add([...pair])
    else {
      const names = Reflect.ownKeys(init) as string[]
      for (let at = 0; at < names.length; at++) this.append(names[at]!, init[names[at]!]!)
    }
  }

  /**
   * @internal Of lines as most events have them: names in lower case, each with a text that needs no look.
   * Undefined for others.
   */
  static ofPlainLines(record: Record<string, string>): Headers | undefined {
    if (!arePlainLines(record)) return undefined
    const headers = new Headers()
    headers.#values = { __proto__: null, ...record } as never
    return (fresh = headers)
  }

  /** @internal Its own, for a request: what was made for one and went nowhere else is taken as it is. */
  static ofRequest(init: Init): Headers {
    if (init === undefined || init !== fresh) return new Headers(init)
    const headers = fresh
    fresh = undefined
    return headers
  }

  #own(): void {
    const lines = { __proto__: null, ...this.#values } as unknown as Lines
    if (!this.#single) {
      this.#single = true
      for (const name of Object.keys(lines)) {
        const copy = (lines[name] = copied(name, lines[name]!))
        if (typeof copy !== 'string') this.#single = false
      }
    }
    this.#values = lines
    this.#shared = false
  }

  #add(pair: string[]): void {
    if (pair.length !== 2) throw new TypeError('A header is a name and a value')
    this.append(pair[0]!, pair[1]!)
  }

  append(name: string, value: string): void {
    const key = known.get(name) ?? nameOf(name)
    const text = valueOf(key, value)
    this.#sorted = undefined
    if (this.#shared) this.#own()
    const lines = this.#values
    const values = lines[key]
    if (values === undefined) lines[key] = text
    else if (typeof values === 'string') {
      lines[key] = [values, text]
      this.#single = false
    } else values.push(text)
  }

  set(name: string, value: string): void {
    const key = known.get(name) ?? nameOf(name)
    const text = valueOf(key, value)
    this.#sorted = undefined
    if (this.#shared) this.#own()
    this.#values[key] = text
  }

  /** @internal The type of a body, where none was given. */
  typeIfNone(type: string): void {
    if ('content-type' in this.#values) return
    this.#sorted = undefined
    if (this.#shared) this.#own()
    this.#values['content-type'] = type
  }

  get(name: string): string | null {
    const key = known.get(name) ?? nameOf(name)
    const values = this.#values[key]
    return values === undefined ? null : joined(key, values)
  }

  has(name: string): boolean {
    return (known.get(name) ?? nameOf(name)) in this.#values
  }

  delete(name: string): void {
    this.#sorted = undefined
    if (this.#shared) this.#own()
    delete this.#values[nameOf(name)]
  }

  getSetCookie(): string[] {
    const cookies = this.#values['set-cookie']
    if (cookies === undefined) return []
    return typeof cookies === 'string' ? [cookies] : [...cookies]
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, self?: unknown): void {
    let all = this.#inOrder()
    for (let at = 0; at < all.length; at += 2) {
      callback.call(self, all[at + 1]!, all[at]!, this)
      // It may have changed them.
      all = this.#sorted ?? this.#inOrder()
    }
  }

  /** By name; each cookie by itself. */
  *entries(): IterableIterator<[string, string]> {
    for (let at = 0; at < this.#inOrder().length; at += 2)
      yield [this.#inOrder()[at]!, this.#inOrder()[at + 1]!]
  }

  #inOrder(): string[] {
    if (this.#sorted) return this.#sorted
    const lines = this.#values
    const all: string[] = []
    const names = Object.keys(lines).sort()
    for (let at = 0; at < names.length; at++) {
      const name = names[at]!
      const values = lines[name]!
      if (typeof values === 'string') all.push(name, values)
      else if (name === 'set-cookie') for (const value of values) all.push(name, value)
      else all.push(name, joined(name, values))
    }
    return (this.#sorted = all)
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.entries()) yield name
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }

  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: unknown, options: object) => string,
  ): string {
    return `Headers ${inspect(Object.fromEntries(this.entries()), options)}`
  }
}

define(Headers.prototype, Symbol.toStringTag, 'Headers')
