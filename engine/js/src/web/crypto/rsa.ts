import { bitLength, generateRsa, type Rsa } from '../../crypto/material.ts'
import { native } from '../../native.ts'
import {
  bytesAt,
  type Family,
  hashOf,
  needs,
  optionalBytesAt,
  orFailed,
  pairIn,
  refusal,
} from './algorithm.ts'
import type { CryptoKey, KeyAlgorithm } from './key.ts'

const crypto = native.part('crypto')
const text = native.part('text')

const hostHash = (key: CryptoKey) => hashOf(key.algorithm['hash']).host

function family(
  name: string,
  usages: Family['usages'],
  jwk: (hash: string) => string,
  rest: Partial<Family>,
): Family {
  return {
    name,
    usages,
    formats: ['spki', 'pkcs8', 'jwk'],
    describe(material, { hash }) {
      const { name: hashName } = hashOf(hash)
      if (material.kind !== 'rsa') throw refusal('Invalid key type', 'DataError')
      const [n, e] = material.numbers
      return {
        name,
        modulusLength: bitLength(n!),
        publicExponent: e!.slice(),
        hash: { name: hashName },
      }
    },
    jwkAlgorithm: ({ hash }) => jwk(hashOf(hash).name.slice(4)),
    generate(asked) {
      hashOf(asked['hash'])
      return generate(asked)
    },
    ...rest,
  }
}

function generate(asked: KeyAlgorithm): Rsa {
  const bits = asked['modulusLength'] as number
  if (!(bits >= 512 && bits <= 16_384)) throw refusal('The modulus length is not supported')
  return generateRsa(bits, bytesAt(asked, 'publicExponent'))
}

/** @param saltOf makes it PSS */
function signatures(saltOf: (asked: KeyAlgorithm) => number | undefined): Partial<Family> {
  return {
    sign(asked, key, data) {
      needs(key, 'private')
      const hash = hostHash(key)
      const { numbers } = pairIn<Rsa>(key)
      return orFailed(crypto.rsaSign(numbers, hash, saltOf(asked), data))
    },
    verify(asked, key, data, signature) {
      needs(key, 'public')
      const hash = hostHash(key)
      const { numbers } = pairIn<Rsa>(key)
      return crypto.rsaVerify(numbers, hash, saltOf(asked), data, signature)
    },
  }
}

const SIGNS = { public: ['verify'], private: ['sign'] }

export const rsaPkcs1 = family(
  'RSASSA-PKCS1-v1_5',
  SIGNS,
  (hash) => `RS${hash}`,
  signatures(() => undefined),
)

export const rsaPss = family(
  'RSA-PSS',
  SIGNS,
  (hash) => `PS${hash}`,
  signatures(({ saltLength }) => {
    if (typeof saltLength === 'number' && saltLength >= 0) return saltLength
    throw new TypeError('algorithm.saltLength must be a number that is not negative')
  }),
)

/** The host takes labels that are text only. */
function labelOf(asked: KeyAlgorithm): string {
  const bytes = optionalBytesAt(asked, 'label')
  if (!text.isUtf8(bytes))
    throw refusal('A label that is no text is not supported', 'NotSupportedError')
  return text.decodeUtf8(bytes)
}

export const rsaOaep = family(
  'RSA-OAEP',
  { public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'] },
  (hash) => (hash === '1' ? 'RSA-OAEP' : `RSA-OAEP-${hash}`),
  {
    encrypt(asked, key, data) {
      needs(key, 'public')
      return orFailed(
        crypto.rsaEncrypt(pairIn<Rsa>(key).numbers, hostHash(key), labelOf(asked), data),
      )
    },
    decrypt(asked, key, data) {
      needs(key, 'private')
      return orFailed(
        crypto.rsaDecrypt(pairIn<Rsa>(key).numbers, hostHash(key), labelOf(asked), data),
      )
    },
  },
)
