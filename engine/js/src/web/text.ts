import { coded, define } from '../define.ts'
import { native } from '../native.ts'

const text = native.part('text')

export class TextEncoder {
  get encoding(): 'utf-8' {
    return 'utf-8'
  }

  encode(input = ''): Uint8Array {
    return text.encodeUtf8(String(input))
  }

  encodeInto(input: string, into: Uint8Array): { read: number; written: number } {
    const written = text.writeUtf8(into, input, 0)
    return { read: text.decodeUtf8(into, 0, written).length, written }
  }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** By the labels of the Encoding Standard. */
const LABELS: Record<Encoding, string> = {
  'utf-8': 'unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8',
  'utf-16le': 'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le',
  'utf-16be': 'unicodefffe utf-16be',
  'windows-1252':
    'ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 ' +
    'iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252',
}

/** What windows-1252 has from 0x80 to 0x9F, where ISO 8859-1 has control characters. */
const WINDOWS =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178'

function encodingOf(label: string): Encoding {
  const name = String(label).trim().toLowerCase()
  for (const encoding of Object.keys(LABELS) as Encoding[])
    if (LABELS[encoding].split(' ').includes(name)) return encoding
  const message = `The "${label}" encoding is not supported`
  throw coded(new RangeError(message), 'ERR_ENCODING_NOT_SUPPORTED')
}

const NONE = new Uint8Array()

export class TextDecoder {
  readonly #encoding: Encoding
  readonly #fatal: boolean
  readonly #ignoreBOM: boolean
  /** Bytes of a character that is still to be completed. */
  #rest = NONE
  /** Whether the text has begun, and a mark of the byte order would be a character. */
  #began = false

  constructor(label = 'utf-8', options: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    this.#encoding = encodingOf(label)
    this.#fatal = Boolean(options?.fatal)
    this.#ignoreBOM = Boolean(options?.ignoreBOM)
  }

  get encoding(): string {
    return this.#encoding
  }

  get fatal(): boolean {
    return this.#fatal
  }

  get ignoreBOM(): boolean {
    return this.#ignoreBOM
  }

  decode(input?: ArrayBufferView | ArrayBufferLike, options: { stream?: boolean } = {}): string {
    const streams = Boolean(options?.stream)
    const all = joined(this.#rest, bytesOf(input))
    const complete = streams ? this.#complete(all) : all.length
    this.#rest = complete < all.length ? all.slice(complete) : NONE
    const bytes = all.subarray(0, streams ? complete : this.#withoutHalf(all))
    if (this.#fatal && !this.#isValid(bytes)) {
      this.#rest = NONE
      this.#began = false
      throw coded(
        new TypeError(`The encoded data was not valid for encoding ${this.#encoding}`),
        'ERR_ENCODING_INVALID_ENCODED_DATA',
      )
    }
    let result = this.#read(bytes)
    if (!this.#began && !this.#ignoreBOM && result.charCodeAt(0) === 0xfeff)
      result = result.slice(1)
    this.#began = streams && (this.#began || bytes.length > 0)
    return result
  }

  /** Half of a unit after half of a character is one fault with it. */
  #withoutHalf(bytes: Uint8Array): number {
    const isHalf = this.#encoding.startsWith('utf-16') && bytes.length % 2 === 1 && !this.#fatal
    return isHalf && this.#complete(bytes) < bytes.length - 1 ? bytes.length - 1 : bytes.length
  }

  #complete(bytes: Uint8Array): number {
    if (this.#encoding === 'utf-8') return text.completeUtf8(bytes)
    if (this.#encoding === 'windows-1252') return bytes.length
    const even = bytes.length & ~1
    if (even === 0) return 0
    const high = this.#encoding === 'utf-16le' ? bytes[even - 1]! : bytes[even - 2]!
    return high >= 0xd8 && high <= 0xdb ? even - 2 : even
  }

  #isValid(bytes: Uint8Array): boolean {
    if (this.#encoding === 'utf-8') return text.isUtf8(bytes)
    if (this.#encoding === 'windows-1252') return true
    return bytes.length % 2 === 0 && text.decodeUtf16(this.#littleEndian(bytes)).isWellFormed()
  }

  #read(bytes: Uint8Array): string {
    switch (this.#encoding) {
      case 'utf-8':
        return text.decodeUtf8(bytes)
      case 'windows-1252':
        return text
          .decodeLatin1(bytes)
          .replace(/[\x80-\x9f]/g, (letter) => WINDOWS[letter.charCodeAt(0) - 0x80]!)
      default: {
        const whole = text.decodeUtf16(this.#littleEndian(bytes)).toWellFormed()
        return bytes.length % 2 === 0 ? whole : `${whole}\ufffd`
      }
    }
  }

  #littleEndian(bytes: Uint8Array): Uint8Array {
    if (this.#encoding === 'utf-16le') return bytes
    const swapped = bytes.slice()
    for (let at = 0; at + 1 < swapped.length; at += 2) {
      swapped[at] = bytes[at + 1]!
      swapped[at + 1] = bytes[at]!
    }
    return swapped
  }
}

/**
 * The bytes behind a buffer or a view, without a copy: a plain Uint8Array, as the `slice` of Node's
 * Buffer makes no copy either.
 */
export function bytesOf(input: ArrayBufferView | ArrayBufferLike | undefined): Uint8Array {
  if (input === undefined) return NONE
  if (Object.getPrototypeOf(input) === Uint8Array.prototype) return input as Uint8Array
  if (ArrayBuffer.isView(input))
    return new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
  if (input instanceof ArrayBuffer || input instanceof SharedArrayBuffer)
    return new Uint8Array(input)
  throw coded(
    new TypeError(
      'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
    ),
    'ERR_INVALID_ARG_TYPE',
  )
}

export function joined(...parts: Uint8Array[]): Uint8Array {
  const some = parts.filter((part) => part.length > 0)
  if (some.length <= 1) return bytesOf(some[0])
  const all = new Uint8Array(some.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of some) {
    all.set(part, at)
    at += part.length
  }
  return all
}

define(TextEncoder.prototype, Symbol.toStringTag, 'TextEncoder')
define(TextDecoder.prototype, Symbol.toStringTag, 'TextDecoder')
