import { type Edwards, generateOctets, type Octets, octetsPoint } from '../../crypto/material.ts'
import { native } from '../../native.ts'
import { shared } from './agreement.ts'
import { type Family, needs, orFailed, pairIn, refusal } from './algorithm.ts'

const crypto = native.part('crypto')

function family(name: Edwards, usages: Family['usages'], rest: Partial<Family>): Family {
  return {
    name,
    usages,
    formats: ['raw', 'spki', 'pkcs8', 'jwk'],
    describe(material) {
      if (material.kind !== 'okp') throw refusal('Invalid key type', 'DataError')
      if (material.curve !== name)
        throw refusal('JWK "crv" Parameter and algorithm name mismatch', 'DataError')
      return { name }
    },
    raw: (bytes) => octetsPoint(name, bytes),
    generate: () => generateOctets(name),
    ...rest,
  }
}

export const ed25519 = family(
  'Ed25519',
  { public: ['verify'], private: ['sign'] },
  {
    jwkAlgorithm: () => 'Ed25519',
    sign(_, key, data) {
      needs(key, 'private')
      return orFailed(crypto.edSign(pairIn<Octets>(key).number!, data))
    },
    verify(_, key, data, signature) {
      needs(key, 'public')
      return crypto.edVerify(pairIn<Octets>(key).point, data, signature)
    },
  },
)

export const x25519 = family(
  'X25519',
  { public: [], private: ['deriveKey', 'deriveBits'] },
  {
    derive: (asked, key, length) =>
      shared(asked, key, length, (other) =>
        crypto.edAgree(pairIn<Octets>(key).number!, pairIn<Octets>(other).point),
      ),
  },
)
