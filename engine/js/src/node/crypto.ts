import { unavailable } from '../define.ts'
import { crypto as webcrypto, randomUUID } from '../web/crypto.ts'
import { createECDH, diffieHellman, ECDH } from './crypto/agreement.ts'
import {
  Cipheriv,
  createCipheriv,
  createDecipheriv,
  Decipheriv,
  getCiphers,
} from './crypto/ciphers.ts'
import { constants } from './crypto/constants.ts'
import { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from './crypto/derivation.ts'
import { createHash, createHmac, getHashes, Hash, hash, Hmac } from './crypto/digests.ts'
import {
  generateKey,
  generateKeyPair,
  generateKeyPairSync,
  generateKeySync,
} from './crypto/generation.ts'
import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  CURVES,
  KeyObject,
} from './crypto/keys.ts'
import {
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  timingSafeEqual,
} from './crypto/random.ts'
import { privateDecrypt, publicEncrypt } from './crypto/rsa.ts'
import { createSign, createVerify, Sign, sign, Verify, verify } from './crypto/signatures.ts'

const { subtle } = webcrypto
const getRandomValues = <T extends ArrayBufferView>(into: T) => webcrypto.getRandomValues(into)
const getCurves = () => Object.values(CURVES).sort()
const getFips = () => 0

/** Named by packages at their top; what they do throws where it is asked for. */
const absent = (name: string) =>
  function (): never {
    throw unavailable(`crypto.${name}`)
  }

const createDiffieHellman = absent('createDiffieHellman')
const privateEncrypt = absent('privateEncrypt')
const publicDecrypt = absent('publicDecrypt')
const X509Certificate = absent('X509Certificate')

export {
  Cipheriv,
  constants,
  createCipheriv,
  createDecipheriv,
  createDiffieHellman,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  Decipheriv,
  diffieHellman,
  ECDH,
  generateKey,
  generateKeyPair,
  generateKeyPairSync,
  generateKeySync,
  getCiphers,
  getCurves,
  getFips,
  getHashes,
  getRandomValues,
  Hash,
  hash,
  hkdf,
  hkdfSync,
  Hmac,
  KeyObject,
  pbkdf2,
  pbkdf2Sync,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  scrypt,
  scryptSync,
  Sign,
  sign,
  subtle,
  timingSafeEqual,
  Verify,
  verify,
  webcrypto,
  X509Certificate,
}

export default {
  Cipheriv,
  constants,
  createCipheriv,
  createDecipheriv,
  createDiffieHellman,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  Decipheriv,
  diffieHellman,
  ECDH,
  generateKey,
  generateKeyPair,
  generateKeyPairSync,
  generateKeySync,
  getCiphers,
  getCurves,
  getFips,
  getHashes,
  getRandomValues,
  Hash,
  hash,
  hkdf,
  hkdfSync,
  Hmac,
  KeyObject,
  pbkdf2,
  pbkdf2Sync,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  scrypt,
  scryptSync,
  Sign,
  sign,
  subtle,
  timingSafeEqual,
  Verify,
  verify,
  webcrypto,
  X509Certificate,
}
