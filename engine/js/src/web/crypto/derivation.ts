import { native } from '../../native.ts'
import { bytesAt, bytesIn, type Family, hashOf, orFailed, refusal } from './algorithm.ts'

const crypto = native.part('crypto')

function family(name: string, derive: Family['derive']): Family {
  return {
    name,
    usages: { secret: ['deriveKey', 'deriveBits'] },
    formats: ['raw'],
    leaves: false,
    describe: () => ({ name }),
    lengthOf: () => null,
    ...(derive ? { derive } : {}),
  }
}

/** In bytes. */
function whole(length: number | null): number {
  if (length === null || length === undefined) throw refusal('length cannot be null')
  if (length % 8 !== 0) throw refusal('length must be a multiple of 8')
  return length / 8
}

export const hkdf = family('HKDF', (asked, key, length) => {
  const { host } = hashOf(asked['hash'])
  const [salt, info] = [bytesAt(asked, 'salt'), bytesAt(asked, 'info')]
  return orFailed(crypto.hkdf(host, bytesIn(key), salt, info, whole(length)))
})

export const pbkdf2 = family('PBKDF2', (asked, key, length) => {
  const { host } = hashOf(asked['hash'])
  const rounds = asked['iterations'] as number
  const size = whole(length)
  if (rounds === 0) throw refusal('iterations cannot be zero')
  return orFailed(crypto.pbkdf2(host, bytesIn(key), bytesAt(asked, 'salt'), rounds, size))
})
