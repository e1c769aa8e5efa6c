import { checkFunction, coded } from '../../define.ts'
import { native } from '../../native.ts'
import type { Buffer } from '../buffer.ts'
import { bufferOf, type Data, dataOf, type Done, hashNameOf, later } from './data.ts'
import { secretBytes } from './keys.ts'

const crypto = native.part('crypto')

function hashOf(digest: string): string {
  const name = hashNameOf(digest)
  if (crypto.hashes.includes(name)) return name
  throw coded(new TypeError(`Invalid digest: ${digest}`), 'ERR_CRYPTO_INVALID_DIGEST')
}

function atLeast(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value < 2 ** 31) return
  const message = `The value of "${name}" is out of range. It must be >= ${least} && <= 2147483647. Received ${value}`
  throw coded(new RangeError(message), 'ERR_OUT_OF_RANGE')
}

export function pbkdf2Sync(
  password: Data,
  salt: Data,
  rounds: number,
  length: number,
  digest: string,
): Buffer {
  const name = hashOf(digest)
  atLeast('iterations', rounds, 1)
  atLeast('keylen', length, 0)
  const [key, grain] = [dataOf(password, undefined, 'password'), dataOf(salt, undefined, 'salt')]
  const out = crypto.pbkdf2(name, key, grain, rounds, length)
  if (out) return bufferOf(out)
  throw coded(new TypeError(`Invalid digest: ${digest}`), 'ERR_CRYPTO_INVALID_DIGEST')
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
  later(() => pbkdf2Sync(password, salt, rounds, length, digest), done)
}

interface Cost {
  N?: number
  cost?: number
  r?: number
  blockSize?: number
  p?: number
  parallelization?: number
  maxmem?: number
}

/** What OpenSSL lets it use, in bytes. */
const MEMORY = 32 * 1024 * 1024

export function scryptSync(password: Data, salt: Data, length: number, cost: Cost = {}): Buffer {
  const n = cost.N ?? cost.cost ?? 16_384
  const r = cost.r ?? cost.blockSize ?? 8
  const p = cost.p ?? cost.parallelization ?? 1
  atLeast('keylen', length, 0)
  const isRight = n > 1 && Number.isInteger(Math.log2(n)) && r >= 1 && p >= 1
  if (!isRight || 128 * r * (n + p + 2) > (cost.maxmem ?? MEMORY))
    throw coded(
      new RangeError(
        isRight ? 'Invalid scrypt params: memory limit exceeded' : 'Invalid scrypt params',
      ),
      'ERR_CRYPTO_INVALID_SCRYPT_PARAMS',
    )
  const [key, grain] = [dataOf(password, undefined, 'password'), dataOf(salt, undefined, 'salt')]
  return bufferOf(crypto.scrypt(key, grain, [n, r, p], length))
}

export function scrypt(
  password: Data,
  salt: Data,
  length: number,
  costOrDone: Cost | Done<Buffer>,
  given?: Done<Buffer>,
): void {
  const done = typeof costOrDone === 'function' ? costOrDone : given!
  checkFunction(done, 'callback')
  later(
    () => scryptSync(password, salt, length, typeof costOrDone === 'function' ? {} : costOrDone),
    done,
  )
}

export function hkdfSync(
  digest: string,
  key: unknown,
  salt: Data,
  info: Data,
  length: number,
): ArrayBuffer {
  const name = hashOf(digest)
  atLeast('length', length, 0)
  const [grain, told] = [dataOf(salt, undefined, 'salt'), dataOf(info, undefined, 'info')]
  const out = crypto.hkdf(name, secretBytes(key), grain, told, length)
  if (out) return out.buffer as ArrayBuffer
  throw coded(new RangeError('Invalid key length'), 'ERR_CRYPTO_INVALID_KEYLEN')
}

export function hkdf(
  digest: string,
  key: unknown,
  salt: Data,
  info: Data,
  length: number,
  done: Done<ArrayBuffer>,
): void {
  checkFunction(done, 'callback')
  later(() => hkdfSync(digest, key, salt, info, length), done)
}
