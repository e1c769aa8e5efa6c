import { fromPkcs1, fromPkcs8, fromSec1, fromSpki } from '../../crypto/containers.ts'
import { opened } from '../../crypto/encrypted.ts'
import { fromJwk, type Jwk } from '../../crypto/jwk.ts'
import {
  bitLength,
  type Curve,
  isPrivate,
  type Material,
  type Pair,
  publicOf,
  type Secret,
} from '../../crypto/material.ts'
import { fromPem } from '../../crypto/pem.ts'
import { coded, define, kindOf } from '../../define.ts'
import { CryptoKey, secret } from '../../web/crypto/key.ts'
import { Buffer } from '../buffer.ts'
import { dataOf } from './data.ts'
import { type ExportOptions, exported } from './key-export.ts'

const material = Symbol('material')

/** As OpenSSL names them. */
export const CURVES: Record<Curve, string> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
}

export class KeyObject {
  readonly type: 'secret' | 'public' | 'private'
  /** @internal */
  declare readonly [material]: Material

  constructor(type: 'secret' | 'public' | 'private', of: Material) {
    this.type = type
    define(this, material, of)
  }

  static from(key: CryptoKey): KeyObject {
    if (!(key instanceof CryptoKey)) throw wrongType('key', 'an instance of CryptoKey', key)
    return new KeyObject(key.type, key[secret])
  }

  get symmetricKeySize(): number | undefined {
    const of = this[material]
    return of.kind === 'secret' ? of.bytes.length : undefined
  }

  get asymmetricKeyType(): string | undefined {
    const of = this[material]
    if (of.kind === 'secret') return undefined
    if (of.kind === 'rsa') return of.pss ? 'rsa-pss' : 'rsa'
    return of.kind === 'ec' ? 'ec' : of.curve.toLowerCase()
  }

  get asymmetricKeyDetails(): object | undefined {
    const of = this[material]
    if (of.kind === 'secret') return undefined
    if (of.kind === 'ec') return { namedCurve: CURVES[of.curve] }
    if (of.kind === 'okp') return {}
    const exponent = of.numbers[1]!.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    return { modulusLength: bitLength(of.numbers[0]!), publicExponent: exponent }
  }

  equals(other: KeyObject): boolean {
    if (!(other instanceof KeyObject))
      throw wrongType('otherKeyObject', 'an instance of KeyObject', other)
    const show = (key: KeyObject) =>
      Buffer.from(JSON.stringify(exported(key.type, key[material], { format: 'jwk' })))
    return this.type === other.type && show(this).equals(show(other))
  }

  export(options?: ExportOptions): string | Buffer | Jwk {
    return exported(this.type, this[material], options)
  }
}

define(KeyObject.prototype, Symbol.toStringTag, 'KeyObject')

function wrongType(name: string, wanted: string, value: unknown): TypeError {
  const message = `The "${name}" argument must be ${wanted}. Received ${kindOf(value)}`
  return coded(new TypeError(message), 'ERR_INVALID_ARG_TYPE')
}

function invalidType(actual: string, expected: string): TypeError {
  const message = `Invalid key object type ${actual}, expected ${expected}.`
  return coded(new TypeError(message), 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE')
}

interface Encoded {
  key: unknown
  format?: 'pem' | 'der' | 'jwk'
  type?: 'pkcs1' | 'spki' | 'pkcs8' | 'sec1'
  encoding?: string
  passphrase?: string | Uint8Array
}

const unreadable = () =>
  coded(new Error('error:1E08010C:DECODER routines::unsupported'), 'ERR_OSSL_UNSUPPORTED')

/** @throws Error where there is no key to be read */
function readPair(given: unknown): Pair {
  const input: Encoded = isEncoded(given) ? given : { key: given }
  const { passphrase } = input
  const word = passphrase === undefined ? undefined : dataOf(passphrase, input.encoding)
  try {
    if (input.format === 'jwk') return pairFromJwk(input.key as Jwk)
    const bytes = dataOf(input.key, input.encoding, 'key')
    if (input.format === 'der') return fromDer(bytes, input.type, word)
    return fromPem(Buffer.from(bytes).toString('latin1'), word)
  } catch (error) {
    if ((error as { code?: string }).code) throw error
    throw input.format === 'jwk'
      ? coded(new TypeError('Invalid JWK data'), 'ERR_CRYPTO_INVALID_JWK')
      : unreadable()
  }
}

function isEncoded(given: unknown): given is Encoded {
  return typeof given === 'object' && given !== null && 'key' in given
}

function pairFromJwk(jwk: Jwk): Pair {
  const made = fromJwk(jwk)
  if (made.kind === 'secret') throw new Error('no pair of keys')
  return made
}

function fromDer(bytes: Uint8Array, type: Encoded['type'], passphrase?: Uint8Array): Pair {
  switch (type) {
    case 'pkcs1':
      return fromPkcs1(bytes)
    case 'sec1':
      return fromSec1(bytes)
    case 'spki':
      return fromSpki(bytes)
    default:
      return fromPkcs8(passphrase ? opened(bytes, passphrase) : bytes)
  }
}

/** The key object or the Web's key that was given, or in `key`. */
function ready(given: unknown): { type: KeyObject['type']; of: Material } | undefined {
  const key = isEncoded(given) && !(given instanceof KeyObject) ? given.key : given
  if (key instanceof KeyObject) return { type: key.type, of: key[material] }
  if (key instanceof CryptoKey) return { type: key.type, of: key[secret] }
  return undefined
}

export function privatePair(given: unknown): Pair {
  const known = ready(given)
  if (known && known.type !== 'private') throw invalidType(known.type, 'private')
  const pair = known ? (known.of as Pair) : readPair(given)
  if (!isPrivate(pair)) throw unreadable()
  return pair
}

/** Also of a private key, which has the public one in it. */
export function publicPair(given: unknown): Pair {
  const known = ready(given)
  if (known?.type === 'secret') throw invalidType('secret', 'private or public')
  return publicOf(known ? (known.of as Pair) : readPair(given))
}

export function secretBytes(given: unknown, encoding?: string): Uint8Array {
  const known = ready(given)
  if (!known) return dataOf(given, encoding, 'key')
  if (known.type !== 'secret') throw invalidType(known.type, 'secret')
  return (known.of as Secret).bytes
}

export function createSecretKey(given: unknown, encoding?: string): KeyObject {
  return new KeyObject('secret', { kind: 'secret', bytes: dataOf(given, encoding, 'key').slice() })
}

export function createPrivateKey(given: unknown): KeyObject {
  if (given instanceof KeyObject)
    throw wrongType('key', 'of type string or an instance of Buffer', given)
  return new KeyObject('private', privatePair(given))
}

export function createPublicKey(given: unknown): KeyObject {
  return new KeyObject('public', publicPair(given))
}
