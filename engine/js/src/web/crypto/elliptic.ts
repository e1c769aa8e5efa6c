import {
  type Curve,
  type Elliptic,
  ellipticPoint,
  generateElliptic,
  SIZES,
} from '../../crypto/material.ts'
import { native } from '../../native.ts'
import { type Family, hashOf, needs, orFailed, pairIn, refusal } from './algorithm.ts'
import { shared } from './agreement.ts'
import type { KeyAlgorithm } from './key.ts'

const crypto = native.part('crypto')

const ALGORITHMS: Record<Curve, string> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }

function curveOf({ namedCurve }: KeyAlgorithm): Curve {
  if (typeof namedCurve === 'string' && Object.hasOwn(SIZES, namedCurve)) return namedCurve as Curve
  throw refusal('Unrecognized namedCurve', 'NotSupportedError')
}

function family(name: string, usages: Family['usages'], rest: Partial<Family>): Family {
  return {
    name,
    usages,
    formats: ['raw', 'spki', 'pkcs8', 'jwk'],
    tells: false,
    describe(material, asked) {
      const curve = curveOf(asked)
      if (material.kind !== 'ec') throw refusal('Invalid key type', 'DataError')
      if (material.curve !== curve) throw refusal('Named curve mismatch', 'DataError')
      return { name, namedCurve: curve }
    },
    raw: (bytes, asked) => ellipticPoint(curveOf(asked), bytes),
    generate: (asked) => generateElliptic(curveOf(asked)),
    ...rest,
  }
}

export const ecdsa = family(
  'ECDSA',
  { public: ['verify'], private: ['sign'] },
  {
    jwkAlgorithm: (described) => ALGORITHMS[curveOf(described)],
    sign(asked, key, data) {
      needs(key, 'private')
      const { curve, number, point } = pairIn<Elliptic>(key)
      const { host } = hashOf(asked['hash'])
      return orFailed(crypto.curveSign(curve, number!, point, host, data))
    },
    verify(asked, key, data, signature) {
      needs(key, 'public')
      const { curve, point } = pairIn<Elliptic>(key)
      return crypto.curveVerify(curve, point, hashOf(asked['hash']).host, data, signature)
    },
  },
)

export const ecdh = family(
  'ECDH',
  { public: [], private: ['deriveKey', 'deriveBits'] },
  {
    derive: (asked, key, length) =>
      shared(asked, key, length, (other) => {
        const { curve, number } = pairIn<Elliptic>(key)
        if (pairIn<Elliptic>(other).curve !== curve)
          throw refusal('Named curve mismatch', 'InvalidAccessError')
        return crypto.curveAgree(curve, number!, pairIn<Elliptic>(other).point)
      }),
  },
)
