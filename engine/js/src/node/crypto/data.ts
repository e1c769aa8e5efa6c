import { coded, kindOf } from '../../define.ts'
import { bytesOf } from '../../web/text.ts'
import { Buffer } from '../buffer.ts'

export type Data = string | ArrayBuffer | ArrayBufferView
export type Done<T> = (error: Error | null, value?: T) => void

export function dataOf(data: unknown, encoding?: string, name = 'data'): Uint8Array {
  if (typeof data === 'string')
    return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding) as unknown as Uint8Array
  if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) return bytesOf(data)
  throw coded(
    new TypeError(
      `The "${name}" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${kindOf(data)}`,
    ),
    'ERR_INVALID_ARG_TYPE',
  )
}

export function shown(bytes: Uint8Array, encoding?: string): Buffer | string {
  const buffer = bufferOf(bytes)
  return encoding === undefined || encoding === null || encoding === 'buffer'
    ? buffer
    : buffer.toString(encoding)
}

export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** `SHA-256`, `sha256` and `RSA-SHA256` are one. */
export function hashNameOf(algorithm: unknown): string {
  return String(algorithm).toLowerCase().replace(/^rsa-/, '').replace(/^sha-/, 'sha')
}

/** What is worked out at once is told later. */
export function later<T>(work: () => T, done: Done<T>): void {
  let value: T
  try {
    value = work()
  } catch (error) {
    setImmediate(() => done(error as Error))
    return
  }
  setImmediate(() => done(null, value))
}
