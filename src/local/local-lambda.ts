import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '../contract/limits.ts'
import { OcheError } from '../core/errors.ts'
import { FunctionLog, type Emit } from './sandbox/log.ts'
import { layersOf, optFolder, requireFolders } from './sandbox/opt.ts'
import { hostCredentials } from './sandbox/variables.ts'
import { Watchdog } from './sandbox/watchdog.ts'
import type { FunctionProcess } from './sandbox/process.ts'
import { Endpoints } from './endpoints/handle.ts'
import { planSites, urlsOf, type Site } from './endpoints/sites.ts'
import { AsyncQueue } from './invoke-api/async-queue.ts'
import { InvokeApi } from './invoke-api/handle.ts'
import { RunningFunction } from './functions/function.ts'
import { invokeWhole } from './invocation/invoke.ts'
import { Lambda } from './functions/lambda.ts'
import { PublicServer } from './http/public-server.ts'
import { settingsOf } from './settings.ts'
import type {
  InvokeOptions,
  InvokeResult,
  LocalCode,
  LocalFailure,
  LocalFunction,
  LocalLambda,
  LocalLambdaOptions,
} from './types.ts'

/**
 * Starts a local Lambda: the functions' endpoints and the Invoke API on one port.
 *
 * @example
 * await using lambda = await startLocalLambda({ functions: [{ settings, environment: {}, code }] })
 * await fetch(lambda.url)
 * @throws OcheError `PORT_IN_USE`, `PORT_NOT_ALLOWED`, `HOST_UNKNOWN`, `LAYER_NOT_FOUND`,
 *   `FUNCTION_UNKNOWN`
 */
export async function startLocalLambda(options: LocalLambdaOptions): Promise<LocalLambda> {
  const root = options.root ?? process.cwd()
  for (const { settings } of options.functions) {
    requireFolders(layersOf(settings.layers ?? [], root).folders)
  }
  requireDestinations(options.functions)
  const lambda = new Running(options, root)
  try {
    await lambda.listen()
  } catch (error) {
    await lambda.close()
    throw error
  }
  return lambda
}

/** How often idle execution environments are looked for, in milliseconds. */
const REAPING = 1000

class Running implements LocalLambda {
  readonly #options: LocalLambdaOptions
  readonly #host: string
  readonly #root: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'oche-'))
  readonly #functions: ReadonlyMap<string, RunningFunction>
  readonly #lambda: Lambda
  readonly #queue: AsyncQueue
  readonly #server: PublicServer
  readonly #watchdog = new Watchdog(this.#folder)
  readonly #reaping: NodeJS.Timeout
  readonly #sites: readonly Site[]
  #urls: Record<string, string> = {}
  #closed: Promise<void> | undefined

  constructor(options: LocalLambdaOptions, root: string) {
    this.#options = options
    this.#host = options.host ?? '127.0.0.1'
    this.#root = root
    const emit: Emit = options.onEvent ?? (() => {})
    const region = options.region ?? hostRegion()
    const fault = (name: string, message: string, requestId?: string) =>
      emit({ type: 'fault', function: name, requestId, message })
    this.#functions = new Map(
      options.functions.map((fn) => [fn.settings.name, this.#function(fn, region, emit)]),
    )
    this.#lambda = new Lambda(region, this.#functions)
    this.#queue = new AsyncQueue({
      lambda: this.#lambda,
      settings: (name) => asyncSettings(options.functions, name),
      retryDelaysMs: options.retryDelaysMs ?? [1000, 2000],
      onDropped: fault,
    })
    this.#sites = planSites(options.functions.map(({ settings }) => settingsOf(settings)))
    this.#server = new PublicServer({
      endpoints: new Endpoints({
        sites: this.#sites,
        lambda: this.#lambda,
        port: () => this.port,
        root: this.#root,
        onFault: fault,
      }),
      invokeApi: new InvokeApi(this.#lambda, this.#queue),
      emit,
    })
    this.#reaping = setInterval(() => this.#reap(), REAPING).unref()
  }

  async listen(): Promise<void> {
    await this.#server.listen(this.#options.port ?? 0, this.#host)
    this.#urls = urlsOf(this.#sites, this.url)
  }

  get url(): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host
    return `http://${host}:${this.port}`
  }

  get port(): number {
    return this.#server.port
  }

  get urls(): Readonly<Record<string, string>> {
    return this.#urls
  }

  invoke(
    functionName: string,
    payload: string | Uint8Array,
    options?: InvokeOptions,
  ): Promise<InvokeResult> {
    return invokeWhole(this.#lambda, functionName, payload, options)
  }

  replace(functionName: string, code: LocalCode | LocalFailure): void {
    const fn = this.#functions.get(functionName)
    if (fn === undefined) {
      throw new OcheError('FUNCTION_UNKNOWN', `there is no function "${functionName}" here`)
    }
    fn.replace(code)
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    clearInterval(this.#reaping)
    this.#queue.close()
    const functions = [...this.#functions.values()]
    await Promise.all([this.#server.close(), ...functions.map((fn) => fn.close())])
    this.#watchdog.close()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }

  #watch({ pid, gone }: FunctionProcess): void {
    if (pid === undefined) return
    this.#watchdog.add(pid)
    void gone.then(() => this.#watchdog.remove(pid))
  }

  #reap(): void {
    for (const fn of this.#functions.values()) fn.reap()
  }

  #function(fn: LocalFunction, region: string, emit: Emit): RunningFunction {
    const { logLevels = {} } = fn
    const settings = settingsOf(fn.settings)
    const { name, handler, memory, logFormat } = settings
    const { folders, remote } = layersOf(settings.layers, this.#root)
    for (const layer of remote) {
      const message = `${name} runs without the layer ${layer}, which is in AWS only; name a folder`
      emit({ type: 'fault', function: name, requestId: undefined, message })
    }
    const applicationLevel = logLevels.application ?? 'INFO'
    return new RunningFunction(
      {
        name,
        concurrency: this.#options.concurrency ?? availableParallelism() * 2,
        reservedConcurrency: settings.reservedConcurrency,
        idleMs: this.#options.idleMs ?? 300_000,
        root: this.#root,
        folder: this.#folder,
        environment: {
          timeoutMs: settings.timeout * 1000,
          initTimeoutMs: this.#options.initTimeoutMs ?? limits.initTimeoutMs,
          variables: {
            functionName: name,
            handler,
            memory,
            region,
            logFormat,
            logLevel: applicationLevel,
            opt: optFolder(folders, join(this.#folder, `${name}-opt`)),
            maxConcurrency: fn.maxConcurrency,
            credentials: this.#options.credentials ?? hostCredentials(),
            own: fn.environment ?? {},
          },
          log: new FunctionLog(
            {
              functionName: name,
              format: logFormat,
              applicationLevel,
              systemLevel: logLevels.system ?? 'INFO',
              memory,
              region,
            },
            emit,
          ),
          onStart: (child) => this.#watch(child),
        },
      },
      fn.code,
    )
  }
}

function requireDestinations(functions: readonly LocalFunction[]): void {
  const names = functions.map(({ settings }) => settings.name)
  for (const { settings, destinations = {} } of functions) {
    const missing = Object.values(destinations).find((name) => name && !names.includes(name))
    if (missing === undefined) continue
    const message = `the destination ${missing} of ${settings.name} is no function here`
    throw new OcheError('FUNCTION_UNKNOWN', message, {
      remedy: `Functions here: ${names.join(', ')}.`,
    })
  }
}

function hostRegion(): string {
  return process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || 'us-east-1'
}

function asyncSettings(functions: readonly LocalFunction[], name: string) {
  const { settings, destinations } = functions.find((fn) => fn.settings.name === name)!
  return { retries: settingsOf(settings).retries, ...destinations }
}
