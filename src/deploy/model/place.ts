import { ALIAS, functionArn, ownershipTags, type Account } from '../names.ts'

/** Where a function is, and whose: enough to find it and to delete it. */
export interface Place {
  account: Account
  project: string
  function: string
}

export type Tags = Readonly<Record<string, string>>

/** Tags that say whose a resource is. */
export function ownershipOf(place: Place): Record<string, string> {
  return {
    [ownershipTags.project]: place.project,
    [ownershipTags.function]: place.function,
  }
}

/** What callers and endpoints name: the alias, which alone moves traffic. */
export function aliasArn({ account, function: name }: Place): string {
  return `${functionArn(account, name)}:${ALIAS}`
}

/** The alias as calls of Lambda's take it. */
export function qualified(place: Place): { FunctionName: string; Qualifier: string } {
  return { FunctionName: place.function, Qualifier: ALIAS }
}
