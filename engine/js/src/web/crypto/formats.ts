/** Keys that come and go, in every format. */
import { fromPkcs8, fromSpki, toPkcs8, toSpki } from '../../crypto/containers.ts'
import { fromJwk, type Jwk, toJwk } from '../../crypto/jwk.ts'
import { isPrivate, type Material, publicOf } from '../../crypto/material.ts'
import { bytesOf } from '../text.ts'
import { type Data, type Family, refusal } from './algorithm.ts'
import { CryptoKey, type KeyAlgorithm, type KeyType, secret } from './key.ts'

const FORMATS = ['raw', 'raw-secret', 'raw-public', 'spki', 'pkcs8', 'jwk']

/** In the order that the standard has. */
const USAGES = [
  'encrypt',
  'decrypt',
  'sign',
  'verify',
  'deriveKey',
  'deriveBits',
  'wrapKey',
  'unwrapKey',
]

export const typeOf = (material: Material): KeyType =>
  material.kind === 'secret' ? 'secret' : isPrivate(material) ? 'private' : 'public'

export function checkFormat(format: string, method: string): void {
  if (FORMATS.includes(format)) return
  const message = `Failed to execute '${method}' on 'SubtleCrypto': 1st argument value '${format}' is not a valid enum value of type KeyFormat.`
  throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' })
}

export function read(
  family: Family,
  format: string,
  data: Data | Jwk,
  asked: KeyAlgorithm,
  extractable: boolean,
  usages: readonly string[],
): CryptoKey {
  const plain = format.startsWith('raw') ? 'raw' : format
  if (!family.formats.includes(plain))
    throw refusal(`Unable to import ${family.name} key with format ${format}`, 'NotSupportedError')
  if (plain === 'jwk') checkJwk(data as Jwk, extractable, usages)
  const material = materialOf(family, plain, data, asked)
  const described = family.describe(material, asked)
  if (plain === 'jwk') checkJwkAlgorithm(family, data as Jwk, described)
  return make(family, material, described, extractable, usages, 'importing')
}

function materialOf(
  family: Family,
  format: string,
  data: Data | Jwk,
  asked: KeyAlgorithm,
): Material {
  try {
    switch (format) {
      case 'jwk':
        return fromJwk(data as Jwk)
      case 'spki':
        return fromSpki(bytesOf(data as Data))
      case 'pkcs8':
        return fromPkcs8(bytesOf(data as Data))
      default: {
        const bytes = bytesOf(data as Data).slice()
        return family.raw?.(bytes, asked) ?? { kind: 'secret', bytes }
      }
    }
  } catch (error) {
    if (error instanceof DOMException) throw error
    throw refusal('Invalid keyData', 'DataError')
  }
}

function checkJwk(jwk: Jwk, extractable: boolean, usages: readonly string[]): void {
  if (typeof jwk !== 'object' || jwk === null) throw refusal('Invalid keyData', 'DataError')
  if (jwk['ext'] === false && extractable)
    throw refusal('JWK "ext" Parameter and extractable mismatch', 'DataError')
  const { key_ops: operations, use } = jwk
  if (Array.isArray(operations)) {
    if (new Set(operations).size < operations.length)
      throw refusal('Duplicate key operation', 'DataError')
    if (usages.some((usage) => !operations.includes(usage)))
      throw refusal('Key operations and usage mismatch', 'DataError')
  }
  const signs = usages.some((usage) => usage === 'sign' || usage === 'verify')
  if (use !== undefined && usages.length > 0 && use !== (signs ? 'sig' : 'enc'))
    throw refusal('Invalid JWK "use" Parameter', 'DataError')
}

function checkJwkAlgorithm(family: Family, jwk: Jwk, described: KeyAlgorithm): void {
  const expected = family.jwkAlgorithm?.(described)
  if (jwk['alg'] === undefined || expected === undefined || jwk['alg'] === expected) return
  if (family.name === 'Ed25519' && jwk['alg'] === 'EdDSA') return
  throw refusal('JWK "alg" does not match the requested algorithm', 'DataError')
}

export function make(
  family: Family,
  material: Material,
  described: KeyAlgorithm,
  extractable: boolean,
  usages: readonly string[],
  doing: 'importing' | 'creating',
): CryptoKey {
  const type = typeOf(material)
  const allowed = family.usages[type] ?? []
  if (usages.some((usage) => !allowed.includes(usage)))
    throw refusal(`Unsupported key usage for a ${family.name} key`, 'SyntaxError')
  const kind = doing === 'importing' ? `importing a ${type} key` : 'creating a key'
  if (usages.length === 0 && type !== 'public')
    throw refusal(`Usages cannot be empty when ${kind}.`, 'SyntaxError')
  if (family.leaves === false && extractable)
    throw refusal(`${family.name} keys are not extractable`, 'SyntaxError')
  const sorted = USAGES.filter((usage) => usages.includes(usage))
  return new CryptoKey(secret, type, extractable, described, sorted, material)
}

/** @throws DOMException for usages that no half of the pair has */
export function makePair(
  family: Family,
  material: Material,
  described: KeyAlgorithm,
  extractable: boolean,
  usages: readonly string[],
): CryptoKey | { publicKey: CryptoKey; privateKey: CryptoKey } {
  if (material.kind === 'secret')
    return make(family, material, described, extractable, usages, 'creating')
  const { public: shown = [], private: kept = [] } = family.usages
  if (usages.some((usage) => !shown.includes(usage) && !kept.includes(usage)))
    throw refusal(`Unsupported key usage for a ${family.name} key`, 'SyntaxError')
  const of = (allowed: readonly string[]) => usages.filter((usage) => allowed.includes(usage))
  return {
    publicKey: make(family, publicOf(material), described, true, of(shown), 'creating'),
    privateKey: make(family, material, described, extractable, of(kept), 'creating'),
  }
}

export function write(family: Family, format: string, key: CryptoKey): Uint8Array | Jwk {
  const material = key[secret]
  const plain = format.startsWith('raw') ? 'raw' : format
  if (plain === 'jwk') {
    const alg = family.tells === false ? undefined : family.jwkAlgorithm?.(key.algorithm)
    const shown = { key_ops: [...key.usages], ext: key.extractable, ...toJwk(material) }
    return alg === undefined ? shown : { ...shown, alg }
  }
  if (family.formats.includes(plain)) {
    if (material.kind === 'secret') return material.bytes.slice()
    if (plain === 'spki' && key.type === 'public') return toSpki(material)
    if (plain === 'pkcs8' && key.type === 'private') return toPkcs8(material)
    if (plain === 'raw' && key.type === 'public' && material.kind !== 'rsa')
      return material.point.slice()
  }
  const message = `Unable to export a ${key.type} ${family.name} key using ${format} format`
  throw refusal(
    message,
    plain === 'raw' || family.formats.includes(plain) ? 'InvalidAccessError' : 'NotSupportedError',
  )
}
