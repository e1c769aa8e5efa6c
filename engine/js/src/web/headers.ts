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

type Lines = Map<string, string | string[]>

/** What is joined loses the space at its end; cookies stay by themselves. */
const copied = (name: string, values: string | string[]) =>
  typeof values === 'string'
    ? values
    : name === 'set-cookie'
      ? [...values]
      : joined(name, values).trimEnd()

const joined = (name: string, values: string | string[]) =>
  typeof values === 'string' ? values : values.join(name === 'cookie' ? '; ' : ', ')

export class Headers {
  /** By names in lower case, in the order in which they came: a line, or several. */
  #values: Lines
  /** Whether another one reads the same lines: they are copied before one changes. */
  #shared = false
  /** Whether each name has one line, so that another one may read the same. */
  #single = true
  /** As they are gone through, until one changes. */
  #sorted: [string, string][] | undefined

  constructor(init?: Init) {
    if (typeof init === 'object' && init !== null && #values in init) {
      this.#values = init.#values
      if (init.#single) this.#shared = init.#shared = true
      else this.#own()
      return
    }
    this.#values = new Map()
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
    const lines = headers.#values
    const names = Object.keys(record)
    for (let at = 0; at < names.length; at++) lines.set(names[at]!, record[names[at]!]!)
    return headers
  }

  #own(): void {
    const lines: Lines = new Map()
    let single = true
    this.#values.forEach((values, name) => {
      const copy = copied(name, values)
      if (typeof copy !== 'string') single = false
      lines.set(name, copy)
    })
    this.#values = lines
    this.#shared = false
    this.#single = single
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
    const values = lines.get(key)
    if (values === undefined) lines.set(key, text)
    else if (typeof values === 'string') {
      lines.set(key, [values, text])
      this.#single = false
    } else values.push(text)
  }

  set(name: string, value: string): void {
    const key = known.get(name) ?? nameOf(name)
    const text = valueOf(key, value)
    this.#sorted = undefined
    if (this.#shared) this.#own()
    this.#values.set(key, text)
  }

  get(name: string): string | null {
    const key = known.get(name) ?? nameOf(name)
    const values = this.#values.get(key)
    return values === undefined ? null : joined(key, values)
  }

  has(name: string): boolean {
    return this.#values.has(known.get(name) ?? nameOf(name))
  }

  delete(name: string): void {
    this.#sorted = undefined
    if (this.#shared) this.#own()
    this.#values.delete(nameOf(name))
  }

  getSetCookie(): string[] {
    const cookies = this.#values.get('set-cookie')
    if (cookies === undefined) return []
    return typeof cookies === 'string' ? [cookies] : [...cookies]
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, self?: unknown): void {
    let pairs = this.#pairs()
    for (let at = 0; at < pairs.length; at++) {
      const pair = pairs[at]!
      callback.call(self, pair[1], pair[0], this)
      // It may have changed them.
      pairs = this.#sorted ?? this.#pairs()
    }
  }

  /** By name; each cookie by itself. */
  *entries(): IterableIterator<[string, string]> {
    for (let at = 0; at < this.#pairs().length; at++) yield this.#pairs()[at]!
  }

  #pairs(): [string, string][] {
    if (this.#sorted) return this.#sorted
    const lines = this.#values
    const pairs: [string, string][] = []
    const names = Array.from(lines.keys()).sort()
    for (let at = 0; at < names.length; at++) {
      const name = names[at]!
      const values = lines.get(name)!
      if (typeof values === 'string') pairs.push([name, values])
      else if (name === 'set-cookie') for (const value of values) pairs.push([name, value])
      else pairs.push([name, joined(name, values)])
    }
    return (this.#sorted = pairs)
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
