import {
  type Curve,
  ellipticNumber,
  generateElliptic,
  type Elliptic,
} from '../../crypto/material.ts'
import { coded } from '../../define.ts'
import { native } from '../../native.ts'
import type { Buffer } from '../buffer.ts'
import { bufferOf, type Data, dataOf, type Done, later, shown } from './data.ts'
import { curveOf } from './generation.ts'
import { privatePair, publicPair } from './keys.ts'

const crypto = native.part('crypto')

function agreed(privateKey: unknown, publicKey: unknown): Buffer {
  const [own, other] = [privatePair(privateKey), publicPair(publicKey)]
  let out: Uint8Array | undefined
  if (own.kind === 'ec' && other.kind === 'ec' && own.curve === other.curve)
    out = crypto.curveAgree(own.curve, own.number!, other.point)
  else if (
    own.kind === 'okp' &&
    other.kind === 'okp' &&
    own.curve === 'X25519' &&
    other.curve === 'X25519'
  )
    out = crypto.edAgree(own.number!, other.point)
  else
    throw coded(
      new Error('Incompatible key types for Diffie-Hellman'),
      'ERR_CRYPTO_INCOMPATIBLE_KEY',
    )
  if (out) return bufferOf(out)
  throw coded(
    new Error('error:1C8000A6:Provider routines::failed during derivation'),
    'ERR_OSSL_FAILED_DURING_DERIVATION',
  )
}

export function diffieHellman(
  keys: { privateKey: unknown; publicKey: unknown },
  done?: Done<Buffer>,
): Buffer | undefined {
  const work = () => agreed(keys.privateKey, keys.publicKey)
  if (!done) return work()
  later(work, done)
  return undefined
}

type Form = 'compressed' | 'uncompressed'

export class ECDH {
  readonly #curve: Curve
  #pair: Elliptic | undefined

  constructor(curve: string) {
    this.#curve = curveOf(curve)
  }

  static convertKey(
    key: Data,
    curve: string,
    from?: string,
    to?: string,
    form?: Form,
  ): Buffer | string {
    return shown(pointOf(curveOf(curve), dataOf(key, from, 'key'), form), to)
  }

  generateKeys(encoding?: string, form?: Form): Buffer | string {
    this.#pair = generateElliptic(this.#curve)
    return this.getPublicKey(encoding, form)
  }

  computeSecret(other: Data, from?: string, to?: string): Buffer | string {
    const { number } = this.#known('private')
    const secret = crypto.curveAgree(this.#curve, number!, dataOf(other, from, 'otherPublicKey'))
    if (secret) return shown(secret, to)
    throw coded(
      new Error('Public key is not valid for specified curve'),
      'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY',
    )
  }

  getPrivateKey(encoding?: string): Buffer | string {
    return shown(this.#known('private').number!.slice(), encoding)
  }

  getPublicKey(encoding?: string, form?: Form): Buffer | string {
    return shown(pointOf(this.#curve, this.#known('public').point, form), encoding)
  }

  setPrivateKey(key: Data, encoding?: string): this {
    try {
      this.#pair = ellipticNumber(this.#curve, dataOf(key, encoding, 'key'))
    } catch {
      const message = 'Private key is not valid for specified curve.'
      throw coded(new Error(message), 'ERR_CRYPTO_INVALID_KEYTYPE')
    }
    return this
  }

  #known(kind: string): Elliptic {
    if (this.#pair) return this.#pair
    throw coded(new Error(`Failed to get ECDH ${kind} key`), 'ERR_CRYPTO_OPERATION_FAILED')
  }
}

function pointOf(curve: Curve, point: Uint8Array, form: Form = 'uncompressed'): Uint8Array {
  const out = crypto.curvePoint(curve, point, form === 'compressed')
  if (out) return out
  throw coded(new Error('Failed to convert Buffer to EC_POINT'), 'ERR_CRYPTO_OPERATION_FAILED')
}

export const createECDH = (curve: string) => new ECDH(curve)
