import type { Architecture } from '../../../core/config/schema.ts'

/** A system that packages are picked for, in npm's words. */
export interface Platform {
  os: NodeJS.Platform
  cpu: string
  /** Of Linux. */
  libc: 'glibc' | 'musl' | undefined
}

/** What npm calls an architecture. */
const NPM_CPU: Record<Architecture, string> = { arm64: 'arm64', x86_64: 'x64' }

export function lambdaPlatform(arch: Architecture): Platform {
  return { os: 'linux', cpu: NPM_CPU[arch], libc: 'glibc' }
}

/** This machine, for `oche dev`. */
export function hostPlatform(): Platform {
  return { os: process.platform, cpu: process.arch, libc: undefined }
}

/** What a package.json says of where the package runs. */
export interface Wanted {
  os?: string | string[]
  cpu?: string | string[]
  libc?: string | string[]
}

/** Whether npm would install a package there. */
export function runsOn({ os, cpu, libc }: Wanted, platform: Platform): boolean {
  return (
    fits(os, platform.os) &&
    fits(cpu, platform.cpu) &&
    (platform.libc === undefined || fits(libc, platform.libc))
  )
}

/** A list of what is wanted, or with `!` of what is not. */
function fits(list: string | string[] | undefined, value: string): boolean {
  const all = list === undefined ? [] : [list].flat()
  if (all.includes(`!${value}`)) return false
  const wanted = all.filter((one) => !one.startsWith('!'))
  return wanted.length === 0 || wanted.includes(value) || wanted.includes('any')
}

const CPU_NAMES: Record<string, RegExp> = {
  x64: /(^|[-_/.])(x64|x86_64|amd64)([-_/.]|$)/,
  arm64: /(^|[-_/.])(arm64|aarch64)([-_/.]|$)/,
}

/** Whether the name of a package or folder says that it is for a platform: `@img/sharp-linux-arm64`. */
export function isNamedFor(name: string, { os, cpu, libc }: Platform): boolean {
  if (!name.includes(os) || CPU_NAMES[cpu]?.test(name) !== true) return false
  return !(libc === 'glibc' && name.includes('musl'))
}

/** Whether a file's name is that of a native addon, or of a library that one loads. */
export function isNative(name: string): boolean {
  return /\.node$|\.so(\.\d+)*$/.test(name)
}

/** The flags with which npm installs for it. */
export function npmFlags({ os, cpu, libc }: Platform): string {
  return [`--os=${os}`, `--cpu=${cpu}`, ...(libc ? [`--libc=${libc}`] : [])].join(' ')
}
