/** Keys as JSON (RFC 7517, 7518, 8037). */
import { native } from '../native.ts'
import {
  type Curve,
  type Edwards,
  ellipticNumber,
  ellipticPoint,
  type Material,
  octetsNumber,
  octetsPoint,
  rsa,
  SIZES,
} from './material.ts'
import { widened } from './der.ts'
import { joined } from '../web/text.ts'

const text = native.part('text')

const PUBLIC = ['n', 'e'] as const
const PRIVATE = [...PUBLIC, 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const

export type Jwk = Record<string, unknown>

function bytesAt(jwk: Jwk, member: string): Uint8Array {
  const value = jwk[member]
  if (typeof value !== 'string') throw new Error(`"${member}" is missing`)
  return text.fromBase64(value)
}

/** @throws Error where it is no key */
export function fromJwk(jwk: Jwk): Material {
  switch (jwk['kty']) {
    case 'oct':
      return { kind: 'secret', bytes: bytesAt(jwk, 'k') }
    case 'RSA':
      return rsa((jwk['d'] === undefined ? PUBLIC : PRIVATE).map((member) => bytesAt(jwk, member)))
    case 'EC':
      return elliptic(jwk, jwk['crv'] as Curve)
    case 'OKP':
      return octets(jwk, jwk['crv'] as Edwards)
    default:
      throw new Error('"kty" is not known')
  }
}

function elliptic(jwk: Jwk, curve: Curve): Material {
  const size = SIZES[curve]
  if (!size) throw new Error('"crv" is not known')
  const parts = ['x', 'y'].map((member) => widened(bytesAt(jwk, member), size))
  const shown = ellipticPoint(curve, joined(Uint8Array.of(4), ...parts))
  if (jwk['d'] === undefined) return shown
  return matching(ellipticNumber(curve, bytesAt(jwk, 'd')), shown.point)
}

function octets(jwk: Jwk, curve: Edwards): Material {
  if (curve !== 'Ed25519' && curve !== 'X25519') throw new Error('"crv" is not known')
  const shown = octetsPoint(curve, bytesAt(jwk, 'x'))
  if (jwk['d'] === undefined) return shown
  return matching(octetsNumber(curve, bytesAt(jwk, 'd')), shown.point)
}

function matching<M extends { point: Uint8Array }>(made: M, point: Uint8Array): M {
  if (made.point.some((byte, at) => byte !== point[at])) throw new Error('the parts do not match')
  return made
}

export function toJwk(material: Material): Jwk {
  const shown = (bytes: Uint8Array) => text.toBase64(bytes, true)
  switch (material.kind) {
    case 'secret':
      return { kty: 'oct', k: shown(material.bytes) }
    case 'rsa':
      return {
        kty: 'RSA',
        ...Object.fromEntries(material.numbers.map((number, at) => [PRIVATE[at]!, shown(number)])),
      }
    case 'ec': {
      const size = SIZES[material.curve]
      const x = shown(material.point.subarray(1, 1 + size))
      const y = shown(material.point.subarray(1 + size))
      const secret = material.number ? { d: shown(material.number) } : {}
      return { kty: 'EC', x, y, crv: material.curve, ...secret }
    }
    case 'okp': {
      const secret = material.number ? { d: shown(material.number) } : {}
      return { crv: material.curve, ...secret, x: shown(material.point), kty: 'OKP' }
    }
  }
}
