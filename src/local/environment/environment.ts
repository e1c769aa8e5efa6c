import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  exitedError,
  notStartedError,
  timedOutError,
  type FunctionError,
} from '../../contract/function-error.ts'
import { limits } from '../../contract/limits.ts'
import type { InvocationReport } from '../../contract/log-lines.ts'
import type { Invocation } from '../lambda/invocation.ts'
import { RuntimeApiServer } from '../runtime-api/server.ts'
import { RuntimeSession } from '../runtime-api/session.ts'
import { isMissing, processOf, type Code } from './code.ts'
import type { FunctionLog } from './log.ts'
import { MemoryGauge } from './memory.ts'
import { FunctionProcess, type ProcessExit } from './process.ts'
import { environmentOf, type VariablesInput } from './variables.ts'

/** What all execution environments of a function have in common. */
export interface EnvironmentSettings {
  variables: Omit<VariablesInput, 'runtimeApi' | 'logStream' | 'taskRoot' | 'tmp'>
  /** Milliseconds. */
  timeoutMs: number
  log: FunctionLog
  onStart(process: FunctionProcess): void
}

export interface EnvironmentHooks {
  /** It can take an invocation. */
  onFree(environment: ExecutionEnvironment): void
}

/** A folder, a Runtime API and one process after another: what AWS calls a sandbox. */
export class ExecutionEnvironment {
  readonly code: Code
  /** Of the tenant that it belongs to since its first invocation. */
  tenantId: string | undefined
  /** When it last finished something, as `performance.now()` tells it. */
  idleSince = 0
  readonly #settings: EnvironmentSettings
  readonly #hooks: EnvironmentHooks
  readonly #folder: string
  readonly #logStream = logStreamName()
  #api: RuntimeApiServer | undefined
  #process: FunctionProcess | undefined
  #session: RuntimeSession | undefined
  #memory = new MemoryGauge()
  #isFresh = true
  #phase: 'init' | 'idle' | 'busy' | 'closed' = 'init'
  #work: Work | undefined
  #initStartedAt = 0
  #initDurationMs: number | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(code: Code, folder: string, settings: EnvironmentSettings, hooks: EnvironmentHooks) {
    this.code = code
    this.#folder = folder
    this.#settings = settings
    this.#hooks = hooks
  }

  get isBusy(): boolean {
    return this.#phase === 'busy'
  }

  /** Busy, but only until the runtime asks for more. */
  get isAnswered(): boolean {
    return this.#work?.invocation.isAnswered ?? false
  }

  /** Whether it has had no invocation yet. */
  get isFresh(): boolean {
    return this.#isFresh
  }

  /** Starts the process; `onFree` tells when the initialisation is over, well or badly. */
  async start(): Promise<void> {
    mkdirSync(join(this.#folder, 'tmp'), { recursive: true })
    const api = await RuntimeApiServer.listen()
    if (this.#phase === 'closed') return api.close()
    this.#api = api
    this.#settings.log.initStart()
    this.#initStartedAt = performance.now()
    this.#timer = setTimeout(() => this.#initTimedOut(), limits.initTimeoutMs)
    this.#startProcess()
  }

  /** Only after `onFree`. */
  run(invocation: Invocation): void {
    const { timeoutMs, log } = this.#settings
    this.#phase = 'busy'
    this.#isFresh = false
    this.tenantId = invocation.request.tenantId
    this.#work = { invocation, startedAt: performance.now() }
    invocation.coldStart = this.#initDurationMs !== undefined || this.#process === undefined
    log.start(invocation)
    this.#timer = setTimeout(() => this.#timedOut(), timeoutMs)
    // A failed initialisation is repeated as part of the invocation.
    if (this.#process === undefined) this.#startProcess()
    this.#session?.offer(invocation, Date.now() + timeoutMs)
  }

  /** Ends its process, answers what is under way, removes its folder. */
  async close(): Promise<void> {
    if (this.#phase === 'closed') return
    const { invocation } = this.#work ?? {}
    this.#phase = 'closed'
    clearTimeout(this.#timer)
    const gone = this.#process?.kill()
    if (invocation) {
      invocation.fail(exitedError(invocation.request.requestId, { code: null, signal: 'SIGKILL' }))
      invocation.complete()
    }
    await Promise.all([gone, this.#api?.close()])
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }

  #startProcess(): void {
    const { variables, log, onStart } = this.#settings
    const env = environmentOf({
      ...variables,
      runtimeApi: this.#api!.address,
      logStream: this.#logStream,
      taskRoot: this.code.taskRoot,
      tmp: join(this.#folder, 'tmp'),
    })
    this.#session = new RuntimeSession({
      onReady: () => this.#ready(),
      onAnswered: () => {},
      onInitError: (error) => this.#initError(error),
    })
    this.#api!.serve(this.#session)
    const process = new FunctionProcess(processOf(this.code, variables.opt, env), {
      onLine: (stream, line) => log.line(this.#work?.invocation, stream, line),
      onExit: (exit) => this.#exited(exit),
    })
    this.#process = process
    this.#memory = new MemoryGauge(process.pid)
    onStart(process)
  }

  #ready(): void {
    if (this.#phase === 'init') {
      this.#initDurationMs = performance.now() - this.#initStartedAt
      this.#free()
    } else if (this.#work?.invocation.isAnswered) {
      const session = this.#session
      // What the function wrote before it asked for more is in its pipes by now: read it first.
      setImmediate(() => {
        if (this.#session === session && this.#phase === 'busy') this.#finish({ status: 'success' })
      })
    }
  }

  #initError({ payload, errorType }: { payload: Buffer; errorType: string }): void {
    if (this.#phase === 'init') return this.#initFailed('error', errorType)
    const { invocation } = this.#work!
    invocation.settle({ kind: 'error', payload })
    this.#stopProcess()
    this.#settings.log.initReport({
      durationMs: performance.now() - this.#work!.startedAt,
      phase: 'invoke',
      status: 'error',
      errorType,
    })
    this.#settings.log.fault(invocation, `could not start: ${describe(payload)}`)
    this.#finish({ status: 'error', errorType })
  }

  #initTimedOut(): void {
    this.#initFailed('timeout', undefined)
  }

  /** The first invocation gets another try, under the function's own timeout. */
  #initFailed(status: 'error' | 'timeout', errorType: string | undefined): void {
    const durationMs = performance.now() - this.#initStartedAt
    this.#stopProcess()
    this.#settings.log.initReport({ durationMs, phase: 'init', status, errorType })
    this.#free()
  }

  #timedOut(): void {
    const { invocation } = this.#work!
    const { timeoutMs, log } = this.#settings
    const peak = this.#memory.read()
    this.#stopProcess()
    const error = timedOutError(invocation.request.requestId, timeoutMs / 1000)
    const wasAnswered = invocation.isAnswered
    invocation.fail(error)
    log.fault(
      invocation,
      wasAnswered
        ? `answered, but did not ask for another invocation within ${timeoutMs / 1000} s; its process was ended`
        : `timed out after ${timeoutMs / 1000} s; its process was ended`,
    )
    this.#finish({ status: 'timeout', maxMemoryUsedMb: peak })
  }

  #exited(exit: ProcessExit): void {
    this.#process = undefined
    const { log } = this.#settings
    if (this.#phase === 'init') {
      const { errorType } = this.#exitError(exit, '')
      return this.#initFailed('error', errorType)
    }
    if (this.#phase === 'idle') {
      return log.fault(undefined, `ended between two invocations: ${exitText(exit)}`)
    }
    if (this.#phase !== 'busy') return
    const { invocation } = this.#work!
    const error = this.#exitError(exit, invocation.request.requestId)
    invocation.fail(error)
    log.fault(invocation, `ended during an invocation: ${exitText(exit)}`)
    this.#finish({ status: 'error', errorType: error.errorType })
  }

  #exitError(exit: ProcessExit, requestId: string): FunctionError {
    if (exit.started) return exitedError(requestId, exit)
    const { executable, taskRoot } = this.code
    return notStartedError(requestId, {
      executable,
      reason: exit.reason,
      workingDirMissing: exit.code === 'ENOENT' && isMissing(taskRoot),
    })
  }

  #stopProcess(): void {
    void this.#process?.kill()
    this.#process = undefined
  }

  /** The invocation is over: END, REPORT, and on to the next. */
  #finish(
    outcome: Pick<InvocationReport, 'status' | 'errorType'> & {
      maxMemoryUsedMb?: number | undefined
    },
  ): void {
    clearTimeout(this.#timer)
    const { invocation, startedAt } = this.#work!
    invocation.durationMs = performance.now() - startedAt
    this.#settings.log.end(invocation, {
      ...outcome,
      maxMemoryUsedMb: outcome.maxMemoryUsedMb ?? this.#memory.read(),
      initDurationMs: this.#initDurationMs,
    })
    this.#initDurationMs = undefined
    this.#work = undefined
    invocation.complete()
    this.#free()
  }

  #free(): void {
    clearTimeout(this.#timer)
    this.#phase = 'idle'
    this.idleSince = performance.now()
    this.#hooks.onFree(this)
  }
}

interface Work {
  invocation: Invocation
  startedAt: number
}

function exitText(exit: ProcessExit): string {
  if (!exit.started) return exit.reason
  if (exit.signal !== null) return `signal ${exit.signal}`
  return `exit status ${exit.code}`
}

function describe(payload: Buffer): string {
  try {
    const { errorType, errorMessage } = JSON.parse(payload.toString()) as FunctionError
    return `${errorType}: ${errorMessage}`
  } catch {
    return payload.toString('utf8', 0, 200)
  }
}

/** As in `2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef`. */
function logStreamName(): string {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
  return `${date}/[$LATEST]${randomBytes(16).toString('hex')}`
}
