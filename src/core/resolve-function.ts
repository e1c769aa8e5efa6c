import { environmentSizeMistake } from './config/rules/environment.ts'
import { OcheError } from './errors.ts'
import type { FunctionConfig } from './project.ts'
import { resolveReferences, type Hidden, type ReferenceSources } from './references.ts'

/**
 * A function's environment variables with `${env:NAME}` replaced.
 *
 * @param sources the first that has a variable counts
 * @throws OcheError `ENVIRONMENT_MISSING` when a variable is not set, `ENVIRONMENT_TOO_LARGE`; no
 *   value is ever in a message
 */
export function resolveEnvironment(
  { name, environment }: Pick<FunctionConfig, 'name' | 'environment'>,
  sources: ReferenceSources,
): Record<string, string> {
  const resolved = resolveReferences(environment, 'environment', name, sources)
  const mistake = environmentSizeMistake(resolved)
  if (mistake === undefined) return resolved
  throw new OcheError('ENVIRONMENT_TOO_LARGE', `${name}: ${mistake.message}`, {
    remedy: mistake.remedy,
  })
}

/** Keys whose values may hold references that are filled in where a function runs or is deployed. */
const RUN_KEYS = ['http', 'layers'] as const
const DEPLOY_KEYS = [
  ...RUN_KEYS,
  'events',
  'onSuccess',
  'onFailure',
  'role',
  'policies',
  'permissionsBoundary',
  'vpc',
  'tags',
] as const satisfies (keyof FunctionConfig)[]

/** A function with its references filled in, but for those in `environment`. */
export interface ResolvedFunction {
  fn: FunctionConfig
  /** What is not to be shown. */
  hidden: Hidden[]
}

/**
 * Fills in references, but for those in `environment`: see `resolveEnvironment`.
 *
 * @param purpose what is only deployed need not be there to run a function here
 * @throws OcheError `ENVIRONMENT_MISSING`
 */
export function resolveFunctionReferences(
  fn: FunctionConfig,
  sources: ReferenceSources,
  purpose: 'run' | 'deploy',
): ResolvedFunction {
  const hidden: Hidden[] = []
  const keys = purpose === 'run' ? RUN_KEYS : DEPLOY_KEYS
  const resolved = keys.map((key) => [
    key,
    resolveReferences(fn[key], key, fn.name, sources, hidden),
  ])
  return { fn: { ...fn, ...Object.fromEntries(resolved) } as FunctionConfig, hidden }
}
