import type { Architecture } from '../../core/config/schema.ts'
import type { FunctionConfig, Project } from '../../core/project.ts'
import { OCHE_FOLDER } from '../../core/paths.ts'
import { groundOf, placeOf, type Ground } from '../model/place.ts'
import { commonTags } from '../resources/application/source.ts'
import { desireShared, type SharedWants } from '../resources/application/index.ts'
import { desire, type Desired } from '../resources/index.ts'
import { ACCOUNT } from './references.ts'

/** What an export is of. */
export type ExportedProject = Pick<Project, 'name' | 'stage' | 'api' | 'account' | 'region'>

type Wants = Desired['wants']

/** What there should be of a function, whoever makes it. */
export interface Wanted {
  /** What the other tool calls it. */
  id: string
  name: string
  tags: Readonly<Record<string, string>>
  wants: Wants
  /** Functions of the project that are told what becomes of its invocations, as the other tool calls them. */
  told: readonly string[]
}

/** A function as another tool is to deploy it. */
export interface Exported {
  desired: Wanted
  /** As in `oche.yaml`: references to variables are still in place. */
  environment: Readonly<Record<string, string>>
  arch: Architecture
  /** Path of the zip, as seen from where the exported file is. */
  zip: string
}

/** What functions share, as another tool is to deploy it. */
export interface ExportedShared {
  place: Ground
  wants: SharedWants
  tags: Readonly<Record<string, string>>
  /** What the other tool calls a function. */
  idOf: (name: string) => string
}

/** One for each thing that a deploy makes of a function: nothing of it can be forgotten. */
export type Parts<T> = { readonly [K in keyof Wants]: (exported: Exported) => T }

/** As that, of what functions share. */
export type SharedParts<T> = { readonly [K in keyof SharedWants]: (shared: ExportedShared) => T }

/** An application in another tool's language. */
export interface Export {
  content: string
  /** What of the configuration the other tool does not get, and why, a line each. */
  leftOut: readonly string[]
}

/** @param idOf what the other tool calls a function */
export function exportedFunctions(
  project: ExportedProject,
  functions: readonly FunctionConfig[],
  idOf: (name: string) => string,
): Exported[] {
  return functions.map((fn) => ({
    desired: wantedOf(project, fn, functions, idOf),
    environment: fn.environment,
    arch: fn.arch,
    zip: `${OCHE_FOLDER}/${fn.name}/${fn.arch}/${fn.name}.zip`,
  }))
}

function wantedOf(
  project: ExportedProject,
  fn: FunctionConfig,
  siblings: readonly FunctionConfig[],
  idOf: (name: string) => string,
): Wanted {
  const place = placeOf(ACCOUNT, project, fn.name)
  const { wants } = desire({ place, fn, siblings, environment: {} })
  // Without the tags of ours: what another tool deploys is not Oche's to change or to delete.
  const told = siblings.filter(({ name }) => name === fn.onSuccess || name === fn.onFailure)
  return {
    id: idOf(fn.name),
    name: place.function,
    tags: fn.tags,
    wants,
    told: told.map(({ name }) => idOf(name)),
  }
}

export function exportedShared(
  project: ExportedProject,
  functions: readonly FunctionConfig[],
  idOf: (name: string) => string,
): ExportedShared {
  const source = { place: groundOf(ACCOUNT, project), api: project.api, functions }
  return {
    place: source.place,
    wants: desireShared(source).wants,
    tags: commonTags(functions),
    idOf,
  }
}
