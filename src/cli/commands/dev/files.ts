import { lstatSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isBelow } from '../../../build/index.ts'

/** In milliseconds since 1970; undefined where there is none, or none that can be looked at. */
export function modifiedAt(file: string): number | undefined {
  try {
    return statSync(file).mtimeMs
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
