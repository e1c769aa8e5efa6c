import { ENDPOINT_KINDS as SERVED_KINDS } from '../../contract/http/types.ts'

/** The few words that both the configuration and the command line take. */

export const ARCHITECTURES = ['arm64', 'x86_64'] as const
export const ENDPOINT_KINDS = [...SERVED_KINDS, 'none'] as const
export const ENGINES = ['bun', 'node', 'quickjs'] as const
const LANGUAGES = ['typescript', 'dart'] as const

export type Architecture = (typeof ARCHITECTURES)[number]
export type EndpointKind = (typeof ENDPOINT_KINDS)[number]
export type EngineKind = (typeof ENGINES)[number]
export type Language = (typeof LANGUAGES)[number]

/** What else the two architectures are called. */
const ALSO_CALLED: Record<Architecture, RegExp> = {
  arm64: /^(arm64|arm|arm64v8|armv8|aarch64|graviton\d?)$/,
  x86_64: /^(x8664|x64|x86|amd64|amd|intel|intel64)$/,
}

/** The architecture that `amd64`, `x64`, `aarch64` and the like stand for. */
export function foreignArchitecture(word: string): Architecture | undefined {
  const plain = word.toLowerCase().replaceAll(/[-_]/g, '')
  return ARCHITECTURES.find((arch) => ALSO_CALLED[arch].test(plain))
}
