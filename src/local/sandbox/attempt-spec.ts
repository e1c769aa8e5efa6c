import * as names from '../../contract/variables.ts'
import type { AttemptSpec } from './attempt.ts'
import { processOf, type Code } from './code.ts'
import { extensionPrograms } from './extension-programs.ts'
import type { FunctionLog } from './log.ts'
import type { FunctionProcess } from './process.ts'
import type { Credentials } from '../types.ts'
import { processVariables, type VariablesInput } from './variables.ts'

/** What all execution environments of a function have in common. */
export interface SandboxSettings {
  variables: Omit<
    VariablesInput,
    'version' | 'runtimeApi' | 'logStream' | 'taskRoot' | 'tmp' | 'lambdaUrl' | 'credentials'
  >
  /** Known once the local Lambda listens. */
  lambdaUrl(): string
  /** Those that hold now. */
  credentials(): Credentials
  /** Milliseconds. */
  timeoutMs: number
  initTimeoutMs: number
  /** That extensions are told. */
  accountId: string
  log: FunctionLog
  onStart(process: FunctionProcess): void
}

/** What is one execution environment's own. */
interface Own {
  code: Code
  version: string
  runtimeApi: string
  logStream: string
  tmp: string
}

/** What is to be started. */
export function attemptSpec(
  { variables, accountId, lambdaUrl, credentials }: SandboxSettings,
  { code, ...own }: Own,
): AttemptSpec {
  const { functionName, opt, maxConcurrency } = variables
  const env = processVariables({
    ...variables,
    ...own,
    taskRoot: code.taskRoot,
    lambdaUrl: lambdaUrl(),
    credentials: credentials(),
  })
  const runtime = processOf(code, opt, env)
  return {
    runtime,
    extensions: extensionPrograms(opt, runtime),
    isConcurrent: maxConcurrency !== undefined,
    told: {
      functionName,
      functionVersion: own.version,
      handler: env[names.handler]!,
      accountId,
    },
  }
}
