import { define } from '../define.ts'
import { TransformStream } from './streams.ts'
import { TextDecoder, TextEncoder } from './text.ts'

export class TextEncoderStream {
  readonly #pair: TransformStream<string, Uint8Array>

  constructor() {
    const encoder = new TextEncoder()
    /** The first half of a pair of surrogates, whose other half may come. */
    let half = ''
    this.#pair = new TransformStream({
      transform(chunk, controller) {
        const all = half + String(chunk)
        const last = all.charCodeAt(all.length - 1)
        half = last >= 0xd800 && last <= 0xdbff ? all.slice(-1) : ''
        const whole = half === '' ? all : all.slice(0, -1)
        if (whole !== '') controller.enqueue(encoder.encode(whole))
      },
      flush(controller) {
        if (half !== '') controller.enqueue(encoder.encode(half))
      },
    })
  }

  get encoding(): 'utf-8' {
    return 'utf-8'
  }

  get readable() {
    return this.#pair.readable
  }

  get writable() {
    return this.#pair.writable
  }
}

export class TextDecoderStream {
  readonly #pair: TransformStream<Uint8Array, string>
  readonly #decoder: TextDecoder

  constructor(label = 'utf-8', options: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    const decoder = (this.#decoder = new TextDecoder(label, options))
    this.#pair = new TransformStream({
      transform(chunk, controller) {
        const text = decoder.decode(chunk, { stream: true })
        if (text !== '') controller.enqueue(text)
      },
      flush(controller) {
        const text = decoder.decode()
        if (text !== '') controller.enqueue(text)
      },
    })
  }

  get encoding(): string {
    return this.#decoder.encoding
  }

  get fatal(): boolean {
    return this.#decoder.fatal
  }

  get ignoreBOM(): boolean {
    return this.#decoder.ignoreBOM
  }

  get readable() {
    return this.#pair.readable
  }

  get writable() {
    return this.#pair.writable
  }
}

define(TextEncoderStream.prototype, Symbol.toStringTag, 'TextEncoderStream')
define(TextDecoderStream.prototype, Symbol.toStringTag, 'TextDecoderStream')
