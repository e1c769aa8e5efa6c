import { nearest } from '../../nearest.ts'
import { keyText, type Problem } from '../problem.ts'
import type { PlacedFunction } from '../functions.ts'

/** Names of functions where another function of the file is meant. */
export function referencesRule(
  { keys, at }: PlacedFunction,
  all: readonly PlacedFunction[],
): Problem[] {
  const http = typeof keys.http === 'object' ? keys.http : undefined
  const authorizer = http?.authorizer?.type === 'lambda' ? http.authorizer : undefined
  const known = all.flatMap(({ name }) => name ?? [])
  return [
    ...unknown(at('http', 'authorizer', 'function'), authorizer?.function, known),
    ...unknown(at('onSuccess'), nameIn(keys.onSuccess), known),
    ...unknown(at('onFailure'), nameIn(keys.onFailure), known),
  ]
}

function nameIn(destination: string | undefined): string | undefined {
  return destination === undefined || /^arn:|\$\{/.test(destination) ? undefined : destination
}

function unknown(
  path: readonly PropertyKey[],
  name: string | undefined,
  known: readonly string[],
): Problem[] {
  // The only function of a project is known by the project's name, which may stand elsewhere.
  if (name === undefined || known.length === 0 || known.includes(name)) return []
  const meant = nearest(name, known)
  const remedy =
    meant === undefined ? `Functions here: ${known.join(', ')}.` : `Did you mean "${meant}"?`
  return [{ path, message: `${keyText(path)}: there is no function "${name}"`, remedy }]
}
