import type { Rsa } from '../../crypto/material.ts'
import { coded, unavailable } from '../../define.ts'
import { native } from '../../native.ts'
import type { Buffer } from '../buffer.ts'
import { constants } from './constants.ts'
import { bufferOf, type Data, dataOf, hashNameOf } from './data.ts'
import { privatePair, publicPair } from './keys.ts'

const crypto = native.part('crypto')
const text = native.part('text')

interface Options {
  padding?: number
  oaepHash?: string
  oaepLabel?: Data
}

const optionsOf = (key: unknown): Options =>
  typeof key === 'object' && key !== null && 'key' in key ? (key as Options) : {}

/** Empty for PKCS #1 v1.5. */
function hashOf({
  padding = constants.RSA_PKCS1_OAEP_PADDING,
  oaepHash = 'sha1',
}: Options): string {
  if (padding === constants.RSA_PKCS1_PADDING) return ''
  if (padding === constants.RSA_PKCS1_OAEP_PADDING) return hashNameOf(oaepHash)
  throw unavailable(`RSA with padding ${padding}`)
}

function labelOf({ oaepLabel }: Options): string {
  const bytes = oaepLabel === undefined ? new Uint8Array() : dataOf(oaepLabel)
  if (!text.isUtf8(bytes)) throw unavailable('RSA-OAEP with a label that is no text')
  return text.decodeUtf8(bytes)
}

export function publicEncrypt(key: unknown, data: Data): Buffer {
  const { numbers } = publicPair(key) as Rsa
  const options = optionsOf(key)
  const out = crypto.rsaEncrypt(numbers, hashOf(options), labelOf(options), dataOf(data))
  if (out) return bufferOf(out)
  const message = 'error:0200006E:rsa routines::data too large for key size'
  throw coded(new Error(message), 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE')
}

export function privateDecrypt(key: unknown, data: Data): Buffer {
  const { numbers } = privatePair(key) as Rsa
  const options = optionsOf(key)
  const hash = hashOf(options)
  // What it takes tells the plain text (Bleichenbacher's attack), so Node.js refuses it too.
  if (hash === '')
    throw coded(
      new TypeError('RSA_PKCS1_PADDING is no longer supported for private decryption'),
      'ERR_INVALID_ARG_VALUE',
    )
  const out = crypto.rsaDecrypt(numbers, hash, labelOf(options), dataOf(data))
  if (out) return bufferOf(out)
  const message = 'error:02000079:rsa routines::oaep decoding error'
  throw coded(new Error(message), 'ERR_OSSL_RSA_OAEP_DECODING_ERROR')
}
