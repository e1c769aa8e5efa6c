import { digest } from '../../crypto/signing.ts'
import { define, unavailable } from '../../define.ts'
import { native } from '../../native.ts'
import { bytesOf } from '../text.ts'
import { aesCbc, aesCtr, aesGcm, aesKw } from './aes.ts'
import {
  type Data,
  type Family,
  FAILED,
  hashOf,
  type Identifier,
  type Jwk,
  nameOf,
  refusal,
} from './algorithm.ts'
import { hkdf, pbkdf2 } from './derivation.ts'
import { ed25519, x25519 } from './edwards.ts'
import { ecdh, ecdsa } from './elliptic.ts'
import { checkFormat, makePair, read, write } from './formats.ts'
import { hmac } from './hmac.ts'
import type { CryptoKey, KeyAlgorithm } from './key.ts'
import { rsaOaep, rsaPkcs1, rsaPss } from './rsa.ts'

const text = native.part('text')

const ALL = [
  hmac,
  aesGcm,
  aesCbc,
  aesCtr,
  aesKw,
  rsaPkcs1,
  rsaPss,
  rsaOaep,
  ecdsa,
  ecdh,
  ed25519,
  x25519,
  hkdf,
  pbkdf2,
]
const FAMILIES = new Map(ALL.map((family) => [family.name.toUpperCase(), family]))

/** What Node.js has besides. */
const ABSENT = /^(ED448|X448|ML-|SLH-|CHACHA20|ARGON2|KMAC|AES-OCB|SHA3-|C?SHAKE)/

type Pair = { publicKey: CryptoKey; privateKey: CryptoKey }

function familyOf(identifier: Identifier): Family {
  const name = nameOf(identifier)
  const family = FAMILIES.get(name)
  if (family) return family
  if (ABSENT.test(name)) throw unavailable(`crypto.subtle with ${name}`)
  throw refusal('Unrecognized algorithm name', 'NotSupportedError')
}

/** With the name as the standard writes it. */
function parameters(identifier: Identifier, { name }: Family): KeyAlgorithm {
  return typeof identifier === 'object' ? { ...identifier, name } : { name }
}

function supported<M extends keyof Family>(family: Family, method: M): NonNullable<Family[M]> {
  const found = family[method]
  if (found) return found
  throw refusal('Unrecognized algorithm name', 'NotSupportedError')
}

/** The algorithm that is asked for, if the key is one of its, and may do that. */
function permitted(identifier: Identifier, key: CryptoKey, usage: string): [Family, KeyAlgorithm] {
  const family = familyOf(identifier)
  if (key.algorithm.name !== family.name)
    throw refusal('Key algorithm mismatch', 'InvalidAccessError')
  if (!key.usages.includes(usage))
    throw refusal(`Unable to use this key to ${usage}`, 'InvalidAccessError')
  return [family, parameters(identifier, family)]
}

const bufferOf = (bytes: Uint8Array) =>
  (bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()).buffer as ArrayBuffer

/** JSON that is wrapped by AES-KW is filled up with spaces to its blocks. */
function packed(shown: Uint8Array | Jwk, fills: boolean): Uint8Array {
  if (shown instanceof Uint8Array) return shown
  const json = JSON.stringify(shown)
  return text.encodeUtf8(fills ? json.padEnd(Math.ceil(json.length / 8) * 8) : json)
}

/** What is not here is refused by name, see docs/engines.md. */
export class SubtleCrypto {
  async digest(algorithm: Identifier, data: Data): Promise<ArrayBuffer> {
    const name = nameOf(algorithm)
    if (ABSENT.test(name)) throw unavailable(`crypto.subtle.digest with ${name}`)
    return bufferOf(digest(hashOf(algorithm).host, bytesOf(data)))
  }

  async importKey(
    format: string,
    data: Data | Jwk,
    algorithm: Identifier,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey> {
    checkFormat(format, 'importKey')
    const family = familyOf(algorithm)
    return read(family, format, data, parameters(algorithm, family), Boolean(extractable), usages)
  }

  async exportKey(format: string, key: CryptoKey): Promise<ArrayBuffer | Jwk> {
    checkFormat(format, 'exportKey')
    if (!key.extractable) throw refusal('key is not extractable', 'InvalidAccessError')
    const shown = write(familyOf(key.algorithm), format, key)
    return shown instanceof Uint8Array ? bufferOf(shown) : shown
  }

  async generateKey(
    algorithm: Identifier,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey | Pair> {
    const family = familyOf(algorithm)
    const asked = parameters(algorithm, family)
    if (usages.length === 0)
      throw refusal('Usages cannot be empty when creating a key.', 'SyntaxError')
    const material = supported(family, 'generate')(asked)
    const described = family.describe(material, asked)
    return makePair(family, material, described, Boolean(extractable), usages)
  }

  async sign(algorithm: Identifier, key: CryptoKey, data: Data): Promise<ArrayBuffer> {
    const [family, asked] = permitted(algorithm, key, 'sign')
    return bufferOf(supported(family, 'sign')(asked, key, bytesOf(data)))
  }

  async verify(
    algorithm: Identifier,
    key: CryptoKey,
    signature: Data,
    data: Data,
  ): Promise<boolean> {
    const [family, asked] = permitted(algorithm, key, 'verify')
    return supported(family, 'verify')(asked, key, bytesOf(data), bytesOf(signature))
  }

  async encrypt(algorithm: Identifier, key: CryptoKey, data: Data): Promise<ArrayBuffer> {
    const [family, asked] = permitted(algorithm, key, 'encrypt')
    return bufferOf(supported(family, 'encrypt')(asked, key, bytesOf(data)))
  }

  async decrypt(algorithm: Identifier, key: CryptoKey, data: Data): Promise<ArrayBuffer> {
    const [family, asked] = permitted(algorithm, key, 'decrypt')
    return bufferOf(supported(family, 'decrypt')(asked, key, bytesOf(data)))
  }

  async deriveBits(
    algorithm: Identifier,
    key: CryptoKey,
    length: number | null = null,
  ): Promise<ArrayBuffer> {
    const [family, asked] = permitted(algorithm, key, 'deriveBits')
    return bufferOf(supported(family, 'derive')(asked, key, length))
  }

  async deriveKey(
    algorithm: Identifier,
    key: CryptoKey,
    derived: Identifier,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey> {
    const [family, asked] = permitted(algorithm, key, 'deriveKey')
    const next = familyOf(derived)
    const described = parameters(derived, next)
    const length = supported(next, 'lengthOf')(described)
    const bytes = supported(family, 'derive')(asked, key, length)
    return read(next, 'raw', bytes, described, Boolean(extractable), usages)
  }

  async wrapKey(
    format: string,
    key: CryptoKey,
    wrapping: CryptoKey,
    algorithm: Identifier,
  ): Promise<ArrayBuffer> {
    checkFormat(format, 'wrapKey')
    const [family, asked] = permitted(algorithm, wrapping, 'wrapKey')
    if (!key.extractable) throw refusal('key is not extractable', 'InvalidAccessError')
    const data = packed(write(familyOf(key.algorithm), format, key), family.wrap !== undefined)
    if (family.wrap) return bufferOf(family.wrap(wrapping, data))
    return bufferOf(supported(family, 'encrypt')(asked, wrapping, data))
  }

  async unwrapKey(
    format: string,
    wrapped: Data,
    unwrapping: CryptoKey,
    algorithm: Identifier,
    unwrapped: Identifier,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey> {
    checkFormat(format, 'unwrapKey')
    const [family, asked] = permitted(algorithm, unwrapping, 'unwrapKey')
    const next = familyOf(unwrapped)
    const bytes = family.unwrap
      ? family.unwrap(unwrapping, bytesOf(wrapped))
      : supported(family, 'decrypt')(asked, unwrapping, bytesOf(wrapped))
    const data = format === 'jwk' ? parsed(bytes) : bytes
    return read(next, format, data, parameters(unwrapped, next), Boolean(extractable), usages)
  }
}

function parsed(bytes: Uint8Array): Jwk {
  try {
    return JSON.parse(text.decodeUtf8(bytes)) as Jwk
  } catch {
    throw refusal(FAILED, 'DataError')
  }
}

define(SubtleCrypto.prototype, Symbol.toStringTag, 'SubtleCrypto')
