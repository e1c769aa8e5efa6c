import { reservedVariables } from '../../../contract/reserved-variables.ts'
import { defaultStage, type EndpointKind } from '../../../core/config/schema.ts'
import type { EnvFile } from '../../../core/env-file.ts'
import { type FunctionConfig, type Project } from '../../../core/project.ts'
import { resolveEnvironment, resolveFunctionReferences } from '../../../core/resolve-function.ts'
import { resolveReferences } from '../../../core/references.ts'
import type { HostBuild } from '../../../build/index.ts'
import type { LocalExecutable, LocalFunction } from '../../../local/index.ts'

/** A function of the project as the local Lambda takes it. */
export type ProjectFunction = LocalFunction & {
  settings: FunctionConfig
  /** `host:port` where a debugger finds it, where its variables do not say so. */
  debugAt?: string
}

/**
 * What the local Lambda runs for a function.
 *
 * @throws OcheError `ENVIRONMENT_MISSING`
 */
export function localFunction(
  fn: FunctionConfig,
  { envFile }: Pick<Project, 'envFile'>,
  env: NodeJS.ProcessEnv,
  as?: EndpointKind,
): ProjectFunction {
  const { maxConcurrency, environment = {} } = fn.local
  const sources = [env, envFile.variables]
  const { fn: settings } = resolveFunctionReferences(fn, sources, 'run')
  return {
    settings: as === undefined ? settings : { ...settings, http: behind(settings.http, as) },
    environment: {
      ...ownOf(envFile, env),
      ...resolveEnvironment(fn, sources),
      ...resolveReferences(environment, 'local.environment', fn.name, sources),
    },
    maxConcurrency,
    destinations: { onSuccess: ownFunction(fn.onSuccess), onFailure: ownFunction(fn.onFailure) },
  }
}

/** A destination that is a function of this project; what an ARN names is not here. */
function ownFunction(destination: string | undefined): string | undefined {
  return destination === undefined || /^arn:|\$\{/.test(destination) ? undefined : destination
}

/**
 * The variables of a `.env`, as the process has them where it has them. Region and credentials are
 * Lambda's to set.
 */
function ownOf({ variables }: EnvFile, env: NodeJS.ProcessEnv): Record<string, string> {
  const own = Object.entries(variables).filter(([name]) => !reservedVariables.has(name))
  return Object.fromEntries(own.map(([name, value]) => [name, env[name] ?? value]))
}

/** The same settings behind another kind of endpoint; only REST APIs have a stage by default. */
function behind(http: FunctionConfig['http'], kind: EndpointKind): FunctionConfig['http'] {
  const named = http.stage !== '$default' && defaultStage(http.kind) === '$default'
  return { ...http, kind, stage: named ? http.stage : defaultStage(kind) }
}

/** What a function runs of a build. */
export function localCode(
  { executable, args, taskRoot }: HostBuild,
  { environment: variables = {}, debugAt }: Pick<ProjectFunction, 'environment' | 'debugAt'>,
): LocalExecutable {
  return { executable, args: args?.({ variables, debugAt }), taskRoot }
}

/** Functions that one build serves: same source, same engine, same files. */
export function groupByBuild(functions: readonly FunctionConfig[]): FunctionConfig[][] {
  const groups = new Map<string, FunctionConfig[]>()
  for (const fn of functions) {
    const key = JSON.stringify([fn.source, fn.engine, fn.external, fn.build, fn.dart, fn.include])
    groups.set(key, [...(groups.get(key) ?? []), fn])
  }
  return [...groups.values()]
}
