import type { Project } from '../../core/project.ts'
import { stagedName, unstagedName } from '../../core/stage.ts'
import { ALIAS, functionArn, ownershipTags, type Account } from '../names.ts'

/** Where an application is, and whose: what its functions share is found by it. */
export interface Ground {
  account: Account
  project: string
  /** Undefined for what is deployed without any. */
  stage?: string | undefined
}

/** Where a function is, and whose: enough to find it and to delete it. */
export interface Place extends Ground {
  /** As AWS knows it: with its stage at the end. */
  function: string
}

/** What a deploy is about. */
export type Application = Pick<Project, 'name' | 'stage'>

/** Where a project is deployed. */
export function groundOf(account: Account, { name: project, stage }: Application): Ground {
  return { account, project, ...(stage !== undefined && { stage }) }
}

/** Where a function of a project's is, by its name in oche.yaml. */
export function placeOf(
  account: Account,
  { name: project, stage }: Application,
  name: string,
): Place {
  return { account, project, function: stagedName(name, stage), stage }
}

/** What oche.yaml calls the function. */
export function nameIn({ function: name, stage }: Place): string {
  return unstagedName(name, stage)
}

export type Tags = Readonly<Record<string, string>>

/** Tags that say whose a resource is: a function's, or one that an application's functions share. */
export function ownershipOf(place: Ground | Place): Record<string, string> {
  return {
    [ownershipTags.project]: place.project,
    ...('function' in place && { [ownershipTags.function]: place.function }),
    ...(place.stage !== undefined && { [ownershipTags.stage]: place.stage }),
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
