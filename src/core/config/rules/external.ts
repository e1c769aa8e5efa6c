import { keyText, type Problem } from '../problem.ts'
import type { PlacedFunction } from '../functions.ts'

/** Only a bundle of TypeScript leaves packages out. */
export function externalRule({ keys, at }: PlacedFunction): Problem[] {
  const { external = [], build, source } = keys
  const instead =
    build !== undefined ? '"build:"' : source?.endsWith('.dart') ? 'a Dart source' : undefined
  if (external.length === 0 || instead === undefined) return []
  const path = at('external')
  return [
    {
      path,
      message: `${keyText(path)}: nothing is bundled where there is ${instead}`,
      remedy: 'Leave it out; "include:" puts files and folders into the package.',
    },
  ]
}
