import { statSync } from 'node:fs'
import { sep } from 'node:path'

/** In milliseconds since 1970; undefined where there is none, or none that can be looked at. */
export function modifiedAt(file: string): number | undefined {
  try {
    return statSync(file).mtimeMs
  } catch {
    return undefined
  }
}

/** Packages change by their lock file. */
export function isInPackage(file: string): boolean {
  return file.split(sep).includes('node_modules')
}
