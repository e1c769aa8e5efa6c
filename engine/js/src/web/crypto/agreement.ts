import { orFailed, needs, refusal } from './algorithm.ts'
import { CryptoKey, type KeyAlgorithm } from './key.ts'

/**
 * What two keys share, cut to a length.
 * @param length in bits; null is all
 */
export function shared(
  asked: KeyAlgorithm,
  key: CryptoKey,
  length: number | null,
  agree: (other: CryptoKey) => Uint8Array | undefined,
): Uint8Array {
  const other = asked['public']
  if (!(other instanceof CryptoKey))
    throw new TypeError('algorithm.public must be an instance of CryptoKey')
  needs(key, 'private')
  if (other.type !== 'public')
    throw refusal('algorithm.public must be a public key', 'InvalidAccessError')
  if (other.algorithm.name !== key.algorithm.name)
    throw refusal(
      'algorithm.public and baseKey must be of the same algorithm',
      'InvalidAccessError',
    )
  const all = orFailed(agree(other))
  if (length === null || length === undefined) return all
  if (length > all.length * 8) throw refusal('derived bit length is too small')
  const some = all.slice(0, Math.ceil(length / 8))
  const over = some.length * 8 - length
  if (over > 0) some[some.length - 1]! &= 0xff << over
  return some
}
