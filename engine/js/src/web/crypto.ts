import { define, kindOf } from '../define.ts'
import { native } from '../native.ts'
import { SubtleCrypto } from './crypto/subtle.ts'

export { CryptoKey } from './crypto/key.ts'
export { SubtleCrypto }

const crypto8 = native.part('crypto')
const text = native.part('text')

/** Given at a time, in bytes. */
const MOST = 65_536

export class Crypto {
  readonly subtle = new SubtleCrypto()

  getRandomValues<T extends ArrayBufferView>(into: T): T {
    const isInteger =
      ArrayBuffer.isView(into) &&
      !(into instanceof DataView) &&
      !/Float/.test(into.constructor.name)
    if (!isInteger)
      throw new DOMException(
        `The data argument must be an integer-type TypedArray: ${kindOf(into)}`,
        'TypeMismatchError',
      )
    if (into.byteLength > MOST)
      throw new DOMException(`The requested length exceeds ${MOST} bytes`, 'QuotaExceededError')
    crypto8.random(new Uint8Array(into.buffer, into.byteOffset, into.byteLength))
    return into
  }

  randomUUID(): string {
    return randomUUID()
  }
}

export function randomUUID(): string {
  const bytes = new Uint8Array(16)
  crypto8.random(bytes)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return text.toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

export const crypto = new Crypto()

define(Crypto.prototype, Symbol.toStringTag, 'Crypto')
