import type { Architecture } from '../../../core/config/schema.ts'

/**
 * What `provided.al2023` has, as far as it decides whether an executable starts: Amazon Linux 2023
 * has glibc 2.34 and the libraries of GCC 11, of which libstdc++ and libgcc are installed.
 */
export const RUNTIME = {
  name: 'provided.al2023',
  interpreters: {
    arm64: '/lib/ld-linux-aarch64.so.1',
    x86_64: '/lib64/ld-linux-x86-64.so.2',
  } satisfies Record<Architecture, string>,
  /** The newest version of each library's symbols. */
  newest: { GLIBC: '2.34', GLIBCXX: '3.4.29', CXXABI: '1.3.13' } as Record<string, string>,
  /** Folders of the package where the runtime's `LD_LIBRARY_PATH` looks: /var/task, /var/task/lib. */
  packageLibraryFolders: ['', 'lib'],
  /** Where scripts find an interpreter; `env` looks for its argument in the same list. */
  shells: ['/bin/sh', '/bin/bash', '/usr/bin/sh', '/usr/bin/bash'],
  env: ['/usr/bin/env', '/bin/env'],
}

const LIBRARIES = new Set(
  `libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libutil.so.1 libresolv.so.2 libanl.so.1
  libmvec.so.1 ld-linux-aarch64.so.1 ld-linux-x86-64.so.2 libgcc_s.so.1 libstdc++.so.6 libcrypt.so.2
  libz.so.1 libbz2.so.1 liblzma.so.5 libzstd.so.1 libssl.so.3 libcrypto.so.3 libcurl.so.4`.split(
    /\s+/,
  ),
)

export function runtimeHasLibrary(name: string): boolean {
  return LIBRARIES.has(name)
}

/**
 * The symbol versions that the runtime's libraries do not have, the newest of each library first
 * and alone.
 */
export function tooNew(versions: readonly string[]): { version: string; allowed: string }[] {
  return Object.entries(RUNTIME.newest).flatMap(([family, allowed]) => {
    const newest = versions
      .filter((version) => /^[A-Z]+_[0-9.]+$/.test(version) && version.startsWith(`${family}_`))
      .map((version) => version.slice(family.length + 1))
      .toSorted(compareVersions)
      .at(-1)
    if (newest === undefined || compareVersions(newest, allowed) <= 0) return []
    return [{ version: `${family}_${newest}`, allowed: `${family}_${allowed}` }]
  })
}

/** Compares dotted numbers: negative where `a` is the older one. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
