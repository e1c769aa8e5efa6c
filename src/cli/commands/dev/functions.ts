import { defaultStage, type EndpointKind } from '../../../core/config/schema.ts'
import { resolveEnvironment, type FunctionConfig } from '../../../core/project.ts'
import type { LocalFunction } from '../../../local/index.ts'

/** A function of the project as the local Lambda takes it. */
export type ProjectFunction = LocalFunction & { settings: FunctionConfig }

/** What the local Lambda runs for a function. @throws OcheError `ENVIRONMENT_MISSING` */
export function localFunction(
  fn: FunctionConfig,
  env: NodeJS.ProcessEnv,
  as?: EndpointKind,
): ProjectFunction {
  const { maxConcurrency, onSuccess, onFailure } = fn.local
  return {
    settings: as === undefined ? fn : { ...fn, http: behind(fn.http, as) },
    environment: resolveEnvironment(fn, env),
    maxConcurrency,
    destinations: { onSuccess, onFailure },
  }
}

/** The same settings behind another kind of endpoint; only REST APIs have a stage by default. */
function behind(http: FunctionConfig['http'], kind: EndpointKind): FunctionConfig['http'] {
  const named = http.stage !== '$default' && defaultStage(http.kind) === '$default'
  return { ...http, kind, stage: named ? http.stage : defaultStage(kind) }
}

/** Functions that one build serves: same source, same engine, same files. */
export function groupByBuild(functions: readonly FunctionConfig[]): FunctionConfig[][] {
  const groups = new Map<string, FunctionConfig[]>()
  for (const fn of functions) {
    const key = JSON.stringify([fn.source, fn.engine, fn.build, fn.include])
    groups.set(key, [...(groups.get(key) ?? []), fn])
  }
  return [...groups.values()]
}
