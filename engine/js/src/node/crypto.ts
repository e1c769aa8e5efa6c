import { absentFrom } from '../define.ts'
import { crypto as webcrypto, randomUUID } from '../web/crypto.ts'
import { CURVES } from './crypto/keys.ts'
export { createECDH, diffieHellman, ECDH } from './crypto/agreement.ts'
export {
  Cipheriv,
  createCipheriv,
  createDecipheriv,
  Decipheriv,
  getCiphers,
} from './crypto/ciphers.ts'
export { constants } from './crypto/constants.ts'
export { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from './crypto/derivation.ts'
export { createHash, createHmac, getHashes, Hash, hash, Hmac } from './crypto/digests.ts'
export {
  generateKey,
  generateKeyPair,
  generateKeyPairSync,
  generateKeySync,
} from './crypto/generation.ts'
export { createPrivateKey, createPublicKey, createSecretKey, KeyObject } from './crypto/keys.ts'
export {
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  timingSafeEqual,
} from './crypto/random.ts'
export { privateDecrypt, publicEncrypt } from './crypto/rsa.ts'
export { createSign, createVerify, Sign, sign, Verify, verify } from './crypto/signatures.ts'

export { randomUUID, webcrypto }
export const { subtle } = webcrypto
export const getRandomValues = <T extends ArrayBufferView>(into: T) =>
  webcrypto.getRandomValues(into)
export const getCurves = () => Object.values(CURVES).sort()
export const getFips = () => 0

const absent = absentFrom('crypto')

export const createDiffieHellman = absent('createDiffieHellman')
export const privateEncrypt = absent('privateEncrypt')
export const publicDecrypt = absent('publicDecrypt')
export const X509Certificate = absent('X509Certificate')
