import type { Check } from '../../../core/check.ts'
import { messageOf } from '../../../core/errors.ts'
import { compareVersions } from '../../lambda/check/runtime.ts'
import { COMPILE_CROSS } from './route.ts'
import { findDart } from './sdk.ts'

/** The Dart SDK. */
export async function checkDart(required: boolean): Promise<Check> {
  const check = 'Dart'
  try {
    const sdk = await findDart()
    if (sdk === undefined) {
      const remedy = 'Install the Dart SDK: https://dart.dev/get-dart'
      return { check, ok: false, remedy, required }
    }
    const { version, command } = sdk
    const found = `${version} (${command})`
    if (compareVersions(version, COMPILE_CROSS) >= 0) return { check, ok: true, found, required }
    const remedy = `Update to ${COMPILE_CROSS} or newer, which needs no container: https://dart.dev/get-dart`
    return { check, ok: false, found, remedy, required: false }
  } catch (thrown) {
    return { check, ok: false, remedy: messageOf(thrown), required }
  }
}
