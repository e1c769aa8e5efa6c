import type { Refused } from '../types.ts'

/** Why a function did not answer whose build failed, or is not there yet. */
export function noCode(name: string, { isLate }: { isLate?: true }): Refused {
  const reason = isLate
    ? `${name} is still being built: send the request again`
    : `${name} has no build to run: correct what its last build was told`
  return { cause: 'no-code', reason }
}
