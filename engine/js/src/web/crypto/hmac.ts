import { random, type Secret } from '../../crypto/material.ts'
import { mac } from '../../crypto/signing.ts'
import { native } from '../../native.ts'
import { bytesIn, type Family, hashOf, refusal } from './algorithm.ts'

const crypto = native.part('crypto')

export const hmac: Family = {
  name: 'HMAC',
  usages: { secret: ['sign', 'verify'] },
  formats: ['raw', 'jwk'],
  describe(material, { hash, length }) {
    const { name } = hashOf(hash)
    if (material.kind !== 'secret') throw refusal('Invalid JWK "kty" Parameter', 'DataError')
    const bits = material.bytes.length * 8
    if (bits === 0) throw refusal('Zero-length key is not supported', 'DataError')
    if (length !== undefined && Math.ceil((length as number) / 8) * 8 !== bits)
      throw refusal('Invalid key length', 'DataError')
    return { name: 'HMAC', hash: { name }, length: bits }
  },
  jwkAlgorithm: ({ hash }) => `HS${hashOf(hash).name.slice(4)}`,
  generate(asked): Secret {
    if (asked['length'] === 0) throw refusal('Zero-length key is not supported')
    return { kind: 'secret', bytes: random(Math.ceil(hmac.lengthOf!(asked)! / 8)) }
  },
  sign: (_, key, data) => mac(hashOf(key.algorithm['hash']).host, bytesIn(key), data),
  verify: (asked, key, data, signature) =>
    crypto.timingSafeEqual(hmac.sign!(asked, key, data), signature),
  lengthOf: ({ hash, length }) => (length as number | undefined) ?? hashOf(hash).block,
}
