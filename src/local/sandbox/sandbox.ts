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
import type { InvocationReport } from '../../contract/log-lines.ts'
import type { Invocation } from '../invocation/invocation.ts'
import { RuntimeApiServer } from '../runtime-api/server.ts'
import { Runtime } from '../runtime-api/runtime.ts'
import { isMissing, processOf, type Code } from './code.ts'
import type { FunctionLog } from './log.ts'
import { MemoryGauge } from './memory.ts'
import { FunctionProcess, type ProcessExit } from './process.ts'
import { processVariables, type VariablesInput } from './variables.ts'

/** What all execution environments of a function have in common. */
export interface SandboxSettings {
  variables: Omit<VariablesInput, 'runtimeApi' | 'logStream' | 'taskRoot' | 'tmp'>
  /** Milliseconds. */
  timeoutMs: number
  initTimeoutMs: number
  log: FunctionLog
  onStart(process: FunctionProcess): void
}

export interface SandboxHooks {
  /** It can take an invocation. */
  onFree(sandbox: Sandbox): void
}

/** A folder, a Runtime API and one process after another: what AWS calls a sandbox. */
export class Sandbox {
  readonly code: Code
  /** Of the tenant that it belongs to since its first invocation. */
  tenantId: string | undefined
  /** When it last finished something, as `performance.now()` tells it. */
  idleSince = 0
  readonly #settings: SandboxSettings
  readonly #hooks: SandboxHooks
  readonly #folder: string
  readonly #logStream = logStreamName()
  readonly #isConcurrent: boolean
  readonly #work = new Map<Invocation, Work>()
  #isFresh = true
  #phase: 'init' | 'running' | 'closed' = 'init'
  #api: RuntimeApiServer | undefined
  #process: FunctionProcess | undefined
  #runtime: Runtime | undefined
  #memory = new MemoryGauge()
  #initTimer: NodeJS.Timeout | undefined
  #initStartedAt = 0
  #initDurationMs: number | undefined

  constructor(code: Code, folder: string, settings: SandboxSettings, hooks: SandboxHooks) {
    this.code = code
    this.#folder = folder
    this.#settings = settings
    this.#hooks = hooks
    this.#isConcurrent = settings.variables.maxConcurrency !== undefined
  }

  /** How many invocations it can take now. */
  get free(): number {
    if (this.#phase !== 'running') return 0
    return (this.#settings.variables.maxConcurrency ?? 1) - this.#work.size
  }

  get isBusy(): boolean {
    return this.#work.size > 0
  }

  /** Busy, but only until the runtime asks for more. */
  get isAnswered(): boolean {
    return !this.#isConcurrent && [...this.#work.keys()].some((one) => one.isAnswered)
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
    this.#initTimer = setTimeout(
      () => this.#initFailed('timeout', undefined),
      this.#settings.initTimeoutMs,
    )
    this.#startProcess()
  }

  /** Only while it is free. */
  run(invocation: Invocation): void {
    const { timeoutMs, log } = this.#settings
    this.#isFresh = false
    this.tenantId = invocation.request.tenantId
    this.#work.set(invocation, {
      startedAt: performance.now(),
      timer: setTimeout(() => this.#timedOut(invocation), timeoutMs),
    })
    invocation.coldStart = this.#initDurationMs !== undefined || this.#process === undefined
    log.start(invocation)
    // A failed initialisation is repeated as part of the invocation.
    if (this.#process === undefined) this.#startProcess()
    this.#runtime?.offer(invocation, Date.now() + timeoutMs)
  }

  /** Ends its process, answers what is under way, removes its folder. */
  async close(): Promise<void> {
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    clearTimeout(this.#initTimer)
    const gone = this.#process?.kill()
    for (const [invocation, { timer }] of this.#work) {
      clearTimeout(timer)
      invocation.fail(exitedError(invocation.request.requestId, { code: null, signal: 'SIGKILL' }))
      invocation.complete()
    }
    await Promise.all([gone, this.#api?.close()])
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }

  #startProcess(): void {
    const { variables, log, onStart } = this.#settings
    const env = processVariables({
      ...variables,
      runtimeApi: this.#api!.address,
      logStream: this.#logStream,
      taskRoot: this.code.taskRoot,
      tmp: join(this.#folder, 'tmp'),
    })
    this.#runtime = this.#newRuntime()
    this.#api!.serve(this.#runtime)
    this.#process = new FunctionProcess(processOf(this.code, variables.opt, env), {
      onLine: (stream, line) => log.line(this.#writer(line), stream, line),
      onExit: (exit) => this.#exited(exit),
    })
    this.#memory = new MemoryGauge(this.#process.pid)
    onStart(this.#process)
  }

  #newRuntime(): Runtime {
    return new Runtime(this.#isConcurrent, {
      onReady: () => this.#ready(),
      onAnswered: (invocation) => {
        if (this.#isConcurrent) this.#finishSoon(invocation)
      },
      onInitError: (error) => this.#initError(error),
    })
  }

  /** Whose line it is: with several invocations at once, only the line itself can tell. */
  #writer(line: string): Invocation | undefined {
    if (this.#work.size > 1) {
      return [...this.#work.keys()].find(({ request }) => line.includes(request.requestId))
    }
    return this.#work.keys().next().value
  }

  #ready(): void {
    if (this.#phase === 'init') {
      this.#initDurationMs = performance.now() - this.#initStartedAt
      return this.#initialised()
    }
    if (this.#isConcurrent) return
    for (const invocation of this.#work.keys()) {
      if (invocation.isAnswered) this.#finishSoon(invocation)
    }
  }

  /** What the function wrote until now is in its pipes: it is read first. */
  #finishSoon(invocation: Invocation): void {
    setImmediate(() => this.#finish(invocation, { status: 'success' }))
  }

  #initError({ payload, errorType }: { payload: Buffer; errorType: string }): void {
    if (this.#phase === 'init') return this.#initFailed('error', errorType)
    this.#stopProcess()
    // What becomes free takes the next one at once.
    const underWay = Array.from(this.#work)
    for (const [invocation, { startedAt }] of underWay) {
      invocation.settle({ kind: 'error', payload })
      const durationMs = performance.now() - startedAt
      this.#settings.log.initReport({ durationMs, phase: 'invoke', status: 'error', errorType })
      this.#settings.log.fault(invocation, `could not start: ${describe(payload)}`)
      this.#finish(invocation, { status: 'error', errorType })
    }
  }

  /** The first invocation gets another try, under the function's own timeout. */
  #initFailed(status: 'error' | 'timeout', errorType: string | undefined): void {
    const durationMs = performance.now() - this.#initStartedAt
    this.#stopProcess()
    this.#settings.log.initReport({ durationMs, phase: 'init', status, errorType })
    this.#initialised()
  }

  #initialised(): void {
    clearTimeout(this.#initTimer)
    this.#phase = 'running'
    this.#freed()
  }

  #timedOut(invocation: Invocation): void {
    const { timeoutMs, log } = this.#settings
    const maxMemoryUsedMb = this.#memory.read()
    const wasAnswered = invocation.isAnswered
    invocation.fail(timedOutError(invocation.request.requestId, timeoutMs / 1000))
    // Where others are under way in the process, it goes on.
    if (this.#isConcurrent) this.#runtime?.abandon(invocation)
    else this.#stopProcess()
    const seconds = timeoutMs / 1000
    const what = wasAnswered
      ? `answered, but did not ask for another invocation within ${seconds} s`
      : `timed out after ${seconds} s`
    log.fault(invocation, this.#isConcurrent ? what : `${what}; its process was ended`)
    this.#finish(invocation, { status: 'timeout', maxMemoryUsedMb })
  }

  #exited(exit: ProcessExit): void {
    this.#process = undefined
    const { log } = this.#settings
    if (this.#phase === 'init') {
      return this.#initFailed('error', this.#exitError(exit, '').errorType)
    }
    if (this.#work.size === 0) {
      log.fault(undefined, `ended between two invocations: ${exitText(exit)}`)
    }
    // What becomes free takes the next one at once.
    const underWay = Array.from(this.#work.keys())
    for (const invocation of underWay) {
      const error = this.#exitError(exit, invocation.request.requestId)
      invocation.fail(error)
      log.fault(
        invocation,
        exit.started
          ? `ended during an invocation: ${exitText(exit)}`
          : `could not be started: ${exitText(exit)}`,
      )
      this.#finish(invocation, { status: 'error', errorType: error.errorType })
    }
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
  #finish(invocation: Invocation, outcome: Outcome): void {
    const work = this.#work.get(invocation)
    if (work === undefined || this.#phase === 'closed') return
    clearTimeout(work.timer)
    this.#work.delete(invocation)
    // A timer may come a fraction of a millisecond early.
    const atLeastMs = outcome.status === 'timeout' ? this.#settings.timeoutMs : 0
    invocation.durationMs = Math.max(performance.now() - work.startedAt, atLeastMs)
    this.#settings.log.end(invocation, {
      ...outcome,
      maxMemoryUsedMb: outcome.maxMemoryUsedMb ?? this.#memory.read(),
      initDurationMs: this.#initDurationMs,
    })
    this.#initDurationMs = undefined
    invocation.complete()
    this.#freed()
  }

  #freed(): void {
    this.idleSince = performance.now()
    this.#hooks.onFree(this)
  }
}

type Outcome = Pick<InvocationReport, 'status' | 'errorType'> & {
  maxMemoryUsedMb?: number | undefined
}

interface Work {
  startedAt: number
  timer: NodeJS.Timeout
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
