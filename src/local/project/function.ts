import { reservedVariables } from '../../contract/reserved-variables.ts'
import { defaultStage, type EndpointKind } from '../../core/config/schema.ts'
import type { EnvFile } from '../../core/env-file.ts'
import { type FunctionConfig, type Project } from '../../core/project.ts'
import {
  resolveEnvironment,
  resolveFunctionReferences,
  sourcesOf,
} from '../../core/resolve-function.ts'
import {
  LATER,
  remoteReferences,
  resolveReferences,
  type ReferenceSources,
} from '../../core/references.ts'
import { stagedName } from '../../core/stage.ts'
import type { LocalFunction } from '../types.ts'

/** A function of the project as the local Lambda takes it. */
export type ProjectFunction = LocalFunction & {
  settings: FunctionConfig
  /** Variables whose value only AWS has, and that nothing stands for here. */
  unset: readonly string[]
}

/**
 * What the local Lambda runs for a function.
 *
 * @throws OcheError `ENVIRONMENT_MISSING`, `REFERENCE_NOT_READ` for what `http` needs of AWS
 */
export function localFunction(
  fn: FunctionConfig,
  { envFile, stage }: Pick<Project, 'envFile'> & Partial<Pick<Project, 'stage'>>,
  env: NodeJS.ProcessEnv,
  as?: EndpointKind,
): ProjectFunction {
  const { maxConcurrency, environment = {} } = fn.local
  const sources = sourcesOf({ envFile }, env)
  const settings = locally(fn, sources)
  const own = resolveEnvironment(fn, [...sources, LATER])
  const remote = Object.keys(own).filter((name) => isRemote(own[name]))
  const variables = {
    ...ownOf(envFile, env),
    ...without(own, remote),
    ...resolveReferences(environment, 'local.environment', fn.name, sources),
  }
  return {
    settings: as === undefined ? settings : { ...settings, http: behind(settings.http, as) },
    awsName: stagedName(fn.name, stage),
    environment: variables,
    unset: remote.filter((name) => !(name in variables)),
    maxConcurrency,
    logLevels: { application: levelOf(fn.logLevel), system: levelOf(fn.systemLogLevel) },
    destinations: { onSuccess: ownFunction(fn.onSuccess), onFailure: ownFunction(fn.onFailure) },
  }
}

/** A destination that is a function of this project; what an ARN names is not here. */
function ownFunction(destination: string | undefined): string | undefined {
  return destination === undefined || /^arn:|\$\{/.test(destination) ? undefined : destination
}

/** A layer that only AWS knows is none of this machine's. */
function locally(fn: FunctionConfig, sources: ReferenceSources): FunctionConfig {
  const layers = fn.layers.filter((layer) => !isRemote(layer))
  return resolveFunctionReferences({ ...fn, layers }, sources, 'run').fn
}

function levelOf(
  level: FunctionConfig['logLevel'],
): Uppercase<NonNullable<typeof level>> | undefined {
  return level?.toUpperCase() as Uppercase<NonNullable<typeof level>> | undefined
}

function isRemote(value: unknown): boolean {
  return remoteReferences(value, '', undefined).length > 0
}

function without(
  variables: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)))
}

/** What functions lack here, and how to give it: a line for all that lack the same. */
export function unsetTexts(functions: readonly ProjectFunction[]): string[] {
  const names = new Map<string, string[]>()
  for (const { settings, unset } of functions) {
    if (unset.length === 0) continue
    const lack = lackText(unset, settings.environment)
    names.set(lack, [...(names.get(lack) ?? []), settings.name])
  }
  return [...names].map(([lack, of]) => `${of.join(', ')}: ${lack}`)
}

function lackText(unset: readonly string[], values: Readonly<Record<string, string>>): string {
  const each = unset.map((name) => `${name} (${values[name]})`)
  const what =
    unset.length === 1
      ? 'is read from AWS by a deploy, and is'
      : 'are read from AWS by a deploy, and are'
  return `${each.join(', ')} ${what} not set here; write ${unset.map((name) => `${name}=…`).join(' ')} into .env, or local: { environment: { … } }.`
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
