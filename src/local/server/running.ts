import { rm } from 'node:fs/promises'
import { debug } from '../../core/debug.ts'
import { messageOf, OcheError } from '../../core/errors.ts'
import { Endpoints } from '../endpoints/handle.ts'
import { planSites, unhurried } from '../endpoints/sites.ts'
import type { RunningFunction } from '../functions/function.ts'
import { bugEvent } from '../http/bug.ts'
import { Lambda } from '../functions/lambda.ts'
import { AsyncQueue } from '../invoke-api/async-queue.ts'
import { InvokeApi } from '../invoke-api/handle.ts'
import { invokeWhole } from '../invoke-api/invoke-whole.ts'
import { LentCredentials } from '../sandbox/credentials.ts'
import type { FunctionProcess } from '../sandbox/process.ts'
import { Watchdog } from '../sandbox/watchdog.ts'
import { settingsOf } from '../settings.ts'
import type {
  Emit,
  InvokeOptions,
  InvokeResult,
  LocalCode,
  LocalEnvironment,
  LocalEvent,
  LocalFailure,
  LocalLambda,
  Recorder,
  Restarted,
} from '../types.ts'
import type { Trace } from '../trace.ts'
import { createFunction } from './functions.ts'
import { runnable, type PackagePlace, type RunnableOptions } from './package.ts'
import { PublicServers } from './public-servers.ts'

/** How often idle execution environments are looked for, in milliseconds. */
const REAPING = 1000

type CloseOptions = NonNullable<Parameters<LocalLambda['close']>[0]>

/** A local Lambda: its parts, put together. */
export class Running implements LocalLambda {
  readonly #options: RunnableOptions
  readonly #place: PackagePlace
  readonly #functions: ReadonlyMap<string, RunningFunction>
  readonly #lambda: Lambda
  readonly #queue: AsyncQueue
  readonly #endpoints: Endpoints
  readonly #servers: PublicServers
  readonly #credentials: LentCredentials
  readonly #watchdog: Watchdog
  readonly #reaping: NodeJS.Timeout
  /** Aborted where nothing under way is waited for any more. */
  readonly #hurry = new AbortController()
  #closed: Promise<void> | undefined

  /**
   * @param folders `root` is what paths are relative to, `folder` one of its own, which goes when it is
   *   closed
   */
  constructor(options: RunnableOptions, packages: PackagePlace) {
    const { root, folder } = packages
    this.#place = packages
    this.#watchdog = new Watchdog(folder)
    this.#options = options
    const emit = listened(options.onEvent, options.recorder)
    const trace = options.recorder && traced(options.recorder)
    const region = options.region ?? hostRegion()
    const onFault = (name: string, message: string, requestId?: string) =>
      emit({ type: 'fault', function: name, requestId, message })
    const onStart = (child: FunctionProcess) => this.#watch(child)
    const url = () => reachable(this.url)
    this.#credentials = new LentCredentials(options.credentials, () => {
      for (const fn of this.#functions.values()) fn.renew()
    })
    const credentials = this.#credentials
    const place = { options, region, root, folder, emit, credentials, url, onStart }
    this.#functions = new Map(
      options.functions.map((fn) => [fn.settings.name, createFunction(fn, place)]),
    )
    const awsNames = new Map(
      options.functions.map((fn) => [fn.settings.name, fn.awsName ?? fn.settings.name]),
    )
    const { upToDate } = options
    this.#lambda = new Lambda(region, this.#functions, { upToDate, trace, awsNames })
    this.#queue = new AsyncQueue({
      lambda: this.#lambda,
      settings: (name) => asyncSettings(options.functions, name),
      retryDelaysMs: options.retryDelaysMs ?? [1000, 2000],
      onDropped: onFault,
      onBug: (thrown) => emit(bugEvent('an asynchronous invocation', thrown)),
    })
    const planned = planSites(options.functions.map(({ settings }) => settingsOf(settings)))
    const sites = options.debugging ? unhurried(planned) : planned
    this.#endpoints = new Endpoints({
      sites,
      lambda: this.#lambda,
      root,
      onFault,
    })
    this.#servers = new PublicServers({
      sites,
      endpoints: this.#endpoints,
      invokeApi: new InvokeApi(this.#lambda, this.#queue, options.allowedHosts ?? []),
      emit,
      trace,
    })
    this.#reaping = setInterval(() => this.#reap(), REAPING).unref()
  }

  async listen(): Promise<void> {
    await this.#credentials.load()
    await this.#servers.listen(this.#options.port ?? 0, this.#options.host ?? '127.0.0.1')
  }

  get url(): string {
    return this.#servers.url
  }

  get port(): number {
    return this.#servers.port
  }

  get urls(): Readonly<Record<string, string>> {
    return this.#servers.urls
  }

  invoke(
    functionName: string,
    payload: string | Uint8Array,
    options?: InvokeOptions,
  ): Promise<InvokeResult> {
    return invokeWhole(this.#lambda, functionName, payload, options)
  }

  replace(functionName: string, code: LocalCode | LocalFailure): Promise<void> {
    const fn = this.#functions.get(functionName)
    if (fn === undefined) {
      throw new OcheError('FUNCTION_UNKNOWN', `there is no function "${functionName}" here`)
    }
    return this.#replace(fn, functionName, code)
  }

  restart(): Restarted {
    const all = [...this.#functions].map(([name, fn]) => {
      this.#endpoints.replaced(name)
      return fn.restart()
    })
    return {
      ended: all.reduce((sum, { ended }) => sum + ended, 0),
      finishing: all.reduce((sum, { finishing }) => sum + finishing, 0),
    }
  }

  environments(): LocalEnvironment[] {
    return [...this.#functions.values()].flatMap((fn) => fn.environments)
  }

  release(): void {
    this.#servers.release()
  }

  close(options: CloseOptions = {}): Promise<void> {
    if (!options.graceMs) this.#hurry.abort()
    this.#closed ??= this.#close(options)
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close({ graceMs = 0, successor }: CloseOptions): Promise<void> {
    if (successor instanceof Running) this.#servers.handOver(successor.#servers)
    if (graceMs > 0) await this.#servers.answered(graceMs, this.#hurry.signal)
    clearInterval(this.#reaping)
    this.#credentials.close()
    this.#queue.close()
    const functions = [...this.#functions.values()]
    await Promise.all([this.#servers.close(), ...functions.map((fn) => fn.close())])
    this.#watchdog.close()
    await rm(this.#place.folder, { recursive: true, force: true, maxRetries: 3 }).catch(
      (error: unknown) => debug('local', () => messageOf(error)),
    )
  }

  async #replace(fn: RunningFunction, name: string, code: LocalCode | LocalFailure): Promise<void> {
    const ready = 'zip' in code ? await runnable(code, this.#place) : code
    const ended = fn.replace(ready)
    this.#endpoints.replaced(name)
    await ended
  }

  #watch({ pid, gone }: FunctionProcess): void {
    if (pid === undefined) return
    this.#watchdog.add(pid)
    void gone.then(() => this.#watchdog.remove(pid))
  }

  #reap(): void {
    for (const fn of this.#functions.values()) fn.reap()
  }
}

/** What a listener throws is its own affair: it must not stop what was being told of. */
function listened(onEvent: Emit = () => {}, recorder?: Recorder): Emit {
  const tell = alone(onEvent)
  if (recorder === undefined) return tell
  const record = alone((event: LocalEvent) => recorder.event(event))
  return (event) => {
    record(event)
    tell(event)
  }
}

function traced(recorder: Recorder): Trace {
  return alone((trace) => recorder.trace(trace))
}

function alone<T>(listener: (told: T) => void): (told: T) => void {
  return (told) => {
    try {
      listener(told)
    } catch (thrown) {
      queueMicrotask(() => {
        throw thrown
      })
    }
  }
}

/** Whoever listens everywhere is reached by its loopback address. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
}

function hostRegion(): string {
  return process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || 'us-east-1'
}

function asyncSettings(functions: RunnableOptions['functions'], name: string) {
  const { settings, destinations } = functions.find((fn) => fn.settings.name === name)!
  return { retries: settingsOf(settings).retries, ...destinations }
}
