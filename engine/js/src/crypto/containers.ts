/** Keys in their containers: SubjectPublicKeyInfo (RFC 5280), PKCS #8 (RFC 5958), PKCS #1, SEC 1. */
import * as der from './der.ts'
import {
  type Curve,
  type Edwards,
  ellipticNumber,
  ellipticPoint,
  octetsNumber,
  octetsPoint,
  type Elliptic,
  type Pair,
  type Rsa,
  rsa,
} from './material.ts'

const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const ELLIPTIC = '1.2.840.10045.2.1'

const CURVES: Record<Curve, string> = {
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
  'P-521': '1.3.132.0.35',
}

const EDWARDS: Record<Edwards, string> = { X25519: '1.3.101.110', Ed25519: '1.3.101.112' }

const NOTHING = der.element(der.NULL)

/** Parts of a container that have a number rather than a type. */
const PARAMETERS = 0xa0
const PUBLIC = 0xa1

type Named = { curve: Curve } | { edwards: Edwards } | { rsa: true; pss: boolean }

function keyOf<K extends string>(map: Record<K, string>, value: string): K | undefined {
  return (Object.keys(map) as K[]).find((key) => map[key] === value)
}

function curveOf(element: der.Element | undefined): Curve {
  const curve = keyOf(CURVES, der.nameOf(element))
  if (!curve) throw new Error('the curve is not known')
  return curve
}

function algorithmOf(element: der.Element | undefined): Named {
  const [first, parameters] = der.elements(der.content(element, der.SEQUENCE))
  const name = der.nameOf(first)
  if (name === RSA || name === RSA_PSS) return { rsa: true, pss: name === RSA_PSS }
  if (name === ELLIPTIC) return { curve: curveOf(parameters) }
  const edwards = keyOf(EDWARDS, name)
  if (!edwards) throw new Error('the algorithm is not known')
  return { edwards }
}

function algorithm(pair: Pair): Uint8Array {
  if (pair.kind === 'rsa') return der.sequence(der.name(pair.pss ? RSA_PSS : RSA), NOTHING)
  if (pair.kind === 'okp') return der.sequence(der.name(EDWARDS[pair.curve]))
  return der.sequence(der.name(ELLIPTIC), der.name(CURVES[pair.curve]))
}

/** @throws Error where the bytes are no such container or no key, here and below */
export function fromSpki(bytes: Uint8Array): Pair {
  const [named, key] = der.elements(der.only(bytes, der.SEQUENCE))
  const algorithm = algorithmOf(named)
  const content = der.bitsOf(key)
  if ('rsa' in algorithm) return fromPkcs1(content, algorithm.pss)
  if ('curve' in algorithm) return ellipticPoint(algorithm.curve, content)
  return octetsPoint(algorithm.edwards, content)
}

export function toSpki(pair: Pair): Uint8Array {
  const key =
    pair.kind === 'rsa' ? toPkcs1({ ...pair, numbers: pair.numbers.slice(0, 2) }) : pair.point
  return der.sequence(algorithm(pair), der.bits(key))
}

export function fromPkcs8(bytes: Uint8Array): Pair {
  const [, named, key] = der.elements(der.only(bytes, der.SEQUENCE))
  const algorithm = algorithmOf(named)
  const content = der.content(key, der.OCTETS)
  if ('rsa' in algorithm) return fromPkcs1(content, algorithm.pss)
  if ('curve' in algorithm) return fromSec1(content, algorithm.curve)
  return octetsNumber(algorithm.edwards, der.only(content, der.OCTETS))
}

export function toPkcs8(pair: Pair): Uint8Array {
  const key =
    pair.kind === 'rsa'
      ? toPkcs1(pair)
      : pair.kind === 'ec'
        ? toSec1(pair, false)
        : der.octets(pair.number!)
  return der.sequence(der.small(0), algorithm(pair), der.octets(key))
}

/** A private key has its version first. */
export function fromPkcs1(bytes: Uint8Array, pss = false): Rsa {
  const numbers = der.elements(der.only(bytes, der.SEQUENCE)).map(der.numberOf)
  if (numbers.length === 2) return rsa(numbers, pss)
  if (numbers.length !== 9 || numbers[0]![0] !== 0) throw new Error('no key of two primes')
  return rsa(numbers.slice(1), pss)
}

export function toPkcs1({ numbers }: Rsa): Uint8Array {
  const version = numbers.length > 2 ? [der.small(0)] : []
  return der.sequence(...version, ...numbers.map(der.integer))
}

export function fromSec1(bytes: Uint8Array, known?: Curve): Elliptic {
  const [, number, ...parts] = der.elements(der.only(bytes, der.SEQUENCE))
  const parameters = parts.find(({ tag }) => tag === PARAMETERS)
  const curve = known ?? curveOf(parameters && der.elements(parameters.content)[0])
  return ellipticNumber(curve, der.content(number, der.OCTETS))
}

/** @param named a key that stands alone names its curve */
export function toSec1({ curve, point, number }: Elliptic, named = true): Uint8Array {
  const parameters = named ? [der.element(PARAMETERS, der.name(CURVES[curve]))] : []
  const shown = der.element(PUBLIC, der.bits(point))
  return der.sequence(der.small(1), der.octets(number!), ...parameters, shown)
}
