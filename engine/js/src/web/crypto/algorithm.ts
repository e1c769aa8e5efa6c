/** Algorithms as the Web's API names them, in any case of letters, and its refusals. */
import type { Jwk } from '../../crypto/jwk.ts'
import type { Material, Pair, Secret } from '../../crypto/material.ts'
import { coded } from '../../define.ts'
import { bytesOf } from '../text.ts'
import { type CryptoKey, type KeyAlgorithm, type KeyType, secret } from './key.ts'

export type Identifier = string | KeyAlgorithm
export type Data = ArrayBuffer | ArrayBufferView

export function refusal(message: string, name = 'OperationError'): DOMException {
  return new DOMException(message, name)
}

export const FAILED = 'The operation failed for an operation-specific reason'

/** What one algorithm does with its keys; a method it has not it does not support. */
export interface Family {
  name: string
  usages: Partial<Record<KeyType, readonly string[]>>
  formats: readonly string[]
  /** What a key is described by. @throws DOMException where it does not suit what was asked for */
  describe(material: Material, asked: KeyAlgorithm): KeyAlgorithm
  /** As JSON names it (RFC 7518). */
  jwkAlgorithm?(described: KeyAlgorithm): string | undefined
  raw?(bytes: Uint8Array, asked: KeyAlgorithm): Material
  generate?(asked: KeyAlgorithm): Secret | Pair
  sign?(asked: KeyAlgorithm, key: CryptoKey, data: Uint8Array): Uint8Array
  verify?(asked: KeyAlgorithm, key: CryptoKey, data: Uint8Array, signature: Uint8Array): boolean
  encrypt?(asked: KeyAlgorithm, key: CryptoKey, data: Uint8Array): Uint8Array
  decrypt?(asked: KeyAlgorithm, key: CryptoKey, data: Uint8Array): Uint8Array
  wrap?(key: CryptoKey, data: Uint8Array): Uint8Array
  unwrap?(key: CryptoKey, data: Uint8Array): Uint8Array
  /** @param length in bits; null where all there is */
  derive?(asked: KeyAlgorithm, key: CryptoKey, length: number | null): Uint8Array
  /** Of a key that is derived, in bits. */
  lengthOf?(asked: KeyAlgorithm): number | null
  /** Whether keys of it leave. @default true */
  leaves?: boolean
  /** Whether JSON of a key tells its algorithm. @default true */
  tells?: boolean
}

export interface Hash {
  /** As the Web names it. */
  name: string
  /** As the host does. */
  host: string
  /** Of a block, in bits. */
  block: number
  /** In bits. */
  size: number
}

const HASHES: Record<string, Hash> = {
  'SHA-1': { name: 'SHA-1', host: 'sha1', block: 512, size: 160 },
  'SHA-256': { name: 'SHA-256', host: 'sha256', block: 512, size: 256 },
  'SHA-384': { name: 'SHA-384', host: 'sha384', block: 1024, size: 384 },
  'SHA-512': { name: 'SHA-512', host: 'sha512', block: 1024, size: 512 },
}

export function nameOf(identifier: unknown): string {
  const name =
    typeof identifier === 'object' && identifier !== null
      ? (identifier as KeyAlgorithm).name
      : identifier
  return String(name).toUpperCase()
}

export function hashOf(identifier: unknown): Hash {
  if (identifier === undefined) throw missing('hash')
  const hash = HASHES[nameOf(identifier)]
  if (hash) return hash
  throw refusal('Unrecognized algorithm name', 'NotSupportedError')
}

function missing(member: string): TypeError {
  return coded(new TypeError(`algorithm.${member} is required`), 'ERR_MISSING_OPTION')
}

/** The members of an algorithm's parameters that are bytes. */
export function bytesAt(asked: KeyAlgorithm, member: string): Uint8Array {
  const value = asked[member]
  if (value === undefined) throw missing(member)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return bytesOf(value)
  throw coded(
    new TypeError(
      `algorithm.${member} must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView`,
    ),
    'ERR_INVALID_ARG_TYPE',
  )
}

export function optionalBytesAt(asked: KeyAlgorithm, member: string): Uint8Array {
  return asked[member] === undefined ? new Uint8Array() : bytesAt(asked, member)
}

export const bytesIn = (key: CryptoKey) => (key[secret] as Secret).bytes
export const pairIn = <P extends Pair>(key: CryptoKey) => key[secret] as P

export const orFailed = <T>(value: T | undefined): T => {
  if (value === undefined) throw refusal(FAILED)
  return value
}

/** @throws DOMException `InvalidAccessError` for the other half of a pair */
export function needs(key: CryptoKey, type: KeyType): void {
  if (key.type !== type) throw refusal(`Key must be a ${type} key`, 'InvalidAccessError')
}

export type { Jwk }
