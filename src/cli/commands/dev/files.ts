import { statSync } from 'node:fs'

/** In milliseconds since 1970; undefined where there is none, or none that can be looked at. */
export function modifiedAt(file: string): number | undefined {
  try {
    return statSync(file).mtimeMs
  } catch {
    return undefined
  }
}
