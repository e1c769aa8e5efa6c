import { define } from '../define.ts'
import { native } from '../native.ts'
import { Blob, File } from './blob.ts'
import { joined, TextEncoder } from './text.ts'

type Value = string | File

export class FormData {
  #list: [name: string, value: Value][] = []

  append(name: string, value: unknown, filename?: string): void {
    this.#list.push([text(name), entry(value, filename)])
  }

  set(name: string, value: unknown, filename?: string): void {
    const key = text(name)
    const made: [string, Value] = [key, entry(value, filename)]
    const at = this.#list.findIndex((pair) => pair[0] === key)
    if (at < 0) this.#list.push(made)
    else
      this.#list = this.#list.flatMap((pair, index) =>
        index === at ? [made] : pair[0] === key ? [] : [pair],
      )
  }

  delete(name: string): void {
    this.#list = this.#list.filter((pair) => pair[0] !== text(name))
  }

  get(name: string): Value | null {
    return this.#list.find((pair) => pair[0] === text(name))?.[1] ?? null
  }

  getAll(name: string): Value[] {
    return this.#list.filter((pair) => pair[0] === text(name)).map((pair) => pair[1])
  }

  has(name: string): boolean {
    return this.#list.some((pair) => pair[0] === text(name))
  }

  forEach(callback: (value: Value, name: string, data: FormData) => void, self?: unknown): void {
    for (const [name, value] of this) callback.call(self, value, name, this)
  }

  *entries(): IterableIterator<[string, Value]> {
    for (let at = 0; at < this.#list.length; at++) yield [...this.#list[at]!]
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name
  }

  *values(): IterableIterator<Value> {
    for (const [, value] of this) yield value
  }

  [Symbol.iterator](): IterableIterator<[string, Value]> {
    return this.entries()
  }
}

const text = (value: unknown) => String(value).toWellFormed()

function entry(value: unknown, filename?: string): Value {
  if (!(value instanceof Blob)) {
    if (filename !== undefined) throw new TypeError('A file name belongs to a Blob')
    return text(value)
  }
  if (value instanceof File && filename === undefined) return value
  const name = filename ?? 'blob'
  const options = {
    type: value.type,
    ...(value instanceof File && { lastModified: value.lastModified }),
  }
  return new File([value], name, options)
}

const crypto = native.part('crypto')
const native8 = native.part('text')

/** The type is known at once, the bytes once its files are read. */
export function encodeForm(data: FormData): { bytes: () => Promise<Uint8Array>; type: string } {
  const random = new Uint8Array(12)
  crypto.random(random)
  const boundary = `----formdata-oche-${native8.toHex(random)}`
  return {
    bytes: () => encodeParts([...data], boundary),
    type: `multipart/form-data; boundary=${boundary}`,
  }
}

async function encodeParts(data: [string, Value][], boundary: string): Promise<Uint8Array> {
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  for (const [name, value] of data) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`
    if (typeof value === 'string') {
      parts.push(encoder.encode(`${head}\r\n\r\n${value.replace(/\r?\n|\r/g, '\r\n')}\r\n`))
      continue
    }
    const type = value.type || 'application/octet-stream'
    parts.push(
      encoder.encode(`${head}; filename="${quoted(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`),
    )
    parts.push(await value.bytes(), encoder.encode('\r\n'))
  }
  parts.push(encoder.encode(`--${boundary}--\r\n`))
  return joined(...parts)
}

function quoted(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0D%0A').replaceAll('"', '%22')
}

/** @throws TypeError where the bytes are not what their type says */
export function decodeForm(bytes: Uint8Array, type: string): FormData {
  const data = new FormData()
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type)
  const mark = boundary && `--${boundary[1] ?? boundary[2]}`
  if (!mark) throw new TypeError('The form has no boundary')
  let at = native8.indexOf(bytes, mark, 0)
  for (;;) {
    if (at < 0) throw new TypeError('The form is not multipart/form-data')
    at += mark.length
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) return data
    const headEnd = native8.indexOf(bytes, '\r\n\r\n', at)
    const end = headEnd < 0 ? -1 : native8.indexOf(bytes, `\r\n${mark}`, headEnd + 2)
    if (end < 0) throw new TypeError('The form is not multipart/form-data')
    addPart(data, native8.decodeUtf8(bytes, at, headEnd), bytes.slice(headEnd + 4, end))
    at = end + 2
  }
}

function addPart(data: FormData, head: string, body: Uint8Array): void {
  const name = /content-disposition:[^\r]*?[;\s]name="((?:[^"\\]|\\.)*)"/i.exec(head)?.[1]
  if (name === undefined) throw new TypeError('A part of the form has no name')
  const filename = /content-disposition:[^\r]*?filename="((?:[^"\\]|\\.)*)"/i.exec(head)?.[1]
  if (filename === undefined) return data.append(unquoted(name), native8.decodeUtf8(body))
  const type = /content-type:\s*([^\r]+)/i.exec(head)?.[1]?.trim() ?? 'text/plain'
  data.append(
    unquoted(name),
    new File([body as Uint8Array<ArrayBuffer>], unquoted(filename), { type }),
  )
}

function unquoted(name: string): string {
  return name.replace(/%0D%0A/gi, '\r\n').replace(/%22/g, '"')
}

define(FormData.prototype, Symbol.toStringTag, 'FormData')
