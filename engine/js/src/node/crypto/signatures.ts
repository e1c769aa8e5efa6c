import type { Pair, Rsa } from '../../crypto/material.ts'
import { digest, fromDer, mostSalt, toDer } from '../../crypto/signing.ts'
import { coded, unavailable } from '../../define.ts'
import { native } from '../../native.ts'
import { joined } from '../../web/text.ts'
import type { Buffer } from '../buffer.ts'
import { Writable } from '../stream.ts'
import { constants } from './constants.ts'
import { bufferOf, type Data, dataOf, type Done, hashNameOf, later, shown } from './data.ts'
import { privatePair, publicPair } from './keys.ts'

const crypto = native.part('crypto')

interface Options {
  padding?: number
  saltLength?: number
  dsaEncoding?: 'der' | 'ieee-p1363'
}

function optionsOf(key: unknown): Options {
  return typeof key === 'object' && key !== null && 'key' in key ? (key as Options) : {}
}

function hashOf(algorithm: unknown): string {
  const name = hashNameOf(algorithm)
  if (crypto.hashes.includes(name)) return name
  throw coded(new TypeError(`Invalid digest: ${String(algorithm)}`), 'ERR_CRYPTO_INVALID_DIGEST')
}

function must(signature: Uint8Array | undefined): Uint8Array {
  if (signature) return signature
  throw coded(
    new Error('error:02000070:rsa routines::digest too big for rsa key'),
    'ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY',
  )
}

/** The length of PSS's salt in bytes, negative for whichever it is; undefined for PKCS #1 v1.5. */
function saltOf(key: Rsa, hash: string, options: Options, signs: boolean): number | undefined {
  const padding =
    options.padding ?? (key.pss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING)
  if (padding === constants.RSA_PKCS1_PADDING) return undefined
  if (padding !== constants.RSA_PKCS1_PSS_PADDING)
    throw unavailable(`a signature with padding ${padding}`)
  const length = options.saltLength ?? constants.RSA_PSS_SALTLEN_AUTO
  if (length === constants.RSA_PSS_SALTLEN_DIGEST) return digest(hash).length
  return length < 0 && signs ? mostSalt(key, hash) : length
}

function notAtOnce(): Error {
  const message = 'error:1C800066:Provider routines::operation not supported for this keytype'
  return coded(new Error(message), 'ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE')
}

function signData(hash: string, data: Uint8Array, key: Pair, options: Options): Uint8Array {
  if (key.kind === 'okp') throw notAtOnce()
  if (key.kind === 'rsa')
    return must(crypto.rsaSign(key.numbers, hash, saltOf(key, hash, options, true), data))
  const signature = must(crypto.curveSign(key.curve, key.number!, key.point, hash, data))
  return options.dsaEncoding === 'ieee-p1363' ? signature : toDer(signature)
}

function verifyData(
  hash: string,
  data: Uint8Array,
  key: Pair,
  options: Options,
  signature: Uint8Array,
): boolean {
  if (key.kind === 'okp') throw notAtOnce()
  if (key.kind === 'rsa')
    return crypto.rsaVerify(key.numbers, hash, saltOf(key, hash, options, false), data, signature)
  const plain = options.dsaEncoding === 'ieee-p1363' ? signature : fromDer(key, signature)
  return plain !== undefined && crypto.curveVerify(key.curve, key.point, hash, data, plain)
}

/** What both have: data piece by piece. */
class Running extends Writable {
  protected readonly hash: string
  readonly #parts: Uint8Array[] = []

  constructor(algorithm: string) {
    super()
    const name = hashNameOf(algorithm)
    if (!crypto.hashes.includes(name))
      throw coded(new TypeError('Invalid digest'), 'ERR_CRYPTO_INVALID_DIGEST')
    this.hash = name
  }

  update(data: Data, encoding?: string): this {
    this.#parts.push(dataOf(data, encoding).slice())
    return this
  }

  _write(chunk: Uint8Array, encoding: string, done: () => void): void {
    this.update(chunk, encoding)
    done()
  }

  protected data(): Uint8Array {
    return joined(...this.#parts)
  }
}

export class Sign extends Running {
  sign(key: unknown, encoding?: string): Buffer | string {
    const pair = privatePair(key)
    return shown(signData(this.hash, this.data(), pair, optionsOf(key)), encoding)
  }
}

export class Verify extends Running {
  verify(key: unknown, signature: Data, encoding?: string): boolean {
    const pair = publicPair(key)
    const bytes = dataOf(signature, encoding, 'signature')
    return verifyData(this.hash, this.data(), pair, optionsOf(key), bytes)
  }
}

export const createSign = (algorithm: string) => new Sign(algorithm)
export const createVerify = (algorithm: string) => new Verify(algorithm)

function signNow(algorithm: string | null | undefined, data: Data, key: unknown): Buffer {
  const pair = privatePair(key)
  const bytes = dataOf(data)
  if (pair.kind === 'okp') {
    if (algorithm || pair.curve !== 'Ed25519') throw notAtOnce()
    return bufferOf(must(crypto.edSign(pair.number!, bytes)))
  }
  const hash = hashOf(algorithm ?? 'sha256')
  return bufferOf(signData(hash, bytes, pair, optionsOf(key)))
}

function verifyNow(
  algorithm: string | null | undefined,
  data: Data,
  key: unknown,
  signature: Data,
): boolean {
  const pair = publicPair(key)
  const bytes = dataOf(data)
  const given = dataOf(signature, undefined, 'signature')
  if (pair.kind === 'okp') {
    if (algorithm || pair.curve !== 'Ed25519') throw notAtOnce()
    return crypto.edVerify(pair.point, bytes, given)
  }
  const hash = hashOf(algorithm ?? 'sha256')
  return verifyData(hash, bytes, pair, optionsOf(key), given)
}

export function sign(
  algorithm: string | null | undefined,
  data: Data,
  key: unknown,
  done?: Done<Buffer>,
): Buffer | undefined {
  if (!done) return signNow(algorithm, data, key)
  later(() => signNow(algorithm, data, key), done)
  return undefined
}

export function verify(
  algorithm: string | null | undefined,
  data: Data,
  key: unknown,
  signature: Data,
  done?: Done<boolean>,
): boolean | undefined {
  if (!done) return verifyNow(algorithm, data, key, signature)
  later(() => verifyNow(algorithm, data, key, signature), done)
  return undefined
}
