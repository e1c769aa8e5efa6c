import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Architecture } from './config/kinds.ts'
import { ownPath } from './own-package.ts'

/** Name of the folder in a project for what Oche makes; it may be deleted at any time. */
export const OCHE_FOLDER = '.oche'

/** A path in it. */
export function ocheFolder(root: string, ...parts: readonly string[]): string {
  return join(root, OCHE_FOLDER, ...parts)
}

/** The package of a function that was built. */
export function packagePath(root: string, functionName: string, arch: Architecture): string {
  return ocheFolder(root, functionName, arch, `${functionName}.zip`)
}

/**
 * Makes the folder, which keeps itself out of git: a project that was there before Oche has no line
 * for it in its own `.gitignore`. A `.gitignore` that is there is left as it is.
 *
 * @returns its path
 */
export function makeOcheFolder(root: string): string {
  const folder = ocheFolder(root)
  mkdirSync(folder, { recursive: true })
  putSchema(folder)
  try {
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' })
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
  }
  return folder
}

/** The JSON Schema of this version, which the first line of `oche.yaml` points editors to. */
const schema = ownPath('dist', 'schema.json')

function putSchema(folder: string): void {
  if (existsSync(schema)) copyFileSync(schema, join(folder, 'schema.json'))
}
