import type { Architecture } from './config/schema.ts'

/** Lambda's name for the architecture of this machine; undefined where Lambda has none. */
export function hostArchitecture(arch: string = process.arch): Architecture | undefined {
  return ({ arm64: 'arm64', x64: 'x86_64' } as Record<string, Architecture>)[arch]
}
