import { checkFunction, coded, kindOf } from '../../define.ts'
import { native } from '../../native.ts'
import { bytesOf } from '../../web/text.ts'
import { Buffer } from '../buffer.ts'
import type { Done } from './data.ts'

const crypto = native.part('crypto')

const random = (size: number): Buffer => {
  if (typeof size !== 'number')
    throw coded(
      new TypeError(`The "size" argument must be of type number. Received ${kindOf(size)}`),
      'ERR_INVALID_ARG_TYPE',
    )
  if (!(size >= 0 && size < 2 ** 31))
    throw coded(
      new RangeError(
        `The value of "size" is out of range. It must be >= 0 && <= 2147483647. Received ${size}`,
      ),
      'ERR_OUT_OF_RANGE',
    )
  const bytes = Buffer.alloc(size)
  crypto.random(bytes)
  return bytes
}

export function randomBytes(size: number, done?: Done<Buffer>): Buffer | undefined {
  const bytes = random(size)
  if (!done) return bytes
  setImmediate(() => done(null, bytes))
  return undefined
}

export function randomFillSync<T extends ArrayBufferView>(
  into: T,
  offset = 0,
  size = into.byteLength - offset,
): T {
  crypto.random(new Uint8Array(into.buffer, into.byteOffset + offset, size))
  return into
}

export function randomFill<T extends ArrayBufferView>(into: T, ...rest: unknown[]): void {
  const done = rest.pop() as Done<T>
  checkFunction(done, 'callback')
  randomFillSync(into, ...(rest as [number, number]))
  setImmediate(() => done(null, into))
}

export function randomInt(
  least: number,
  mostOrDone?: number | Done<number>,
  given?: Done<number>,
): number | undefined {
  const [from, to] = typeof mostOrDone === 'number' ? [least, mostOrDone] : [0, least]
  const done = typeof mostOrDone === 'function' ? mostOrDone : given
  const range = to - from
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to))
    throw coded(new TypeError('The "max" argument must be a safe integer.'), 'ERR_INVALID_ARG_TYPE')
  if (!(range > 0 && range < 2 ** 48))
    throw coded(
      new RangeError(
        `The value of "max" is out of range. It must be greater than the value of "min" (${from}). Received ${to}`,
      ),
      'ERR_OUT_OF_RANGE',
    )
  const limit = 2 ** 48 - (2 ** 48 % range)
  let number: number
  do
    number = (random(6) as unknown as { readUIntBE(at: number, size: number): number }).readUIntBE(
      0,
      6,
    )
  while (number >= limit)
  const value = from + (number % range)
  if (!done) return value
  setImmediate(() => done(null, value))
  return undefined
}

export function timingSafeEqual(one: ArrayBufferView, other: ArrayBufferView): boolean {
  if (one.byteLength !== other.byteLength)
    throw coded(
      new RangeError('Input buffers must have the same byte length'),
      'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH',
    )
  return crypto.timingSafeEqual(bytesOf(one), bytesOf(other))
}
