import { authorizerName } from '../resources/application/authorizer-name.ts'
import type { Part, WantedApi } from '../resources/application/source.ts'

/** Authorizers of an API by name: functions that want the same have one. */
export function authorizersOf({ parts }: WantedApi): Map<string, Part> {
  const named = parts.flatMap((part) => {
    const name = authorizerName(part)
    return name === undefined ? [] : [[name, part] as const]
  })
  return new Map(named)
}
