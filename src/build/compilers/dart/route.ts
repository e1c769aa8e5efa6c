import type { Architecture } from '../../../core/config/schema.ts'
import type { DartOptions } from '../../../core/project.ts'
import { compareVersions } from '../../lambda/check/runtime.ts'

/** How a Dart source becomes an executable for Lambda, and why so. */
export interface DartRoute {
  kind: 'compile' | 'build-cli' | 'container'
  /** True where the target is named by flags; false where it is this machine. */
  cross: boolean
  why: string
  /** Why another machine may not come by the same. */
  warning?: string
}

export interface DartSituation {
  /** Version of the SDK on PATH, if there is one. */
  sdk: string | undefined
  /** The oldest SDK that the project's pubspec admits, where it names one. */
  oldest: string | undefined
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

/**
 * Decides the way; nothing has run by then. Whether it is `dart compile exe` or `dart build cli` is
 * for the project's packages to say, not for the SDK that happens to be here.
 */
export function dartRoute({ sdk, oldest, hooks, forced, native }: DartSituation): DartRoute {
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
  const needed = native ? BUILD_CLI : BUILD_CLI_CROSS
  if (has(needed)) {
    const alike = oldest !== undefined && compareVersions(oldest, BUILD_CLI_CROSS) >= 0
    const warning = alike ? undefined : unlike(because, oldest)
    return { kind: 'build-cli', cross, why: because, ...(warning && { warning }) }
  }
  return inContainer(`${because} and Dart ${sdk} is older than ${needed}`)
}

function unlike(because: string, oldest: string | undefined): string {
  const admitted = oldest === undefined ? 'any Dart' : `Dart ${oldest}`
  return `${because}, and pubspec.yaml admits ${admitted}, which builds them for Lambda in a container only: write "sdk: ^${BUILD_CLI_CROSS}" there, so that every machine builds alike`
}

function inContainer(why: string): DartRoute {
  return { kind: 'container', cross: true, why }
}

/** Dart's names for architectures. */
const DART_ARCHITECTURES: Record<Architecture, string> = { arm64: 'arm64', x86_64: 'x64' }

/** Of what the compiler writes beside the executable. */
export const SYMBOLS = 'bootstrap.symbols'

/** What an executable is compiled of, and where it is put. */
export interface DartTarget {
  /** Relative to the project's root, with forward slashes. */
  source: string
  /** Path of the executable; of `dart build cli`, the folder that it is put into. */
  output: string
  /** Undefined for this machine. */
  arch: Architecture | undefined
}

/** `dart compile exe`. What says where the names of stack traces are is written beside the executable. */
export function compileArguments(
  { source, output, arch }: DartTarget,
  { define, extraGenSnapshotOptions, obfuscate, symbols }: DartOptions,
): string[] {
  const extra = [...(obfuscate ? ['--obfuscate'] : []), ...extraGenSnapshotOptions]
  return [
    'compile',
    'exe',
    source,
    ...targetArguments(arch),
    ...defineArguments(define),
    ...extra.map((option) => `--extra-gen-snapshot-options=${option}`),
    ...(symbols ? [`--save-debugging-info=${besides(output)}`] : []),
    '-o',
    output,
  ]
}

/** `dart compile kernel`, for the virtual machine. */
export function kernelArguments(
  { source, output }: DartTarget,
  { define }: Pick<DartOptions, 'define'>,
): string[] {
  return ['compile', 'kernel', source, ...defineArguments(define), '-o', output]
}

function defineArguments(define: DartOptions['define']): string[] {
  return Object.entries(define).map(([name, value]) => `--define=${name}=${value}`)
}

/** The compiler may run in a container, whose paths are not this system's. */
function besides(output: string): string {
  return output.replace(/[^\\/]+$/, SYMBOLS)
}

/**
 * `dart build cli`, which leaves `bundle/bin/<name>` and `bundle/lib/` in a folder. It knows none of
 * the options of `dart compile exe`.
 */
export function buildCliArguments({ source, output, arch }: DartTarget): string[] {
  return ['build', 'cli', `--target=${source}`, ...targetArguments(arch), '-o', output]
}

/** Both flags or none: one alone means something else. */
function targetArguments(arch: Architecture | undefined): string[] {
  return arch === undefined
    ? []
    : ['--target-os=linux', `--target-arch=${DART_ARCHITECTURES[arch]}`]
}
