/** AES over data that is there at once. */
import { native } from '../native.ts'
import { joined } from '../web/text.ts'

const crypto = native.part('crypto')
const NONE = new Uint8Array()

export interface Gcm {
  iv: Uint8Array
  extra?: Uint8Array
  /** Of the tag, in bytes. */
  length: number
}

/** The tag follows what is encrypted. */
export function sealGcm(
  key: Uint8Array,
  { iv, extra = NONE, length }: Gcm,
  data: Uint8Array,
): Uint8Array {
  const id = crypto.startCipher('gcm', true, key, iv, 0)
  crypto.cipherExtra(id, extra)
  const out = crypto.updateCipher(id, data)
  return joined(out, crypto.finishCipher(id)!.subarray(0, length))
}

/** Undefined where the tag is not that of the data. */
export function openGcm(
  key: Uint8Array,
  { iv, extra = NONE, length }: Gcm,
  data: Uint8Array,
): Uint8Array | undefined {
  const end = data.length - length
  const id = crypto.startCipher('gcm', false, key, iv, 0)
  crypto.cipherExtra(id, extra)
  const out = crypto.updateCipher(id, data.subarray(0, end))
  const tag = crypto.finishCipher(id)!.subarray(0, length)
  return crypto.timingSafeEqual(tag, data.subarray(end)) ? out : undefined
}

/** Undefined where the padding is wrong. */
export function runCipher(
  mode: 'cbc' | 'ctr',
  encrypts: boolean,
  key: Uint8Array,
  iv: Uint8Array,
  option: number,
  data: Uint8Array,
): Uint8Array | undefined {
  const id = crypto.startCipher(mode, encrypts, key, iv, option)
  const out = crypto.updateCipher(id, data)
  const rest = crypto.finishCipher(id)
  return rest && joined(out, rest)
}
