import type { Architecture } from '../../../core/config/schema.ts'
import { compareVersions } from '../../lambda/check/runtime.ts'

/** How a Dart source becomes an executable for Lambda, and why so. */
export interface DartRoute {
  kind: 'compile' | 'build-cli' | 'container'
  /** True where the target is named by flags; false where it is this machine. */
  cross: boolean
  why: string
}

export interface DartSituation {
  /** Version of the SDK on PATH, if there is one. */
  sdk: string | undefined
  /** Names of packages with build hooks. */
  hooks: readonly string[]
  /** `--container`. */
  forced: boolean
  /** True where the executable is for the system and architecture of this machine. */
  native: boolean
}

/** Cross builds of 3.8.0 and 3.8.1 carry a runtime ten times as large. */
export const COMPILE_CROSS = '3.8.2'
const BUILD_CLI = '3.10.0'
const BUILD_CLI_CROSS = '3.13.0'

/** Decides the way; nothing has run by then. */
export function dartRoute({ sdk, hooks, forced, native }: DartSituation): DartRoute {
  if (forced) return inContainer('asked for by --container')
  if (sdk === undefined) return inContainer('there is no Dart SDK on PATH')
  const has = (version: string) => compareVersions(sdk, version) >= 0
  if (hooks.length === 0) {
    const cross = has(COMPILE_CROSS)
    if (cross)
      return { kind: 'compile', cross, why: `Dart ${sdk} compiles for Linux from any system` }
    if (native) return { kind: 'compile', cross, why: 'the target is this machine' }
    return inContainer(`Dart ${sdk} is older than ${COMPILE_CROSS}`)
  }
  const because = `${hooks.join(', ')} ${hooks.length === 1 ? 'has' : 'have'} build hooks`
  const cross = has(BUILD_CLI_CROSS)
  if (cross || (native && has(BUILD_CLI))) return { kind: 'build-cli', cross, why: because }
  const needed = native ? BUILD_CLI : BUILD_CLI_CROSS
  return inContainer(`${because} and Dart ${sdk} is older than ${needed}`)
}

function inContainer(why: string): DartRoute {
  return { kind: 'container', cross: true, why }
}

/** Dart's names for architectures. */
const DART_ARCHITECTURES: Record<Architecture, string> = { arm64: 'arm64', x86_64: 'x64' }

/** `dart compile exe`; without an architecture for this machine. */
export function compileArguments(
  source: string,
  output: string,
  arch: Architecture | undefined,
): string[] {
  return ['compile', 'exe', source, ...targetArguments(arch), '-o', output]
}

/** `dart build cli`, which leaves `bundle/bin/<name>` and `bundle/lib/` in a folder. */
export function buildCliArguments(
  source: string,
  folder: string,
  arch: Architecture | undefined,
): string[] {
  return ['build', 'cli', `--target=${source}`, ...targetArguments(arch), '-o', folder]
}

/** Both flags or none: one alone means something else. */
function targetArguments(arch: Architecture | undefined): string[] {
  return arch === undefined
    ? []
    : ['--target-os=linux', `--target-arch=${DART_ARCHITECTURES[arch]}`]
}
