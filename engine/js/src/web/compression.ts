import { coded, define, kindOf } from '../define.ts'
import { deflater, inflater, type Format } from '../zlib/codec.ts'
import { bytesOf } from './text.ts'
import { TransformStream } from './streams.ts'

const FORMATS: Record<string, Format> = { deflate: 'zlib', 'deflate-raw': 'raw', gzip: 'gzip' }

function formatOf(name: string): Format {
  const format = FORMATS[name]
  if (format) return format
  throw coded(
    new TypeError(
      `The argument 'format' must be one of: 'deflate', 'deflate-raw', 'gzip'. Received ${kindOf(name)}`,
    ),
    'ERR_INVALID_ARG_VALUE',
  )
}

function through(codec: { push(data: Uint8Array, flush: 0 | 1 | 2): Uint8Array }) {
  return new TransformStream<ArrayBufferView | ArrayBuffer, Uint8Array>({
    transform(chunk, controller) {
      const out = codec.push(bytesOf(chunk), 0)
      if (out.length > 0) controller.enqueue(out)
    },
    flush(controller) {
      const out = codec.push(new Uint8Array(), 2)
      if (out.length > 0) controller.enqueue(out)
    },
  })
}

export class CompressionStream {
  readonly #pair

  constructor(format: string) {
    this.#pair = through(deflater(formatOf(format)))
  }

  get readable() {
    return this.#pair.readable
  }

  get writable() {
    return this.#pair.writable
  }
}

export class DecompressionStream {
  readonly #pair

  constructor(format: string) {
    this.#pair = through(inflater(formatOf(format), { one: true }))
  }

  get readable() {
    return this.#pair.readable
  }

  get writable() {
    return this.#pair.writable
  }
}

define(CompressionStream.prototype, Symbol.toStringTag, 'CompressionStream')
define(DecompressionStream.prototype, Symbol.toStringTag, 'DecompressionStream')
