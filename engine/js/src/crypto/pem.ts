/** PEM (RFC 7468), and what its labels stand for. */
import { native } from '../native.ts'
import * as der from './der.ts'
import { fromPkcs1, fromPkcs8, fromSec1, fromSpki } from './containers.ts'
import { opened } from './encrypted.ts'
import type { Pair } from './material.ts'

const text = native.part('text')

export function toPem(label: string, bytes: Uint8Array): string {
  const lines = text.toBase64(bytes, false).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\s*([A-Za-z0-9+/=\s]+?)\s*-----END \1-----/g

const READERS: Record<string, (bytes: Uint8Array, passphrase?: Uint8Array) => Pair> = {
  'PUBLIC KEY': fromSpki,
  'RSA PUBLIC KEY': (bytes) => fromPkcs1(bytes),
  'PRIVATE KEY': fromPkcs8,
  'ENCRYPTED PRIVATE KEY': (bytes, passphrase) => fromPkcs8(opened(bytes, passphrase)),
  'RSA PRIVATE KEY': (bytes) => fromPkcs1(bytes),
  'EC PRIVATE KEY': (bytes) => fromSec1(bytes),
  CERTIFICATE: fromCertificate,
}

/** The first key there is. @throws Error where there is none */
export function fromPem(pem: string, passphrase?: Uint8Array): Pair {
  for (const [, label, body] of pem.matchAll(BLOCK)) {
    const reader = READERS[label!]
    if (reader) return reader(text.fromBase64(body!), passphrase)
  }
  throw new Error('there is no key in this PEM')
}

/** The version has a number instead of a type, and may be missing. */
const VERSION = 0xa0

/** The public key of a certificate (RFC 5280), which is not verified. */
function fromCertificate(bytes: Uint8Array): Pair {
  const [signed] = der.elements(der.only(bytes, der.SEQUENCE))
  const parts = der.elements(der.content(signed, der.SEQUENCE))
  if (parts[0]?.tag === VERSION) parts.shift()
  return fromSpki(der.sequence(der.content(parts[5], der.SEQUENCE)))
}
