import { openGcm, runCipher, sealGcm } from '../../crypto/ciphering.ts'
import { random } from '../../crypto/material.ts'
import { native } from '../../native.ts'
import { bytesAt, bytesIn, type Family, optionalBytesAt, orFailed, refusal } from './algorithm.ts'
import type { KeyAlgorithm } from './key.ts'

const crypto = native.part('crypto')

function lengthOf({ length }: KeyAlgorithm): number {
  if (length === 128 || length === 192 || length === 256) return length
  throw refusal('AES key length must be 128, 192, or 256 bits')
}

function family(mode: string, usages: readonly string[], rest: Partial<Family>): Family {
  return {
    name: `AES-${mode}`,
    usages: { secret: usages },
    formats: ['raw', 'jwk'],
    describe(material) {
      if (material.kind !== 'secret') throw refusal('Invalid JWK "kty" Parameter', 'DataError')
      const length = material.bytes.length * 8
      if (![128, 192, 256].includes(length)) throw refusal('Invalid key length', 'DataError')
      return { name: `AES-${mode}`, length }
    },
    jwkAlgorithm: ({ length }) => `A${length as number}${mode}`,
    generate: (asked) => ({ kind: 'secret', bytes: random(lengthOf(asked) / 8) }),
    lengthOf,
    ...rest,
  }
}

const CIPHER = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']

function block(asked: KeyAlgorithm, member: string): Uint8Array {
  const bytes = bytesAt(asked, member)
  if (bytes.length === 16) return bytes
  throw refusal(`algorithm.${member} must contain exactly 16 bytes`)
}

function tagLength({ tagLength = 128 }: KeyAlgorithm): number {
  if ([32, 64, 96, 104, 112, 120, 128].includes(tagLength as number))
    return (tagLength as number) / 8
  throw refusal(`${String(tagLength)} is not a valid AES-GCM tag length`)
}

const parameters = (asked: KeyAlgorithm) => ({
  iv: bytesAt(asked, 'iv'),
  extra: optionalBytesAt(asked, 'additionalData'),
  length: tagLength(asked),
})

export const aesGcm = family('GCM', CIPHER, {
  encrypt: (asked, key, data) => sealGcm(bytesIn(key), parameters(asked), data),
  decrypt(asked, key, data) {
    const given = parameters(asked)
    if (data.length < given.length) throw refusal('The provided data is too small.')
    return orFailed(openGcm(bytesIn(key), given, data))
  },
})

export const aesCbc = family('CBC', CIPHER, {
  encrypt: (asked, key, data) => runCipher('cbc', true, bytesIn(key), block(asked, 'iv'), 1, data)!,
  decrypt: (asked, key, data) =>
    orFailed(runCipher('cbc', false, bytesIn(key), block(asked, 'iv'), 1, data)),
})

const counter: NonNullable<Family['encrypt']> = (asked, key, data) => {
  const length = asked['length'] as number
  if (!(length >= 1 && length <= 128))
    throw refusal('AES-CTR algorithm.length must be between 1 and 128')
  if (data.length / 16 > 2 ** length) throw refusal('Too much data for the counter')
  return runCipher('ctr', true, bytesIn(key), block(asked, 'counter'), length, data)!
}

export const aesCtr = family('CTR', CIPHER, { encrypt: counter, decrypt: counter })

export const aesKw = family('KW', ['wrapKey', 'unwrapKey'], {
  wrap: (key, data) => orFailed(crypto.wrapAes(bytesIn(key), data)),
  unwrap: (key, data) => orFailed(crypto.unwrapAes(bytesIn(key), data)),
})
