import type { Check } from '../../../core/check.ts'
import { messageOf } from '../../../core/errors.ts'
import { compareVersions } from '../../lambda/check/runtime.ts'
import { olderThanAdmitted } from './pubspec.ts'
import { COMPILE_CROSS } from './route.ts'
import { findDart } from './sdk.ts'

/** The Dart SDK, for a project in the folder `root`; a container engine stands in for one that is not there. */
export async function checkDart(
  root: string,
  { isNeeded, hasEngine }: { isNeeded: boolean; hasEngine: boolean },
): Promise<Check> {
  const check = 'Dart'
  const required = isNeeded && !hasEngine
  try {
    const sdk = await findDart()
    if (sdk === undefined) {
      const remedy = 'Install the Dart SDK: https://dart.dev/get-dart'
      return { check, ok: false, remedy, required }
    }
    const { version, command } = sdk
    const found = `${version} (${command})`
    const problem = olderThanAdmitted(version, root)
    if (problem !== undefined) {
      const remedy = `${problem}: update it, https://dart.dev/get-dart`
      return { check, ok: false, found, remedy, required: isNeeded }
    }
    if (compareVersions(version, COMPILE_CROSS) >= 0) return { check, ok: true, found, required }
    const remedy = `Update to ${COMPILE_CROSS} or newer, which needs no container: https://dart.dev/get-dart`
    return { check, ok: false, found, remedy, required: false }
  } catch (thrown) {
    return { check, ok: false, remedy: messageOf(thrown), required }
  }
}
