import type { Material } from '../../crypto/material.ts'
import { coded, define } from '../../define.ts'

export interface KeyAlgorithm {
  name: string
  [member: string]: unknown
}

export type KeyType = 'secret' | 'public' | 'private'

/** What only this module's makers know. */
export const secret = Symbol('secret')

export class CryptoKey {
  readonly type: KeyType
  readonly extractable: boolean
  readonly algorithm: KeyAlgorithm
  readonly usages: readonly string[]
  /** @internal */
  declare readonly [secret]: Material

  constructor(
    key: typeof secret,
    type: KeyType,
    extractable: boolean,
    algorithm: KeyAlgorithm,
    usages: readonly string[],
    material: Material,
  ) {
    if (key !== secret) throw coded(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR')
    this.type = type
    this.extractable = extractable
    this.algorithm = algorithm
    this.usages = usages
    define(this, secret, material)
  }
}

define(CryptoKey.prototype, Symbol.toStringTag, 'CryptoKey')
