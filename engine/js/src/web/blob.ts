import { define } from '../define.ts'
import { native } from '../native.ts'
import type { ReadableStream } from './streams.ts'
import { bytesOf, joined, TextDecoder, TextEncoder } from './text.ts'

type Part = string | Blob | ArrayBuffer | ArrayBufferView

interface BlobOptions {
  type?: string
  endings?: 'transparent' | 'native'
}

/** Handed over at a time, in bytes. */
const CHUNK = 64 * 1024

export class Blob {
  readonly #bytes: Uint8Array
  readonly #type: string

  constructor(parts: Iterable<Part> = [], options: BlobOptions = {}) {
    if (typeof parts !== 'object' || parts === null || !(Symbol.iterator in parts))
      throw new TypeError('The "sources" argument must be a sequence')
    const encoder = new TextEncoder()
    const bytes = [...parts].map((part) => {
      if (part instanceof Blob) return part.#bytes
      if (typeof part === 'object' && (ArrayBuffer.isView(part) || part instanceof ArrayBuffer))
        return bytesOf(part)
      const text = String(part)
      return encoder.encode(options?.endings === 'native' ? text.replace(/\r\n?/g, '\n') : text)
    })
    this.#bytes = joined(...bytes).slice()
    const type = String(options?.type ?? '')
    this.#type = /[^\x20-\x7e]/.test(type) ? '' : type.toLowerCase()
  }

  get size(): number {
    return this.#bytes.length
  }

  get type(): string {
    return this.#type
  }

  slice(start = 0, end = this.size, type = ''): Blob {
    return new Blob([this.#bytes.slice(start, end)], { type })
  }

  async text(): Promise<string> {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#bytes)
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#bytes.slice().buffer as ArrayBuffer
  }

  async bytes(): Promise<Uint8Array> {
    return this.#bytes.slice()
  }

  stream(): ReadableStream<Uint8Array> {
    // Much code, for what few ask of a blob.
    const streams = native.load('web:streams') as { ReadableStream: typeof ReadableStream }
    const bytes = this.#bytes
    let at = 0
    return new streams.ReadableStream({
      type: 'bytes',
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.slice(at, (at += CHUNK)) as never)
        if (at < bytes.length) return
        controller.close()
        controller.byobRequest?.respond(0)
      },
    }) as ReadableStream<Uint8Array>
  }
}

export class File extends Blob {
  readonly #name: string
  readonly #lastModified: number

  constructor(
    parts: Iterable<Part>,
    name: string,
    options: BlobOptions & { lastModified?: number } = {},
  ) {
    if (arguments.length < 2)
      throw new TypeError('The "fileBits" and "fileName" arguments must be specified')
    super(parts, options)
    this.#name = String(name).toWellFormed()
    this.#lastModified = Number(options?.lastModified ?? Date.now())
  }

  get name(): string {
    return this.#name
  }

  get lastModified(): number {
    return this.#lastModified
  }
}

define(Blob.prototype, Symbol.toStringTag, 'Blob')
define(File.prototype, Symbol.toStringTag, 'File')
