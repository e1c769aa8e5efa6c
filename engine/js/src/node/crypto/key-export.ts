import { toPkcs1, toPkcs8, toSec1, toSpki } from '../../crypto/containers.ts'
import { type Jwk, toJwk } from '../../crypto/jwk.ts'
import type { Material, Pair } from '../../crypto/material.ts'
import { toPem } from '../../crypto/pem.ts'
import { coded, unavailable } from '../../define.ts'
import type { Buffer } from '../buffer.ts'
import { bufferOf } from './data.ts'

export interface ExportOptions {
  format?: 'pem' | 'der' | 'jwk' | 'buffer'
  type?: 'pkcs1' | 'spki' | 'pkcs8' | 'sec1'
  cipher?: string
  passphrase?: unknown
}

function invalid(name: string, value: unknown): TypeError {
  const message = `The property 'options.${name}' is invalid. Received ${value === undefined ? 'undefined' : `'${String(value)}'`}`
  return coded(new TypeError(message), 'ERR_INVALID_ARG_VALUE')
}

export function exported(
  type: 'secret' | 'public' | 'private',
  material: Material,
  options: ExportOptions = {},
): string | Buffer | Jwk {
  if (options.format === 'jwk') return toJwk(material)
  if (material.kind === 'secret') return bufferOf(material.bytes.slice())
  if (options.cipher !== undefined) throw unavailable('KeyObject.export with a cipher')
  const [label, bytes] =
    type === 'public' ? publicKey(material, options) : privateKey(material, options)
  if (options.format === 'der') return bufferOf(bytes)
  if (options.format === 'pem') return toPem(label, bytes)
  throw invalid('format', options.format)
}

function publicKey(pair: Pair, { type }: ExportOptions): [label: string, bytes: Uint8Array] {
  if (type === 'spki') return ['PUBLIC KEY', toSpki(pair)]
  if (type === 'pkcs1' && pair.kind === 'rsa') return ['RSA PUBLIC KEY', toPkcs1(pair)]
  throw invalid('type', type)
}

function privateKey(pair: Pair, { type }: ExportOptions): [label: string, bytes: Uint8Array] {
  if (type === 'pkcs8') return ['PRIVATE KEY', toPkcs8(pair)]
  if (type === 'pkcs1' && pair.kind === 'rsa') return ['RSA PRIVATE KEY', toPkcs1(pair)]
  if (type === 'sec1' && pair.kind === 'ec') return ['EC PRIVATE KEY', toSec1(pair)]
  throw invalid('type', type)
}
