import { coded, unavailable } from '../../define.ts'
import { native } from '../../native.ts'
import type { Buffer } from '../buffer.ts'
import { Transform } from '../stream.ts'
import { bufferOf, type Data, dataOf, shown } from './data.ts'
import { secretBytes } from './keys.ts'

const crypto = native.part('crypto')

type Mode = 'cbc' | 'ctr' | 'gcm'

interface Options {
  authTagLength?: number
}

const NAME = /^(?:id-)?aes-?(128|192|256)(?:-(cbc|ctr|gcm))?$/

/** What Node.js has besides. */
const ABSENT = /^(id-)?(aes|aria|camellia|chacha20|des|rc2|rc4|sm4|bf|cast5|seed|idea)/

function cipherOf(algorithm: string): { mode: Mode; length: number } {
  const name = String(algorithm).toLowerCase()
  const found = NAME.exec(name)
  if (found) return { mode: (found[2] ?? 'cbc') as Mode, length: Number(found[1]) / 8 }
  if (ABSENT.test(name) && !/^aes-\d{1,2}-/.test(name)) throw unavailable(`crypto cipher ${name}`)
  throw coded(new Error('Unknown cipher'), 'ERR_CRYPTO_UNKNOWN_CIPHER')
}

const state = (call: string) =>
  coded(new Error(`Invalid state for operation ${call}`), 'ERR_CRYPTO_INVALID_STATE')

/** What both directions have. */
class Running extends Transform {
  protected readonly mode: Mode
  readonly #encrypts: boolean
  readonly #key: Uint8Array
  readonly #iv: Uint8Array
  #id: number | undefined
  #pads = true
  #ended = false
  protected readonly tagLength: number | undefined

  constructor(
    encrypts: boolean,
    algorithm: string,
    key: unknown,
    iv: Data | null,
    options: Options = {},
  ) {
    super()
    const { mode, length } = cipherOf(algorithm)
    this.mode = mode
    this.#encrypts = encrypts
    this.#key = secretBytes(key).slice()
    this.#iv = iv === null ? new Uint8Array() : dataOf(iv, undefined, 'iv').slice()
    this.tagLength = options.authTagLength
    if (this.#key.length !== length)
      throw coded(new RangeError('Invalid key length'), 'ERR_CRYPTO_INVALID_KEYLEN')
    const isRight = mode === 'gcm' ? this.#iv.length > 0 : this.#iv.length === 16
    if (!isRight)
      throw coded(new TypeError('Invalid initialization vector'), 'ERR_CRYPTO_INVALID_IV')
  }

  /** Padding is chosen before the first byte. */
  protected running(call: string): number {
    if (this.#ended) throw state(call)
    const option = this.mode === 'ctr' ? 128 : Number(this.#pads)
    this.#id ??= crypto.startCipher(this.mode, this.#encrypts, this.#key, this.#iv, option)
    return this.#id
  }

  update(data: Data, from?: string, to?: string): Buffer | string {
    return shown(crypto.updateCipher(this.running('update'), dataOf(data, from)), to)
  }

  setAutoPadding(pads = true): this {
    if (this.#ended) throw state('setAutoPadding')
    this.#pads = pads
    return this
  }

  setAAD(data: Data): this {
    crypto.cipherExtra(this.running('setAAD'), dataOf(data))
    return this
  }

  protected finished(): Uint8Array | undefined {
    if (this.#ended) throw coded(new Error('Invalid state'), 'ERR_CRYPTO_INVALID_STATE')
    const id = this.running('final')
    this.#ended = true
    return crypto.finishCipher(id)
  }

  protected get ended(): boolean {
    return this.#ended
  }

  final(_encoding?: string): Buffer | string {
    throw state('final')
  }

  _transform(
    chunk: Uint8Array,
    _: string,
    done: (error?: Error | null, data?: unknown) => void,
  ): void {
    done(null, this.update(chunk))
  }

  _flush(done: (error?: Error | null, data?: unknown) => void): void {
    let rest: Buffer | string
    try {
      rest = this.final()
    } catch (error) {
      done(error as Error)
      return
    }
    done(null, rest)
  }
}

const NONE = new Uint8Array()

export class Cipheriv extends Running {
  #tag: Uint8Array | undefined

  override final(encoding?: string): Buffer | string {
    const rest = this.finished()
    if (!rest) {
      const message = 'error:1C80006A:Provider routines::wrong final block length'
      throw coded(new Error(message), 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH')
    }
    if (this.mode !== 'gcm') return shown(rest, encoding)
    this.#tag = rest.slice(0, this.tagLength ?? 16)
    return shown(NONE, encoding)
  }

  getAuthTag(): Buffer {
    if (!this.#tag) throw state('getAuthTag')
    return bufferOf(this.#tag)
  }
}

/** In bytes (NIST SP 800-38D). */
const TAGS = [4, 8, 12, 13, 14, 15, 16]

export class Decipheriv extends Running {
  #tag: Uint8Array | undefined
  #length = 0

  override update(data: Data, from?: string, to?: string): Buffer | string {
    const bytes = dataOf(data, from)
    this.#length += bytes.length
    return super.update(bytes, undefined, to)
  }

  setAuthTag(tag: Data, encoding?: string): this {
    const bytes = dataOf(tag, encoding, 'tag')
    if (this.mode !== 'gcm' || this.ended || this.#tag) throw state('setAuthTag')
    const isRight =
      this.tagLength === undefined ? TAGS.includes(bytes.length) : bytes.length === this.tagLength
    if (!isRight) {
      const message = `Invalid authentication tag length: ${bytes.length}`
      throw coded(new TypeError(message), 'ERR_CRYPTO_INVALID_AUTH_TAG')
    }
    this.#tag = bytes.slice()
    return this
  }

  override final(encoding?: string): Buffer | string {
    const rest = this.finished()
    if (this.mode === 'gcm') {
      const isRight =
        this.#tag && crypto.timingSafeEqual(rest!.subarray(0, this.#tag.length), this.#tag)
      if (!isRight) throw new Error('Unsupported state or unable to authenticate data')
      return shown(NONE, encoding)
    }
    if (rest) return shown(rest, encoding)
    const isCut = this.#length % 16 !== 0 || this.#length === 0
    throw isCut
      ? coded(
          new Error('error:1C80006B:Provider routines::wrong final block length'),
          'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH',
        )
      : coded(new Error('error:1C800064:Provider routines::bad decrypt'), 'ERR_OSSL_BAD_DECRYPT')
  }
}

export const createCipheriv = (
  algorithm: string,
  key: unknown,
  iv: Data | null,
  options?: Options,
) => new Cipheriv(true, algorithm, key, iv, options)

export const createDecipheriv = (
  algorithm: string,
  key: unknown,
  iv: Data | null,
  options?: Options,
) => new Decipheriv(false, algorithm, key, iv, options)

export const getCiphers = () =>
  [128, 192, 256].flatMap((size) => ['cbc', 'ctr', 'gcm'].map((mode) => `aes-${size}-${mode}`))
