import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { messageOf, OcheError } from './errors.ts'

/** Of a project, beside its configuration. */
const ENV_FILE = '.env'

export interface EnvFile {
  /** Absolute path. */
  path: string
  /** Absent where there is no such file. */
  variables: Readonly<Record<string, string>>
}

/**
 * The variables of a project's `.env`, or of the file that was named instead.
 *
 * @param named absolute path
 * @throws OcheError `ENV_FILE_UNREADABLE`
 */
export function readEnvFile(root: string, named: string | undefined): EnvFile {
  const path = named ?? join(root, ENV_FILE)
  // A virtual environment of Python's may be a folder of this name.
  const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
  if (!isThere && named === undefined) return { path, variables: {} }
  try {
    return { path, variables: parse(readFileSync(path, 'utf8')) }
  } catch (cause) {
    throw new OcheError('ENV_FILE_UNREADABLE', `${path} cannot be read: ${messageOf(cause)}`, {
      remedy:
        named === undefined
          ? 'Make it a file that this user may read.'
          : 'Correct --env-file, or leave it out.',
      cause,
    })
  }
}

/** What is no variable is left out. */
function parse(text: string): Record<string, string> {
  const entries = Object.entries(parseEnv(text.replace(/^\uFEFF/, ''))).map(
    ([key, value]) => [nameOf(key), value ?? ''] as const,
  )
  return Object.fromEntries(entries.filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)))
}

/** Node takes a line without `=` for the beginning of the next one's name. */
function nameOf(key: string): string {
  const line = key.split('\n').at(-1)!
  return line.replace(/^\s*(export\s+)?/, '').trimEnd()
}
