import { Blob } from './blob.ts'
import { decodeForm, encodeForm, FormData } from './form-data.ts'
import { ReadableStream } from './streams.ts'
import { isUnread, sourceBehind, spend, unreadStream } from './unread-stream.ts'
import { bytesOf, joined, TextDecoder, TextEncoder } from './text.ts'
import { URLSearchParams } from './url.ts'

export type BodyInit =
  | string
  | Blob
  | FormData
  | URLSearchParams
  | ReadableStream<Uint8Array>
  | ArrayBuffer
  | ArrayBufferView
  | AsyncIterable<Uint8Array>
  | null
  | undefined

/** A body before anybody has asked for its stream: text or bytes that are there, or will be. */
export interface Source {
  /** Encoded when its bytes are asked for. */
  text?: string
  bytes?: Uint8Array | (() => Promise<Uint8Array>)
  stream?: ReadableStream<Uint8Array>
  type?: string | undefined
}

const encoder = new TextEncoder()

const TEXT = 'text/plain;charset=UTF-8'
const FORM = 'application/x-www-form-urlencoded;charset=UTF-8'

function sourceOf(init: Exclude<BodyInit, null | undefined>): Source {
  if (typeof init === 'string') return { text: init, type: TEXT }
  if (isStream(init)) return sourceOfStream(init)
  if (init instanceof URLSearchParams) return { text: String(init), type: FORM }
  if (init instanceof FormData) return encodeForm(init)
  if (init instanceof Blob) return { bytes: () => init.bytes(), type: init.type || undefined }
  if (init instanceof ArrayBuffer || ArrayBuffer.isView(init))
    return { bytes: bytesOf(init).slice() }
  if (typeof init === 'object' && Symbol.asyncIterator in init)
    return { stream: ReadableStream.from(init) as ReadableStream<Uint8Array> }
  return { text: String(init), type: TEXT }
}

/** What is behind one that nobody reads is handed on with it. */
function sourceOfStream(stream: ReadableStream<Uint8Array>): Source {
  const { text, bytes } = sourceBehind(stream) ?? {}
  if (text !== undefined) return { text, stream }
  if (bytes !== undefined) return { bytes, stream }
  if (stream.locked || isDisturbed(stream))
    throw new TypeError('Response body object should not be disturbed or locked')
  return { stream }
}

function bytesIn(source: Source): Source['bytes'] {
  if (source.text === undefined) return source.bytes
  return (source.bytes ??= encoder.encode(source.text))
}

export function isStream(value: unknown): value is ReadableStream<Uint8Array> {
  return value instanceof ReadableStream
}

/** What Request and Response have in common. */
export abstract class Body {
  #source: Source | undefined
  #stream: ReadableStream<Uint8Array> | undefined
  #used = false

  abstract readonly headers: { get(name: string): string | null }

  /** @internal The type that the body itself names. */
  protected take(init: BodyInit): string | undefined {
    if (init === null || init === undefined) return undefined
    this.#source = sourceOf(init)
    this.#stream = this.#source.stream
    return this.#source.type
  }

  /** Whether the source is still what a reader of the stream would get. */
  get #isUnread(): boolean {
    return this.#stream === undefined || isUnread(this.#stream)
  }

  get #isLocked(): boolean {
    return !this.#isUnread && this.#stream!.locked
  }

  /** @internal What is sent: bytes where they are there, so that a length can be named. */
  handOver(): Uint8Array | (() => Promise<Uint8Array>) | ReadableStream<Uint8Array> | null {
    const bytes = this.#source && this.#isUnread ? bytesIn(this.#source) : undefined
    if (bytes === undefined) return this.body
    this.#use()
    return bytes
  }

  /** @internal The whole body where it was made of text, and nobody has read it. */
  handOverText(): string | undefined {
    const text = this.#source?.text
    if (text === undefined || this.bodyUsed || !this.#isUnread) return undefined
    // A mark of the byte order, which a reader of its bytes might leave out.
    if (text.charCodeAt(0) === 0xfeff) return undefined
    this.#use()
    return text.toWellFormed()
  }

  #use(): void {
    this.#used = true
    if (this.#stream) spend(this.#stream)
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (!this.#source) return null
    if (this.#stream) return this.#stream
    this.#stream = unreadStream(this.#source, streamOf)
    if (this.#used) spend(this.#stream)
    return this.#stream
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#stream !== undefined && isDisturbed(this.#stream))
  }

  /** @throws TypeError where somebody reads it, or has read it */
  #consume(): Uint8Array | Promise<Uint8Array> {
    if (this.bodyUsed || this.#isLocked)
      throw new TypeError('Body is unusable: Body has already been read')
    if (!this.#source) return new Uint8Array()
    const bytes = this.#isUnread ? bytesIn(this.#source) : undefined
    if (bytes === undefined) {
      this.#used = true
      return readAll(this.body!)
    }
    this.#use()
    return typeof bytes === 'function' ? bytes() : bytes
  }

  async bytes(): Promise<Uint8Array> {
    return (await this.#consume()).slice()
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer as ArrayBuffer
  }

  async text(): Promise<string> {
    const text = this.handOverText()
    if (text !== undefined) return text
    return new TextDecoder().decode(await this.#consume())
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text())
  }

  async blob(): Promise<Blob> {
    return new Blob([(await this.#consume()) as Uint8Array<ArrayBuffer>], {
      type: this.headers.get('content-type') ?? '',
    })
  }

  async formData(): Promise<FormData> {
    const type = this.headers.get('content-type') ?? ''
    if (/^multipart\/form-data/i.test(type)) return decodeForm(await this.#consume(), type)
    if (!/^application\/x-www-form-urlencoded/i.test(type))
      throw new TypeError(
        'Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".',
      )
    const data = new FormData()
    for (const [name, value] of new URLSearchParams(await this.text())) data.append(name, value)
    return data
  }

  /** @internal Two bodies of one, for `clone`. */
  protected copyTo(other: Body): void {
    if (this.bodyUsed || this.#isLocked)
      throw new TypeError('Response.clone: Body has already been consumed.')
    if (!this.#source) return
    if (this.#isUnread) {
      const { stream: _, ...source } = this.#source
      other.#source = source
      return
    }
    const [mine, theirs] = this.body!.tee()
    this.#stream = mine as ReadableStream<Uint8Array>
    other.#stream = theirs as ReadableStream<Uint8Array>
    other.#source = { stream: other.#stream }
  }

  /** @internal A request made of another takes its body over. */
  protected moveFrom(other: Body): void {
    if (other.bodyUsed || other.#isLocked)
      throw new TypeError(
        'Cannot construct a Request with a Request object that has already been used.',
      )
    if (!other.#source) return
    this.#source = other.#source
    this.#stream = other.#stream
    other.#used = true
  }
}

function isDisturbed(stream: ReadableStream<Uint8Array>): boolean {
  return (stream as unknown as { _disturbed?: boolean })._disturbed === true
}

function streamOf(bytes: Uint8Array | (() => Promise<Uint8Array>)): ReadableStream<Uint8Array> {
  let done = false
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      const all = typeof bytes === 'function' ? await bytes() : bytes
      if (!done && all.length > 0) {
        done = true
        return controller.enqueue(all.slice() as never)
      }
      controller.close()
      controller.byobRequest?.respond(0)
    },
  }) as ReadableStream<Uint8Array>
}

/** @throws TypeError for a chunk that is not bytes */
async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of stream) {
    if (!(part instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk')
    parts.push(part)
  }
  return joined(...parts)
}
