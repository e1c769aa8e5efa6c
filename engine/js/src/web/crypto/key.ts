import { coded, define } from '../../define.ts'

export interface KeyAlgorithm {
  name: string
  [member: string]: unknown
}

/** What only this module's makers know. */
export const secret = Symbol('secret')

export class CryptoKey {
  readonly type: 'secret' | 'public' | 'private'
  readonly extractable: boolean
  readonly algorithm: KeyAlgorithm
  readonly usages: readonly string[]
  /** @internal */
  readonly [secret]: Uint8Array

  constructor(
    key: typeof secret,
    type: 'secret' | 'public' | 'private',
    extractable: boolean,
    algorithm: KeyAlgorithm,
    usages: readonly string[],
    material: Uint8Array,
  ) {
    if (key !== secret) throw coded(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR')
    this.type = type
    this.extractable = extractable
    this.algorithm = algorithm
    this.usages = usages
    define(this, secret, material)
    this[secret] = material
  }
}

define(CryptoKey.prototype, Symbol.toStringTag, 'CryptoKey')
