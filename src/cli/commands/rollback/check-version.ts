import { usageError } from '../../arguments/usage-error.ts'

/** What stands for the version that served before. */
export const PREVIOUS = 'previous'

/**
 * A version is one of one function; every function has one that served before. Pure.
 *
 * @param all names of the project's functions
 * @param chosen names of those that are to go back
 * @throws OcheError `USAGE`
 */
export function checkVersion(
  version: string | undefined,
  all: readonly string[],
  chosen: readonly string[],
): void {
  if (version === undefined || version === PREVIOUS) return
  if (all.includes(version) && !/^\d+$/.test(version)) {
    throw usageError(
      `${version} is a function, and here a version is named`,
      `Type: oche rollback previous --function ${version}`,
    )
  }
  if (chosen.length > 1) {
    throw usageError(
      `this project has several functions: ${chosen.join(', ')}`,
      `Name one: oche rollback ${version} --function ${chosen[0]}. All, to what served before: oche rollback previous`,
    )
  }
}
