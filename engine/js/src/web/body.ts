import { Blob } from './blob.ts'
import { decodeForm, encodeForm, FormData } from './form-data.ts'
import { ReadableStream } from './streams.ts'
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

/** A body before anybody has asked for its stream: bytes that are there, or will be. */
interface Source {
  bytes?: Uint8Array | (() => Promise<Uint8Array>)
  stream?: ReadableStream<Uint8Array>
  type?: string
  /** In bytes, where it is known. */
  length?: number
}

const encoder = new TextEncoder()

export function sourceOf(init: Exclude<BodyInit, null | undefined>): Source {
  if (typeof init === 'string') return known(encoder.encode(init), 'text/plain;charset=UTF-8')
  if (init instanceof URLSearchParams)
    return known(encoder.encode(String(init)), 'application/x-www-form-urlencoded;charset=UTF-8')
  if (init instanceof FormData) return encodeForm(init)
  if (init instanceof Blob)
    return { bytes: () => init.bytes(), length: init.size, ...(init.type && { type: init.type }) }
  if (init instanceof ArrayBuffer || ArrayBuffer.isView(init)) return known(bytesOf(init).slice())
  if (isStream(init)) {
    if (init.locked) throw new TypeError('Response body object should not be disturbed or locked')
    return { stream: init }
  }
  if (typeof init === 'object' && Symbol.asyncIterator in init)
    return { stream: ReadableStream.from(init) as ReadableStream<Uint8Array> }
  return known(encoder.encode(String(init)), 'text/plain;charset=UTF-8')
}

function known(bytes: Uint8Array, type?: string): Source {
  return { bytes, length: bytes.length, ...(type && { type }) }
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
    return this.#source.type
  }

  /** @internal What is sent: bytes where they are there, so that a length can be named. */
  handOver(): Uint8Array | (() => Promise<Uint8Array>) | ReadableStream<Uint8Array> | null {
    const bytes = this.#stream ? undefined : this.#source?.bytes
    if (bytes !== undefined) {
      this.#used = true
      return bytes
    }
    return this.body
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (!this.#source) return null
    return (this.#stream ??= this.#source.stream ?? streamOf(this.#source.bytes!))
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#stream !== undefined && isDisturbed(this.#stream))
  }

  async #consume(): Promise<Uint8Array> {
    if (this.bodyUsed || this.#stream?.locked)
      throw new TypeError('Body is unusable: Body has already been read')
    if (!this.#source) return new Uint8Array()
    this.#used = true
    const { bytes } = this.#source
    if (this.#stream === undefined && bytes !== undefined)
      return typeof bytes === 'function' ? bytes() : bytes
    return readAll(this.body!)
  }

  async bytes(): Promise<Uint8Array> {
    return (await this.#consume()).slice()
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer as ArrayBuffer
  }

  async text(): Promise<string> {
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
    if (this.bodyUsed || this.#stream?.locked)
      throw new TypeError('Response.clone: Body has already been consumed.')
    if (!this.#source) return
    if (this.#stream === undefined && this.#source.bytes !== undefined) {
      other.#source = this.#source
      return
    }
    const [mine, theirs] = this.body!.tee()
    this.#stream = mine as ReadableStream<Uint8Array>
    other.#source = { stream: theirs as ReadableStream<Uint8Array> }
  }

  /** @internal A request made of another takes its body over. */
  protected moveFrom(other: Body): void {
    if (other.bodyUsed || other.#stream?.locked)
      throw new TypeError(
        'Cannot construct a Request with a Request object that has already been used.',
      )
    if (!other.#source) return
    this.#source = other.#stream ? { stream: other.#stream } : other.#source
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
