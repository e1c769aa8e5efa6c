import { coded } from '../../define.ts'
import { native } from '../../native.ts'
import type { Buffer } from '../buffer.ts'
import { Transform } from '../stream.ts'
import { type Data, dataOf, hashNameOf, shown } from './data.ts'
import { secretBytes } from './keys.ts'

const crypto = native.part('crypto')

/** What is fed piece by piece, also as a stream. */
class Running extends Transform {
  protected id: number | undefined

  constructor(id: number) {
    super()
    this.id = id
  }

  update(data: Data, encoding?: string): this {
    if (this.id === undefined) throw finalized()
    crypto.update(this.id, dataOf(data, encoding))
    return this
  }

  digest(encoding?: string): string | Buffer {
    if (this.id === undefined) throw finalized()
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

const finalized = () => coded(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED')

export class Hash extends Running {
  copy(): Hash {
    if (this.id === undefined) throw finalized()
    return new Hash(crypto.copyHash(this.id))
  }
}

export class Hmac extends Running {}

export function createHash(algorithm: string): Hash {
  const name = hashNameOf(algorithm)
  if (!crypto.hashes.includes(name)) throw new Error('Digest method not supported')
  return new Hash(crypto.startHash(name))
}

export function createHmac(algorithm: string, key: unknown): Hmac {
  const name = hashNameOf(algorithm)
  if (!crypto.hashes.includes(name))
    throw coded(new Error(`Invalid digest: ${algorithm}`), 'ERR_CRYPTO_INVALID_DIGEST')
  return new Hmac(crypto.startHmac(name, secretBytes(key)))
}

export function hash(algorithm: string, data: Data, encoding = 'hex'): string | Buffer {
  return createHash(algorithm).update(data).digest(encoding)
}

export const getHashes = () => [...crypto.hashes]
