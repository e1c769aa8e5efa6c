import { define, unavailable } from '../../define.ts'
import { native } from '../../native.ts'
import { bytesOf } from '../text.ts'
import { CryptoKey, secret, type KeyAlgorithm } from './key.ts'

const crypto = native.part('crypto')
const text = native.part('text')

type Algorithm = string | (KeyAlgorithm & { hash?: string | { name: string }; length?: number })
type Buffer = ArrayBuffer | ArrayBufferView

/** Names of hashes as the Web has them, and the host; with the size of a block in bits. */
const HASHES: Record<string, { name: string; block: number }> = {
  'SHA-1': { name: 'sha1', block: 512 },
  'SHA-256': { name: 'sha256', block: 512 },
  'SHA-384': { name: 'sha384', block: 1024 },
  'SHA-512': { name: 'sha512', block: 1024 },
}

function hashOf(algorithm: Algorithm | undefined): { name: string; block: number } {
  const name = String(typeof algorithm === 'object' ? algorithm.name : algorithm).toUpperCase()
  const hash = HASHES[name]
  if (hash) return hash
  throw new DOMException('Unrecognized algorithm name', 'NotSupportedError')
}

function nameOf(algorithm: Algorithm): string {
  return String(typeof algorithm === 'object' ? algorithm.name : algorithm).toUpperCase()
}

function onlyHmac(algorithm: Algorithm, what: string): void {
  if (nameOf(algorithm) !== 'HMAC')
    throw unavailable(`crypto.subtle.${what} with ${nameOf(algorithm)}`)
}

function hmac(key: CryptoKey, data: Buffer): Uint8Array {
  const id = crypto.startHmac(
    hashOf((key.algorithm as { hash?: Algorithm }).hash).name,
    key[secret],
  )
  crypto.update(id, bytesOf(data))
  return crypto.finish(id)
}

function allow(key: CryptoKey, usage: string): void {
  if (!key.usages.includes(usage))
    throw new DOMException(`Unable to use this key to ${usage}`, 'InvalidAccessError')
}

function hmacKey(
  material: Uint8Array,
  algorithm: Algorithm,
  extractable: boolean,
  usages: readonly string[],
): CryptoKey {
  const hash = (algorithm as { hash?: Algorithm }).hash
  const name = String(typeof hash === 'object' ? hash.name : hash).toUpperCase()
  hashOf(name)
  if (usages.length === 0)
    throw new SyntaxError('Usages cannot be empty when importing a secret key.')
  for (const usage of usages)
    if (usage !== 'sign' && usage !== 'verify')
      throw new DOMException('Unsupported key usage for an HMAC key', 'SyntaxError')
  if (material.length === 0) throw new DOMException('Zero-length key is not supported', 'DataError')
  const described = { name: 'HMAC', hash: { name }, length: material.length * 8 }
  return new CryptoKey(
    secret,
    'secret',
    extractable,
    described,
    ['sign', 'verify'].filter((one) => usages.includes(one)),
    material,
  )
}

const ALGORITHMS: Record<string, string> = {
  sha1: 'HS1',
  sha256: 'HS256',
  sha384: 'HS384',
  sha512: 'HS512',
}

/** What is not here is refused by name, see docs/engines.md. */
export class SubtleCrypto {
  async digest(algorithm: Algorithm, data: Buffer): Promise<ArrayBuffer> {
    const bytes = bytesOf(data).slice()
    const id = crypto.startHash(hashOf(algorithm).name)
    crypto.update(id, bytes)
    return crypto.finish(id).buffer as ArrayBuffer
  }

  async importKey(
    format: string,
    data: Buffer | JsonWebKey,
    algorithm: Algorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey> {
    onlyHmac(algorithm, 'importKey')
    if (format === 'raw' || format === 'raw-secret')
      return hmacKey(bytesOf(data as Buffer).slice(), algorithm, extractable, usages)
    if (format !== 'jwk')
      throw new DOMException(
        `Unable to import a HMAC key using ${format} format`,
        'NotSupportedError',
      )
    const { kty, k } = data as JsonWebKey
    if (kty !== 'oct' || k === undefined) throw new DOMException('Invalid keyData', 'DataError')
    return hmacKey(text.fromBase64(k), algorithm, extractable, usages)
  }

  async exportKey(format: string, key: CryptoKey): Promise<ArrayBuffer | JsonWebKey> {
    if (!key.extractable) throw new DOMException('key is not extractable', 'InvalidAccessError')
    if (format === 'raw' || format === 'raw-secret')
      return key[secret].slice().buffer as ArrayBuffer
    if (format !== 'jwk')
      throw new DOMException(
        `Unable to export a raw HMAC key using ${format} format`,
        'NotSupportedError',
      )
    const alg = ALGORITHMS[hashOf((key.algorithm as { hash?: Algorithm }).hash).name]!
    return {
      key_ops: [...key.usages],
      ext: true,
      kty: 'oct',
      k: text.toBase64(key[secret], true),
      alg,
    }
  }

  async generateKey(
    algorithm: Algorithm,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey> {
    onlyHmac(algorithm, 'generateKey')
    const { hash, length } = algorithm as { hash?: Algorithm; length?: number }
    const material = new Uint8Array(Math.ceil((length ?? hashOf(hash).block) / 8))
    crypto.random(material)
    return hmacKey(material, algorithm, extractable, usages)
  }

  async sign(algorithm: Algorithm, key: CryptoKey, data: Buffer): Promise<ArrayBuffer> {
    onlyHmac(algorithm, 'sign')
    allow(key, 'sign')
    return hmac(key, data).buffer as ArrayBuffer
  }

  async verify(
    algorithm: Algorithm,
    key: CryptoKey,
    signature: Buffer,
    data: Buffer,
  ): Promise<boolean> {
    onlyHmac(algorithm, 'verify')
    allow(key, 'verify')
    return crypto.timingSafeEqual(hmac(key, data), bytesOf(signature))
  }

  async encrypt(algorithm: Algorithm): Promise<never> {
    throw unavailable(`crypto.subtle.encrypt with ${nameOf(algorithm)}`)
  }

  async decrypt(algorithm: Algorithm): Promise<never> {
    throw unavailable(`crypto.subtle.decrypt with ${nameOf(algorithm)}`)
  }

  async deriveBits(algorithm: Algorithm): Promise<never> {
    throw unavailable(`crypto.subtle.deriveBits with ${nameOf(algorithm)}`)
  }

  async deriveKey(algorithm: Algorithm): Promise<never> {
    throw unavailable(`crypto.subtle.deriveKey with ${nameOf(algorithm)}`)
  }

  async wrapKey(): Promise<never> {
    throw unavailable('crypto.subtle.wrapKey')
  }

  async unwrapKey(): Promise<never> {
    throw unavailable('crypto.subtle.unwrapKey')
  }
}

define(SubtleCrypto.prototype, Symbol.toStringTag, 'SubtleCrypto')
