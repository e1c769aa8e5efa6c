import { delimiter } from 'node:path'
import * as names from '../../contract/variables.ts'
import type { Credentials } from '../types.ts'

export interface VariablesInput {
  functionName: string
  /** `$LATEST`, or the number of a published version. */
  version: string
  handler: string | undefined
  /** MB */
  memory: number
  region: string
  /** `host:port` of the Runtime API. */
  runtimeApi: string
  logStream: string
  logFormat: 'text' | 'json'
  /** Lowest level of the function's own lines, with JSON logs. */
  logLevel: string
  /** Folders that stand for `/var/task`, `/opt` and `/tmp`. */
  taskRoot: string
  opt: string
  tmp: string
  /** Invocations in one process at the same time; undefined: one. */
  maxConcurrency: number | undefined
  credentials: Credentials
  /** Where functions invoke each other. */
  lambdaUrl: string
  /** The function's own. */
  own: Readonly<Record<string, string>>
}

/**
 * The variables of a process in an execution environment: those of `provided.al2023`, the function's
 * own, and of the host only what a process cannot start without.
 */
export function processVariables(
  input: VariablesInput,
  host: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  return {
    ...defaults(input, host),
    ...lambdaEndpoint(input),
    ...input.own,
    ...reserved(input),
  }
}

/** A function's configuration may replace these. */
function defaults(input: VariablesInput, host: NodeJS.ProcessEnv): Record<string, string> {
  const { taskRoot, opt, tmp } = input
  const libraries = ['/lib64', '/usr/lib64', '/var/runtime', '/var/runtime/lib']
  return {
    ...hostVariables(host),
    PATH: [host['PATH'] ?? '/usr/local/bin:/usr/bin/:/bin', `${opt}/bin`].join(delimiter),
    LD_LIBRARY_PATH: [...libraries, taskRoot, `${taskRoot}/lib`, `${opt}/lib`].join(delimiter),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    TMPDIR: tmp,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
  }
}

/** Clients of Lambda find the functions here, unless the function says where all of AWS is for it. */
function lambdaEndpoint({ own, lambdaUrl }: VariablesInput): Record<string, string> {
  return Object.hasOwn(own, names.endpointUrl) ? {} : { [names.lambdaEndpointUrl]: lambdaUrl }
}

/** Lambda refuses a configuration that sets one of these. */
function reserved(input: VariablesInput): Record<string, string> {
  const managed = input.maxConcurrency !== undefined
  return {
    [names.runtimeApi]: input.runtimeApi,
    [names.handler]: input.handler ?? 'bootstrap',
    [names.functionName]: input.functionName,
    [names.functionVersion]: input.version,
    [names.memorySize]: String(input.memory),
    [names.logGroup]: `/aws/lambda/${input.functionName}`,
    [names.logStream]: input.logStream,
    ...(input.logFormat === 'json' && {
      [names.logFormat]: 'JSON',
      [names.logLevel]: input.logLevel,
    }),
    [names.initializationType]: managed ? 'lambda-managed-instances' : 'on-demand',
    ...(managed && { [names.maxConcurrency]: String(input.maxConcurrency) }),
    [names.region]: input.region,
    [names.defaultRegion]: input.region,
    [names.taskRoot]: input.taskRoot,
    [names.runtimeDir]: '/var/runtime',
    AWS_ACCESS_KEY_ID: input.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: input.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: input.credentials.sessionToken,
    _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
    _AWS_XRAY_DAEMON_PORT: '2000',
  }
}

/** No program starts on Windows without these two; elsewhere there are none. */
function hostVariables(host: NodeJS.ProcessEnv): Record<string, string> {
  const kept = ['SystemRoot', 'PATHEXT'].map((name) => [name, host[name]] as const)
  return Object.fromEntries(
    kept.filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** Stand for those of the execution role, where the host's variables name none. */
const PLACEHOLDERS: Credentials = {
  accessKeyId: 'ASIALOCALOCALOCALOCA',
  secretAccessKey: 'local',
  sessionToken: 'local',
}

/**
 * The credentials that stand for the execution role's: those in the host's variables, so that a
 * function reaches AWS as whoever runs it.
 */
export function hostCredentials(host: NodeJS.ProcessEnv = process.env): Credentials {
  const accessKeyId = host['AWS_ACCESS_KEY_ID']
  const secretAccessKey = host['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) return PLACEHOLDERS
  return { accessKeyId, secretAccessKey, sessionToken: host['AWS_SESSION_TOKEN'] ?? '' }
}
