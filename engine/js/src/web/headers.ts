import { define } from '../define.ts'
import { TOKEN } from '../http/header-rules.ts'
import { native } from '../native.ts'

type Init = Headers | Iterable<Iterable<string>> | Record<string, string> | null | undefined

const { isHeaderValue } = native.part('http')

/** Names that came before, in lower case: requests have the same again and again. */
const known = new Map<unknown, string>()
/** Names come from clients, too. */
const MOST_KNOWN = 200

function nameOf(name: unknown): string {
  const before = known.get(name)
  if (before !== undefined) return before
  const text = String(name)
  if (!TOKEN.test(text)) throw new TypeError(`Header name must be a valid HTTP token ["${text}"]`)
  const lower = text.toLowerCase()
  if (known.size < MOST_KNOWN) known.set(text, lower)
  return lower
}

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13

function valueOf(name: string, value: unknown): string {
  let text = String(value)
  if (isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1)))
    text = text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')
  if (!isHeaderValue(text)) throw new TypeError(`Invalid character in header content ["${name}"]`)
  return text
}

/** What is joined loses the space at its end. */
const copied = (name: string, values: string[]) =>
  values.length === 1 || name === 'set-cookie' ? [...values] : [joined(name, values).trimEnd()]

const joined = (name: string, values: string[]) => values.join(name === 'cookie' ? '; ' : ', ')

export class Headers {
  /** By names in lower case, in the order in which they came. */
  readonly #values: Map<string, string[]> = new Map()
  /** As they are gone through, until one changes. */
  #sorted: [string, string][] | undefined

  constructor(init?: Init) {
    if (init === undefined) return
    if (init === null || (typeof init !== 'object' && typeof init !== 'function'))
      throw new TypeError('Headers cannot be made of this')
    if (init instanceof Headers)
      for (const [name, values] of init.#values) this.#values.set(name, copied(name, values))
    else if (Symbol.iterator in init) for (const pair of init) this.#add([...pair])
    else
      for (const name of Reflect.ownKeys(init)) this.append(name as string, init[name as string]!)
  }

  #add(pair: string[]): void {
    if (pair.length !== 2) throw new TypeError('A header is a name and a value')
    this.append(pair[0]!, pair[1]!)
  }

  append(name: string, value: string): void {
    const key = nameOf(name)
    const text = valueOf(key, value)
    const values = this.#values.get(key)
    this.#sorted = undefined
    if (values) values.push(text)
    else this.#values.set(key, [text])
  }

  set(name: string, value: string): void {
    const key = nameOf(name)
    this.#values.set(key, [valueOf(key, value)])
    this.#sorted = undefined
  }

  get(name: string): string | null {
    const key = nameOf(name)
    const values = this.#values.get(key)
    return values ? joined(key, values) : null
  }

  has(name: string): boolean {
    return this.#values.has(nameOf(name))
  }

  delete(name: string): void {
    this.#values.delete(nameOf(name))
    this.#sorted = undefined
  }

  getSetCookie(): string[] {
    return [...(this.#values.get('set-cookie') ?? [])]
  }

  forEach(callback: (value: string, name: string, headers: Headers) => void, self?: unknown): void {
    for (const [name, value] of this) callback.call(self, value, name, this)
  }

  /** By name; each cookie by itself. */
  *entries(): IterableIterator<[string, string]> {
    for (let at = 0; at < this.#pairs().length; at++) yield this.#pairs()[at]!
  }

  #pairs(): [string, string][] {
    return (this.#sorted ??= [...this.#values.keys()].sort().flatMap((name) => {
      const values = this.#values.get(name)!
      if (name === 'set-cookie') return values.map((value): [string, string] => [name, value])
      return [[name, joined(name, values)] as [string, string]]
    }))
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
