import {
  type Curve,
  generateElliptic,
  generateOctets,
  generateRsa,
  type Pair,
  publicOf,
  random,
} from '../../crypto/material.ts'
import { checkFunction, coded, define, unavailable } from '../../define.ts'
import type { Done } from './data.ts'
import { later } from './data.ts'
import type { ExportOptions } from './key-export.ts'
import { CURVES, KeyObject } from './keys.ts'

interface Options {
  modulusLength?: number
  publicExponent?: number
  namedCurve?: string
  publicKeyEncoding?: ExportOptions
  privateKeyEncoding?: ExportOptions
}

interface Keys {
  publicKey: unknown
  privateKey: unknown
}

/** By OpenSSL's name or NIST's. */
export function curveOf(name: unknown): Curve {
  const curve = (Object.keys(CURVES) as Curve[]).find((one) => one === name || CURVES[one] === name)
  if (curve) return curve
  if (name === 'secp256k1') throw unavailable('the curve secp256k1')
  throw coded(new TypeError('Invalid EC curve name'), 'ERR_CRYPTO_INVALID_CURVE')
}

function exponentOf({ publicExponent = 65_537 }: Options): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, publicExponent)
  return bytes
}

function pairOf(type: string, options: Options): Pair {
  switch (type) {
    case 'rsa':
      return generateRsa(options.modulusLength!, exponentOf(options))
    case 'rsa-pss':
      return { ...generateRsa(options.modulusLength!, exponentOf(options)), pss: true }
    case 'ec':
      return generateElliptic(curveOf(options.namedCurve))
    case 'ed25519':
      return generateOctets('Ed25519')
    case 'x25519':
      return generateOctets('X25519')
    default:
      throw unavailable(`crypto.generateKeyPair of type ${type}`)
  }
}

export function generateKeyPairSync(type: string, options: Options = {}): Keys {
  const pair = pairOf(type, options)
  const publicKey = new KeyObject('public', publicOf(pair))
  const privateKey = new KeyObject('private', pair)
  const { publicKeyEncoding: shown, privateKeyEncoding: kept } = options
  return {
    publicKey: shown ? publicKey.export(shown) : publicKey,
    privateKey: kept ? privateKey.export(kept) : privateKey,
  }
}

export function generateKeyPair(
  type: string,
  optionsOrDone:
    | Options
    | ((error: Error | null, publicKey?: unknown, privateKey?: unknown) => void),
  given?: (error: Error | null, publicKey?: unknown, privateKey?: unknown) => void,
): void {
  const done = typeof optionsOrDone === 'function' ? optionsOrDone : given!
  const options = typeof optionsOrDone === 'function' ? {} : optionsOrDone
  checkFunction(done, 'callback')
  later(
    () => generateKeyPairSync(type, options),
    (error, keys) => done(error, keys?.publicKey, keys?.privateKey),
  )
}

define(
  generateKeyPair,
  Symbol.for('nodejs.util.promisify.custom'),
  async (type: string, options?: Options) => generateKeyPairSync(type, options),
)

export function generateKeySync(type: 'hmac' | 'aes', { length }: { length: number }): KeyObject {
  if (type === 'aes' && ![128, 192, 256].includes(length)) {
    const message = `The property 'options.length' must be one of: 128, 192, 256. Received ${length}`
    throw coded(new TypeError(message), 'ERR_INVALID_ARG_VALUE')
  }
  return new KeyObject('secret', { kind: 'secret', bytes: random(Math.floor(length / 8)) })
}

export function generateKey(
  type: 'hmac' | 'aes',
  options: { length: number },
  done: Done<KeyObject>,
): void {
  checkFunction(done, 'callback')
  later(() => generateKeySync(type, options), done)
}
