import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { limits } from '../../contract/limits.ts'
import { RunningFunction } from '../functions/function.ts'
import { ACCOUNT } from '../functions/lambda.ts'
import { FunctionLog } from '../sandbox/log.ts'
import { foreignExtensions } from '../sandbox/extension-programs.ts'
import { layersOf, optFolder } from '../sandbox/opt.ts'
import type { FunctionProcess } from '../sandbox/process.ts'
import type { LentCredentials } from '../sandbox/credentials.ts'
import { settingsOf } from '../settings.ts'
import type { Emit } from '../types.ts'
import type { RunnableFunction, RunnableOptions } from './package.ts'

/** What the functions of one local Lambda have in common. */
export interface Place {
  options: RunnableOptions
  region: string
  /** Folder that paths are relative to. */
  root: string
  /** Folder that goes when the local Lambda does. */
  folder: string
  emit: Emit
  credentials: LentCredentials
  /** The local Lambda's, once it listens. */
  url(): string
  onStart(process: FunctionProcess): void
}

/** The longest time that there is for a timer, in milliseconds: some 25 days. */
const NEVER = 2 ** 31 - 1

/** A function that can be invoked, with every default filled in. */
export function createFunction(fn: RunnableFunction, place: Place): RunningFunction {
  const { options, region, root, folder, emit } = place
  const settings = settingsOf(fn.settings)
  const { name, handler, memory, logFormat } = settings
  const isAlone = options.debugging ?? false
  const { application: applicationLevel = 'INFO', system: systemLevel = 'INFO' } =
    fn.logLevels ?? {}
  const log = { functionName: name, format: logFormat, applicationLevel, systemLevel }
  return new RunningFunction(
    {
      name,
      concurrency: isAlone ? 1 : (options.concurrency ?? availableParallelism() * 2),
      reservedConcurrency: settings.reservedConcurrency,
      idleMs: isAlone ? Infinity : (options.idleMs ?? 300_000),
      isAlone,
      root,
      folder,
      sandbox: {
        accountId: ACCOUNT,
        lambdaUrl: place.url,
        credentials: () => place.credentials.current,
        timeoutMs: isAlone ? NEVER : settings.timeout * 1000,
        initTimeoutMs: isAlone ? NEVER : (options.initTimeoutMs ?? limits.initTimeoutMs),
        variables: {
          functionName: fn.awsName ?? name,
          handler,
          memory,
          region,
          logFormat,
          logLevel: applicationLevel,
          opt: optOf(name, settings.layers, place),
          maxConcurrency: fn.maxConcurrency,
          own: fn.environment ?? {},
        },
        log: new FunctionLog(log, emit),
        onStart: place.onStart,
      },
    },
    fn.code,
  )
}

/** The folder that stands for `/opt`; what of it cannot be had here is missed aloud. */
function optOf(name: string, layers: readonly string[], { root, folder, emit }: Place): string {
  const { folders, remote } = layersOf(layers, root)
  const opt = optFolder(folders, join(folder, `${name}-opt`))
  const missing = [
    ...remote.map((layer) => `the layer ${layer}, which is in AWS only; name a folder`),
    ...foreignExtensions(opt).map(
      (one) => `the extension ${one}: it is a program for another machine`,
    ),
  ]
  for (const what of missing) {
    const message = `${name} runs without ${what}`
    emit({ type: 'fault', function: name, requestId: undefined, message })
  }
  return opt
}
