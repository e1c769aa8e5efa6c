/** Signatures over data by keys of every kind. */
import { native } from '../native.ts'
import { joined } from '../web/text.ts'
import * as der from './der.ts'
import { bitLength, type Elliptic, type Rsa, SIZES } from './material.ts'

const crypto = native.part('crypto')

export function digest(hash: string, ...parts: Uint8Array[]): Uint8Array {
  const id = crypto.startHash(hash)
  for (const part of parts) crypto.update(id, part)
  return crypto.finish(id)
}

export function mac(hash: string, key: Uint8Array, data: Uint8Array): Uint8Array {
  const id = crypto.startHmac(hash, key)
  crypto.update(id, data)
  return crypto.finish(id)
}

/** The longest salt of PSS there is room for, in bytes. */
export function mostSalt(key: Rsa, hash: string): number {
  return Math.ceil((bitLength(key.numbers[0]!) - 1) / 8) - digest(hash).length - 2
}

/** r and s in DER (RFC 3279), which Node.js signs with, and side by side, which the Web does. */
export function toDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2
  return der.sequence(
    der.integer(signature.subarray(0, half)),
    der.integer(signature.subarray(half)),
  )
}

/** Undefined where it is none. */
export function fromDer({ curve }: Elliptic, signature: Uint8Array): Uint8Array | undefined {
  try {
    const [r, s] = der.elements(der.only(signature, der.SEQUENCE)).map(der.numberOf)
    return joined(der.widened(r!, SIZES[curve]), der.widened(s!, SIZES[curve]))
  } catch {
    return undefined
  }
}
