import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Tried in this order. */
const NAMES = ['oche.Containerfile', 'Containerfile', 'Dockerfile']

/**
 * The project's own Containerfile for builds, as an absolute path. One that never speaks of a
 * bootstrap makes something else, such as a server's image, and is left alone.
 */
export function findContainerfile(root: string): string | undefined {
  return NAMES.map((name) => join(root, name)).find(
    (file) => existsSync(file) && /bootstrap/.test(readFileSync(file, 'utf8')),
  )
}
