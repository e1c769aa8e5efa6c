import type { Architecture } from '../../../core/config/schema.ts'

/** The names that compilers have for an architecture. */
const NAMES: Record<Architecture, { go: string; machine: string }> = {
  arm64: { go: 'arm64', machine: 'aarch64' },
  x86_64: { go: 'amd64', machine: 'x86_64' },
}

const GO_SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' }

/**
 * Variables for a build command. Go's own are among them, so that a plain `go build` aims right;
 * the machine's name fits GNU and LLVM triples: `$OCHE_TARGET_MACHINE-unknown-linux-musl`.
 *
 * @param system what the executable is for: `linux`, or this machine's in `oche dev`
 */
export function commandVariables(
  output: string,
  arch: Architecture,
  system: NodeJS.Platform,
): Record<string, string> {
  const { go, machine } = NAMES[arch]
  const goSystem = GO_SYSTEMS[system] ?? system
  return {
    OCHE_OUT: output,
    OCHE_TARGET_ARCH: arch,
    OCHE_TARGET_MACHINE: machine,
    OCHE_TARGET_OS: goSystem,
    GOARCH: go,
    GOOS: goSystem,
  }
}
