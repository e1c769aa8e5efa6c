import { OcheError } from '../../../core/errors.ts'
import { runTool } from '../../process/run.ts'
import { sdkLayout, type SdkLayout } from './layout.ts'
import { toolSignature, which } from '../../process/which.ts'

export interface DartSdk {
  /** Absolute path of the `dart` command. */
  command: string
  /** `3.8.2`, without what stands behind it. */
  version: string
  /** For the build's fingerprint. */
  signature: string
  layout: SdkLayout
}

/** Those that were asked for their version, which takes longer than a small compilation. */
const known = new Map<string, DartSdk>()

/** The Dart SDK on PATH; undefined where there is none. */
export async function findDart(signal?: AbortSignal): Promise<DartSdk | undefined> {
  const command = which('dart')
  if (command === undefined) return undefined
  const layout = sdkLayout(command)
  const key = [command, layout.vm].map(toolSignature).join(' ')
  const sdk = known.get(key) ?? (await askDart(command, layout, signal))
  known.set(key, sdk)
  return sdk
}

async function askDart(
  command: string,
  layout: SdkLayout,
  signal: AbortSignal | undefined,
): Promise<DartSdk> {
  const { ok, output } = await runTool({ file: command, args: ['--version'], cwd: '.' }, signal)
  const version = parseDartVersion(output)
  if (ok && version !== undefined) {
    const signature = `${toolSignature(command)} ${output}`
    return { command, version, signature, layout }
  }
  throw new OcheError('DART_BROKEN', `${command} --version does not name a version`, {
    remedy: 'Install the Dart SDK anew: https://dart.dev/get-dart',
    detail: output,
  })
}

/** Reads `Dart SDK version: 3.8.2 (stable) (…) on "linux_x64"`. */
export function parseDartVersion(text: string): string | undefined {
  return /Dart SDK version: (\d+\.\d+\.\d+)/.exec(text)?.[1]
}
