/** What keys are made of, for the Web's API and Node's. */
import { native } from '../native.ts'
import { stripped, widened } from './der.ts'

const crypto = native.part('crypto')

export type Curve = 'P-256' | 'P-384' | 'P-521'
export type Edwards = 'Ed25519' | 'X25519'

export interface Secret {
  kind: 'secret'
  bytes: Uint8Array
}

export interface Rsa {
  kind: 'rsa'
  /** In the order of RFC 8017: n, e and, where it is private, d, p, q, dp, dq, qi. */
  numbers: Uint8Array[]
  /** For PSS only (RFC 4055). */
  pss?: boolean
}

export interface Elliptic {
  kind: 'ec'
  curve: Curve
  /** Uncompressed. */
  point: Uint8Array
  number?: Uint8Array
}

export interface Octets {
  kind: 'okp'
  curve: Edwards
  point: Uint8Array
  number?: Uint8Array
}

export type Pair = Rsa | Elliptic | Octets
export type Material = Secret | Pair

/** Of a number, in bytes. */
export const SIZES: Record<Curve, number> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 }

export function isPrivate(pair: Pair): boolean {
  return pair.kind === 'rsa' ? pair.numbers.length > 2 : pair.number !== undefined
}

export function publicOf<P extends Pair>(pair: P): P {
  if (pair.kind === 'rsa') return { ...pair, numbers: pair.numbers.slice(0, 2) }
  const { number: _, ...rest } = pair
  return rest as P
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the key is not valid')
  return value
}

/** @throws Error where the numbers are no key, here and below */
export function rsa(numbers: Uint8Array[], pss = false): Rsa {
  if (numbers.some((number) => number.length === 0)) throw new Error('the key is not valid')
  const kept = numbers.map((number) => stripped(number).slice())
  return { kind: 'rsa', numbers: kept, ...(pss ? { pss } : {}) }
}

export function ellipticPoint(curve: Curve, point: Uint8Array): Elliptic {
  return { kind: 'ec', curve, point: must(crypto.curvePoint(curve, point, false)) }
}

export function ellipticNumber(curve: Curve, given: Uint8Array): Elliptic {
  const number = widened(given, SIZES[curve])
  return { kind: 'ec', curve, point: must(crypto.curvePublic(curve, number)), number }
}

export function octetsPoint(curve: Edwards, point: Uint8Array): Octets {
  if (point.length !== 32) throw new Error('the key is not valid')
  return { kind: 'okp', curve, point: point.slice() }
}

export function octetsNumber(curve: Edwards, given: Uint8Array): Octets {
  const number = given.slice()
  return { kind: 'okp', curve, point: must(crypto.edPublic(curve, number)), number }
}

export function random(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  crypto.random(bytes)
  return bytes
}

export function generateElliptic(curve: Curve): Elliptic {
  for (;;) {
    const number = random(SIZES[curve])
    // Of P-521's numbers a bit of the first byte is used.
    if (curve === 'P-521') number[0]! &= 1
    const point = crypto.curvePublic(curve, number)
    if (point) return { kind: 'ec', curve, point, number }
  }
}

export const generateOctets = (curve: Edwards) => octetsNumber(curve, random(32))

export function generateRsa(bits: number, exponent: Uint8Array): Rsa {
  return rsa(crypto.rsaGenerate(bits, exponent))
}

/** Of a number in bytes, as RFC 8017 counts a modulus. */
export function bitLength(number: Uint8Array): number {
  const short = stripped(number)
  return short.length * 8 - Math.clz32(short[0]!) + 24
}
