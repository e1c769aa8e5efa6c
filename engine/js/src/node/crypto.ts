import { checkFunction, coded, kindOf, unavailable } from '../define.ts'
import { native } from '../native.ts'
import { crypto as webcrypto, randomUUID } from '../web/crypto.ts'
import { bytesOf } from '../web/text.ts'
import { Buffer } from './buffer.ts'
import { Transform } from './stream.ts'

const crypto = native.part('crypto')

type Data = string | ArrayBuffer | ArrayBufferView

export { randomUUID, webcrypto }
export const subtle = webcrypto.subtle
export const getRandomValues = <T extends ArrayBufferView>(into: T) =>
  webcrypto.getRandomValues(into)

function dataOf(data: Data, encoding?: string): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, encoding)
  if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) return bytesOf(data)
  throw coded(
    new TypeError(
      `The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${kindOf(data)}`,
    ),
    'ERR_INVALID_ARG_TYPE',
  )
}

/** `SHA-256`, `sha256` and `RSA-SHA256` are one. */
function nameOf(algorithm: string): string {
  return String(algorithm).toLowerCase().replace(/^rsa-/, '').replace(/^sha-/, 'sha')
}

const shown = (bytes: Uint8Array, encoding: string | undefined) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return encoding === undefined || encoding === 'buffer' ? buffer : buffer.toString(encoding)
}

/** What is fed piece by piece, also as a stream. */
class Running extends Transform {
  protected id: number | undefined

  constructor(id: number) {
    super()
    this.id = id
  }

  update(data: Data, encoding?: string): this {
    if (this.id === undefined)
      throw coded(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED')
    crypto.update(this.id, dataOf(data, encoding))
    return this
  }

  digest(encoding?: string): string | Buffer {
    if (this.id === undefined)
      throw coded(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED')
    const bytes = crypto.finish(this.id)
    this.id = undefined
    return shown(bytes, encoding)
  }

  _transform(chunk: Uint8Array, encoding: string, done: () => void): void {
    this.update(chunk, encoding)
    done()
  }

  _flush(done: () => void): void {
    this.push(this.digest())
    done()
  }
}

export class Hash extends Running {
  copy(): Hash {
    if (this.id === undefined)
      throw coded(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED')
    return new Hash(crypto.copyHash(this.id))
  }
}

export class Hmac extends Running {}

export function createHash(algorithm: string): Hash {
  const name = nameOf(algorithm)
  if (!crypto.hashes.includes(name)) throw new Error('Digest method not supported')
  return new Hash(crypto.startHash(name))
}

export function createHmac(algorithm: string, key: Data): Hmac {
  return new Hmac(crypto.startHmac(nameOf(algorithm), dataOf(key)))
}

export function hash(algorithm: string, data: Data, encoding = 'hex'): string | Buffer {
  return createHash(algorithm).update(data).digest(encoding)
}

export const getHashes = () => [...crypto.hashes]

type Done<T> = (error: Error | null, value?: T) => void

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

/** By its definition (RFC 8018). */
function derive(
  password: Data,
  salt: Data,
  rounds: number,
  length: number,
  digest: string,
): Buffer {
  const name = nameOf(digest)
  const key = dataOf(password)
  const block = (...parts: Uint8Array[]) => {
    const id = crypto.startHmac(name, key)
    for (const part of parts) crypto.update(id, part)
    return crypto.finish(id)
  }
  const out: Uint8Array[] = []
  let have = 0
  for (let index = 1; have < length; index++) {
    const number = new Uint8Array(4)
    new DataView(number.buffer).setUint32(0, index)
    let last = block(dataOf(salt), number)
    const sum = last.slice()
    for (let round = 1; round < rounds; round++) {
      last = block(last)
      for (let at = 0; at < sum.length; at++) sum[at]! ^= last[at]!
    }
    out.push(sum)
    have += sum.length
  }
  return Buffer.concat(out, length)
}

export function pbkdf2Sync(
  password: Data,
  salt: Data,
  rounds: number,
  length: number,
  digest: string,
): Buffer {
  return derive(password, salt, rounds, length, digest)
}

export function pbkdf2(
  password: Data,
  salt: Data,
  rounds: number,
  length: number,
  digest: string,
  done: Done<Buffer>,
): void {
  checkFunction(done, 'callback')
  setImmediate(() => done(null, derive(password, salt, rounds, length, digest)))
}

/** Named by packages at their top; what they do throws where it is asked for. */
const absent = (name: string) =>
  function (): never {
    throw unavailable(`crypto.${name}`)
  }

export const createSign = absent('createSign')
export const createVerify = absent('createVerify')
export const sign = absent('sign')
export const verify = absent('verify')
export const createPrivateKey = absent('createPrivateKey')
export const createPublicKey = absent('createPublicKey')
export const createSecretKey = absent('createSecretKey')
export const createCipheriv = absent('createCipheriv')
export const createDecipheriv = absent('createDecipheriv')
export const generateKeyPair = absent('generateKeyPair')
export const generateKeyPairSync = absent('generateKeyPairSync')
export const scrypt = absent('scrypt')
export const scryptSync = absent('scryptSync')
export const hkdf = absent('hkdf')
export const hkdfSync = absent('hkdfSync')
export const constants = {}

export default {
  webcrypto,
  subtle,
  getRandomValues,
  randomUUID,
  Hash,
  Hmac,
  createHash,
  createHmac,
  hash,
  getHashes,
  randomBytes,
  randomFillSync,
  randomFill,
  randomInt,
  timingSafeEqual,
  pbkdf2Sync,
  pbkdf2,
  createSign,
  createVerify,
  sign,
  verify,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createCipheriv,
  createDecipheriv,
  generateKeyPair,
  generateKeyPairSync,
  scrypt,
  scryptSync,
  hkdf,
  hkdfSync,
  constants,
}
