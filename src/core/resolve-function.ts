import { requireForm } from './config/form.ts'
import { environmentSizeMistake } from './config/rules/environment.ts'
import { OcheError } from './errors.ts'
import type { FunctionConfig, Project } from './project.ts'
import {
  LATER,
  remoteReferences,
  resolveReferences,
  type Hidden,
  type PlacedReference,
  type ReferenceSources,
  type RemoteValues,
} from './references.ts'

/** Where a project's references are looked for. */
export function sourcesOf(
  { envFile }: Pick<Project, 'envFile'>,
  env: NodeJS.ProcessEnv,
  remote?: RemoteValues,
): ReferenceSources {
  return [env, envFile.variables, ...(remote === undefined ? [] : [remote])]
}

/**
 * A function's environment variables with references replaced.
 *
 * @param sources the first that has a variable counts
 * @param found gets what was filled in
 * @throws OcheError `ENVIRONMENT_MISSING` when a variable is not set, `ENVIRONMENT_TOO_LARGE`,
 *   `REFERENCE_NOT_READ`; no value is ever in a message
 */
export function resolveEnvironment(
  { name, environment }: Pick<FunctionConfig, 'name' | 'environment'>,
  sources: ReferenceSources,
  found: Hidden[] = [],
): Record<string, string> {
  const resolved = resolveReferences(environment, 'environment', name, sources, found)
  const mistake = environmentSizeMistake(resolved)
  if (mistake === undefined) return resolved
  throw new OcheError('ENVIRONMENT_TOO_LARGE', `${name}: ${mistake.message}`, {
    remedy: mistake.remedy,
  })
}

/** Keys whose values may hold references that are filled in where a function runs. */
const RUN_KEYS: readonly string[] = ['http', 'layers'] satisfies (keyof FunctionConfig)[]

/** Filled in already, since every command needs them, or by themselves. */
const ELSEWHERE: readonly string[] = [
  'name',
  'source',
  'handler',
  'include',
  'dart',
  'build',
  'environment',
  'local',
] satisfies (keyof FunctionConfig)[]

/** What is only deployed need not be there to run a function here. */
function keysOf(fn: FunctionConfig, purpose: 'run' | 'deploy'): (keyof FunctionConfig)[] {
  const keys = Object.keys(fn) as (keyof FunctionConfig)[]
  return keys.filter((key) =>
    purpose === 'run' ? RUN_KEYS.includes(key) : !ELSEWHERE.includes(key),
  )
}

/** What of a function AWS has to be asked for before it is deployed. */
export function remoteReferencesOf(fn: FunctionConfig): PlacedReference[] {
  return [...keysOf(fn, 'deploy'), 'environment' as const].flatMap((key) =>
    remoteReferences(fn[key], key, fn.name),
  )
}

/** What starts a function, as far as that is known here: what only AWS knows stays as it is written. */
export function knownEvents(
  { name, events }: Pick<FunctionConfig, 'name' | 'events'>,
  sources: ReferenceSources,
): FunctionConfig['events'] {
  return events.map((event) => {
    try {
      return resolveReferences(event, 'events', name, [...sources, LATER])
    } catch (thrown) {
      if (thrown instanceof OcheError) return event
      throw thrown
    }
  })
}

/** A function with its references filled in, but for those in `environment`. */
export interface ResolvedFunction {
  fn: FunctionConfig
  /** What is not to be shown. */
  hidden: Hidden[]
}

/**
 * Fills in references, but for those in `environment`: see `resolveEnvironment`. What they stand for
 * has to have the form that its key takes.
 *
 * @throws OcheError `ENVIRONMENT_MISSING`, `REFERENCE_NOT_READ`, `CONFIG_INVALID`
 */
export function resolveFunctionReferences(
  fn: FunctionConfig,
  sources: ReferenceSources,
  purpose: 'run' | 'deploy',
): ResolvedFunction {
  const hidden: Hidden[] = []
  const keys = keysOf(fn, purpose)
  const resolved = Object.fromEntries(
    keys.map((key) => [key, resolveReferences(fn[key], key, fn.name, sources, hidden)]),
  )
  const filled = keys.filter((key) => JSON.stringify(fn[key]) !== JSON.stringify(resolved[key]))
  for (const key of filled) requireForm(fn.name, key, resolved[key], hidden)
  return { fn: { ...fn, ...resolved } as FunctionConfig, hidden }
}
