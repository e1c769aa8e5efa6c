/** Private keys under a passphrase: PBES2 with PBKDF2 and AES-CBC (RFC 8018), as OpenSSL writes them. */
import { native } from '../native.ts'
import { coded, unavailable } from '../define.ts'
import { runCipher } from './ciphering.ts'
import * as der from './der.ts'

const crypto = native.part('crypto')

const PBES2 = '1.2.840.113549.1.5.13'

/** Key lengths in bytes. */
const CIPHERS: Record<string, number> = {
  '2.16.840.1.101.3.4.1.2': 16,
  '2.16.840.1.101.3.4.1.22': 24,
  '2.16.840.1.101.3.4.1.42': 32,
}

const HASHES: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

const inside = (element: der.Element | undefined) =>
  der.elements(der.content(element, der.SEQUENCE))

/** @throws Error where the passphrase is missing or wrong */
export function opened(bytes: Uint8Array, passphrase: Uint8Array | undefined): Uint8Array {
  if (!passphrase)
    throw coded(
      new Error('error:07880109:common libcrypto routines::interrupted or cancelled'),
      'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED',
    )
  const [scheme, data] = der.elements(der.only(bytes, der.SEQUENCE))
  const [name, parameters] = inside(scheme)
  if (der.nameOf(name) !== PBES2) throw unavailable('a private key under another scheme than PBES2')
  const [derivation, cipher] = inside(parameters)
  const [cipherName, iv] = inside(cipher)
  const length = CIPHERS[der.nameOf(cipherName)]
  if (!length) throw unavailable('a private key under another cipher than AES-CBC')
  const key = derived(derivation, passphrase, length)
  const content = der.content(data, der.OCTETS)
  const plain = runCipher('cbc', false, key, der.content(iv, der.OCTETS), 1, content)
  if (plain) return plain
  throw coded(new Error('error:1C800064:Provider routines::bad decrypt'), 'ERR_OSSL_BAD_DECRYPT')
}

function derived(
  element: der.Element | undefined,
  passphrase: Uint8Array,
  length: number,
): Uint8Array {
  const [, parameters] = inside(element)
  const [salt, rounds, ...rest] = inside(parameters)
  const named = rest.find(({ tag }) => tag === der.SEQUENCE)
  const hash = named ? HASHES[der.nameOf(inside(named)[0])] : 'sha1'
  const count = der.numberOf(rounds).reduce((sum, byte) => sum * 256 + byte, 0)
  const key = hash && crypto.pbkdf2(hash, passphrase, der.content(salt, der.OCTETS), count, length)
  if (!key) throw unavailable('a private key under another hash than SHA')
  return key
}
