import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What of an SDK is started by itself. */
export interface SdkLayout {
  /** The virtual machine, without the `dart` command around it where they are two programs. */
  vm: string
  /** The incremental compiler, which reads what to compile from its standard input. */
  frontendServer: FrontendServer | undefined
}

export interface FrontendServer {
  /** The SDK's folder. */
  root: string
  runtime: string
  snapshot: string
  /** Dart's own libraries, compiled; relative to the root, with forward slashes. */
  platform: string
}

const EXE = process.platform === 'win32' ? '.exe' : ''

/** Its name has changed between versions. */
const PLATFORMS = ['lib/_internal/vm_platform.dill', 'lib/_internal/vm_platform_strong.dill']

/** @param command absolute path of the `dart` command, which may be a link, or Flutter's script */
export function sdkLayout(command: string): SdkLayout {
  const bin = dirname(realpathSync(command))
  const root = [dirname(bin), join(bin, 'cache', 'dart-sdk')].find((folder) =>
    existsSync(join(folder, 'bin', 'snapshots')),
  )
  if (root === undefined) return { vm: command, frontendServer: undefined }
  const vm = ['dartvm', 'dart'].map((name) => join(root, 'bin', name + EXE)).find(existsSync)
  return { vm: vm ?? command, frontendServer: frontendServerIn(root) }
}

function frontendServerIn(root: string): FrontendServer | undefined {
  const runtime = join(root, 'bin', `dartaotruntime${EXE}`)
  const snapshot = join(root, 'bin', 'snapshots', 'frontend_server_aot.dart.snapshot')
  const platform = PLATFORMS.find((path) => existsSync(join(root, path)))
  if (platform === undefined || !existsSync(runtime) || !existsSync(snapshot)) return undefined
  return { root, runtime, snapshot, platform }
}
