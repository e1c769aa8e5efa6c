import { unavailable } from '../define.ts'
import { Buffer } from '../node/buffer.ts'
import { finished, Transform } from '../node/stream.ts'
import type { Codec } from './codec.ts'
import { flushOf, KINDS, type KindName } from './kinds.ts'
import { common, type Options } from './options.ts'

type Done = (error?: unknown) => void

/** Written where a flush is asked for, in its place among what was written; each by what it is. */
const FLUSHES = Array.from({ length: 6 }, () => Buffer.alloc(0))
const NONE = Buffer.alloc(0)

class ZlibBase extends Transform {
  readonly #name: KindName
  readonly #options: Options
  readonly #asked: ReturnType<typeof common>
  #codec: Codec
  #ended = false

  constructor(name: KindName, options: Options) {
    super({ autoDestroy: true, ...options })
    this.#name = name
    this.#options = options
    this.#asked = common(options, KINDS[name])
    this.#codec = KINDS[name].make(options)
  }

  get bytesWritten(): number {
    return this.#codec.read
  }

  reset(): void {
    this.#codec.close()
    this.#codec = KINDS[this.#name].make(this.#options)
  }

  params(): never {
    throw unavailable('params of a stream of zlib')
  }

  flush(kind?: number | (() => void), given?: () => void): void {
    const isBrotli = this.#name.startsWith('brotli')
    const done = typeof kind === 'function' ? kind : given
    const number = typeof kind === 'number' ? kind : isBrotli ? 1 : 3
    if (this.writableFinished) {
      if (done) process.nextTick(done)
    } else if (this.writableEnded) {
      if (done) this.once('end', done)
    } else this.write(FLUSHES[number], '', done)
  }

  close(done?: Done): void {
    if (done) finished(this, done)
    this.destroy()
  }

  _transform(chunk: Uint8Array, _encoding: string, done: Done): void {
    const { flush, finishFlush } = this.#asked
    const asked = FLUSHES.indexOf(chunk as Buffer)
    // The last of what is written takes the end with it.
    const isLast = this.writableEnded && this.writableLength === chunk.length
    const numbers = [asked < 0 ? flush : asked, isLast ? finishFlush : 0]
    const [one, other] = numbers.map((number) => flushOf(KINDS[this.#name], number))
    this.#feed(chunk, Math.max(one!, other!) as 0 | 1 | 2, done)
  }

  _flush(done: Done): void {
    this.#feed(NONE, flushOf(KINDS[this.#name], this.#asked.finishFlush), done)
  }

  _destroy(error: unknown, done: Done): void {
    this.#codec.close()
    done(error)
  }

  #feed(chunk: Uint8Array, flush: 0 | 1 | 2, done: Done): void {
    if (this.#ended) return done()
    try {
      const { buffer, byteOffset, length } = this.#codec.push(chunk, flush)
      this.#ended = flush === 2
      const { chunkSize } = this.#asked
      for (let at = 0; at < length; at += chunkSize)
        this.push(Buffer.from(buffer, byteOffset + at, Math.min(chunkSize, length - at)))
    } catch (error) {
      return done(error)
    }
    done()
  }
}

/** A class of streams, which may be called without `new`. */
export function streamClass(className: string, name: KindName): any {
  const make = function (this: unknown, options: Options = {}) {
    return Reflect.construct(ZlibBase, [name, options ?? {}], new.target ?? make)
  }
  make.prototype = Object.create(ZlibBase.prototype, {
    constructor: { value: make, writable: true, configurable: true },
  })
  Object.setPrototypeOf(make, ZlibBase)
  return Object.defineProperty(make, 'name', { value: className })
}
