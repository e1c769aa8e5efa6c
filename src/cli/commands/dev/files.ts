import { lstatSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isBelow } from '../../../build/index.ts'
import { stampOf } from '../../../core/stamp.ts'

/** As of `stampOf`; undefined where there is no file, or none that can be looked at. */
export function stampNow(file: string): string | undefined {
  try {
    return stampOf(statSync(file))
  } catch {
    return undefined
  }
}

/**
 * When it was last written or put there, alone or with a folder below the root, in milliseconds since
 * 1970: what is moved or copied may bring an older time of its own. Undefined as above.
 */
export function touchedAt(file: string, root: string): number | undefined {
  try {
    let touched = Math.max(statSync(file).ctimeMs, lstatSync(file).ctimeMs)
    for (let folder = dirname(file); folder !== root && isBelow(root, folder);) {
      touched = Math.max(touched, lstatSync(folder).ctimeMs)
      folder = dirname(folder)
    }
    return touched
  } catch {
    return undefined
  }
}
