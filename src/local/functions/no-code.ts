import type { Refused } from '../types.ts'

/** Why a function did not answer whose build failed. */
export function noCode(name: string): Refused {
  const reason = `${name} has no build to run: correct what its last build was told`
  return { cause: 'no-code', reason }
}
