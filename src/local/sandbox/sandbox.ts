import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { debug } from '../../core/debug.ts'
import { deferred } from '../../core/deferred.ts'
import { messageOf } from '../../core/errors.ts'
import type { Invocation } from '../invocation/invocation.ts'
import { Runtime } from '../runtime-api/runtime.ts'
import { RuntimeApiServer } from '../runtime-api/server.ts'
import { processOf, type Code } from './code.ts'
import {
  failurePayload,
  failureText,
  failureType,
  silenceText,
  type FailureContext,
} from './failure.ts'
import type { FunctionLog } from './log.ts'
import {
  freePlaces,
  NEW_SANDBOX,
  type Effect,
  type SandboxEvent,
  type SandboxLimits,
  type SandboxState,
} from './machine/state.ts'
import { step } from './machine/table.ts'
import { MemoryGauge } from './memory.ts'
import { FunctionProcess } from './process.ts'
import { Timers } from './timers.ts'
import { processVariables, type VariablesInput } from './variables.ts'

/** What all execution environments of a function have in common. */
export interface SandboxSettings {
  variables: Omit<VariablesInput, 'version' | 'runtimeApi' | 'logStream' | 'taskRoot' | 'tmp'>
  /** Milliseconds. */
  timeoutMs: number
  initTimeoutMs: number
  log: FunctionLog
  onStart(process: FunctionProcess): void
}

export interface SandboxIdentity {
  code: Code
  /** Invocations of another version never reach it. */
  version: string
  /** Of its own; made and removed with it. */
  folder: string
}

export interface SandboxHooks {
  /** It can take an invocation. */
  onFree(sandbox: Sandbox): void
}

/** A process that asks for nothing for that long is worth a word, in milliseconds. */
const SILENCE = 2000

/** A process and what speaks to it. */
interface Attempt {
  process: FunctionProcess
  runtime: Runtime
  memory: MemoryGauge
}

type Act<Do extends Effect['do']> = (effect: Extract<Effect, { do: Do }>) => void

/**
 * An execution environment: a folder, a Runtime API and one process after another. What is to be
 * done when is told by machine/table.ts; here it is done.
 */
export class Sandbox {
  readonly code: Code
  readonly version: string
  readonly #settings: SandboxSettings
  readonly #hooks: SandboxHooks
  readonly #folder: string
  readonly #limits: SandboxLimits
  readonly #failures: FailureContext
  readonly #logStream: string
  readonly #timers = new Timers()
  readonly #invocations = new Map<string, Invocation>()
  readonly #effects: Effect[] = []
  readonly #removed = deferred<void>()
  #state: SandboxState = NEW_SANDBOX
  #isActing = false
  /** That it belongs to since its first invocation. */
  #tenant: { id: string | undefined } | undefined
  #api: RuntimeApiServer | undefined
  #attempt: Attempt | undefined

  constructor(identity: SandboxIdentity, settings: SandboxSettings, hooks: SandboxHooks) {
    const { code, version, folder } = identity
    this.code = code
    this.version = version
    this.#folder = folder
    this.#logStream = logStreamName(version)
    this.#settings = settings
    this.#hooks = hooks
    const { timeoutMs, variables } = settings
    const { maxConcurrency } = variables
    this.#limits = { timeoutMs, maxConcurrency }
    const isConcurrent = maxConcurrency !== undefined
    this.#failures = { executable: code.executable, timeoutMs, isConcurrent }
  }

  get name(): string {
    return basename(this.#folder)
  }

  /** How many invocations it can take now. */
  get free(): number {
    return freePlaces(this.#state, this.#limits)
  }

  get isBusy(): boolean {
    return this.#state.work.size > 0
  }

  /** Busy, but only until the runtime asks for more. */
  get isAnswered(): boolean {
    return [...this.#state.work.values()].some(({ stage }) => stage !== 'running')
  }

  /** When it last finished something, as `performance.now()` tells it. */
  get idleSince(): number {
    return this.#state.idleSince
  }

  /** One version only, and under tenant isolation one tenant. */
  serves({ request: { version, tenantId } }: Invocation): boolean {
    const isTenants = this.#tenant === undefined || this.#tenant.id === tenantId
    return isTenants && this.version === version
  }

  /** Starts the process; `onFree` tells when the initialisation is over, well or badly. */
  async start(): Promise<void> {
    mkdirSync(this.#tmp, { recursive: true })
    const api = await RuntimeApiServer.listen((thrown) => this.#settings.log.bug(thrown))
    if (this.#state.phase === 'closed') return api.close()
    this.#api = api
    this.#take({ type: 'start' })
  }

  /** Only while it is free. */
  run(invocation: Invocation): void {
    if (this.free === 0) throw new Error(`${this.name} got an invocation and was not free`)
    const { invocationId: id, request } = invocation
    this.#tenant = { id: request.tenantId }
    this.#invocations.set(id, invocation)
    this.#take({ type: 'invoke', id })
  }

  /** Ends its process, answers what is under way, removes its folder. */
  close(): Promise<void> {
    this.#take({ type: 'close' })
    return this.#removed.promise
  }

  get #tmp(): string {
    return join(this.#folder, 'tmp')
  }

  /**
   * The state is the next one at once; what is to be done is done in order, also where doing it makes
   * something else happen.
   */
  #take(event: SandboxEvent): void {
    const from = this.#state.phase
    const { state, effects } = step(this.#state, event, performance.now(), this.#limits)
    debug('local', () => `${this.name}: ${from} + ${event.type} → ${state.phase}`)
    this.#state = state
    this.#effects.push(...effects)
    if (this.#isActing) return
    this.#isActing = true
    try {
      for (let next = this.#effects.shift(); next; next = this.#effects.shift()) this.#act(next)
    } finally {
      this.#isActing = false
    }
  }

  #act(effect: Effect): void {
    const act = this.#acts[effect.do] as (effect: Effect) => void
    act(effect)
  }

  readonly #acts: { [Do in Effect['do']]: Act<Do> } = {
    'start-process': () => this.#startProcess(),
    'kill-process': () => this.#killProcess(),
    'set-init-timer': () => {
      const { initTimeoutMs } = this.#settings
      this.#timers.set('init', initTimeoutMs, () => this.#take({ type: 'init-timeout' }))
    },
    'clear-init-timer': () => this.#timers.clear('init'),
    'set-timer': ({ id }) => {
      this.#timers.set(id, this.#settings.timeoutMs, () => this.#take({ type: 'timeout', id }))
    },
    'clear-timer': ({ id }) => this.#timers.clear(id),
    offer: ({ id }) =>
      this.#attempt!.runtime.offer(this.#of(id), Date.now() + this.#settings.timeoutMs),
    abandon: ({ id }) => this.#attempt!.runtime.abandon(this.#of(id)),
    flush: ({ id }) => setImmediate(() => this.#take({ type: 'flushed', id })),
    fail: ({ id, failure }) => {
      const invocation = this.#of(id)
      const payload = failurePayload(failure, invocation.request.requestId, this.#failures)
      if (Buffer.isBuffer(payload)) invocation.settle({ kind: 'error', payload })
      else invocation.fail(payload)
    },
    complete: ({ id }) => {
      this.#of(id).complete()
      this.#invocations.delete(id)
    },
    'log-init-start': () => this.#settings.log.initStart(),
    'log-init-report': ({ failure, phase, status, durationMs }) => {
      const errorType = failure && failureType(failure, this.#failures)
      this.#settings.log.initReport({ phase, status, durationMs, errorType })
    },
    'log-start': ({ id, coldStart }) => {
      const invocation = this.#of(id)
      invocation.coldStart = coldStart
      this.#settings.log.start(invocation)
    },
    'log-end': ({ id, failure, status, durationMs, initDurationMs }) => {
      const invocation = this.#of(id)
      const maxMemoryUsedMb = this.#attempt!.memory.read()
      invocation.durationMs = durationMs
      this.#settings.log.end(invocation, {
        status,
        errorType: failure && failureType(failure, this.#failures),
        maxMemoryUsedMb,
        initDurationMs,
      })
      const warning = this.#attempt!.memory.warning(this.#settings.variables.memory)
      if (warning !== undefined) this.#settings.log.fault(invocation, warning)
    },
    'log-fault': ({ id, failure }) => {
      const text = failureText(failure, id !== undefined, this.#failures)
      this.#settings.log.fault(id === undefined ? undefined : this.#of(id), text)
    },
    'log-silence': () => this.#settings.log.fault(undefined, silenceText(SILENCE)),
    free: () => this.#hooks.onFree(this),
    remove: () => void this.#remove(),
  }

  /** One of those under way. */
  #of(id: string): Invocation {
    return this.#invocations.get(id)!
  }

  #startProcess(): void {
    const { variables, log, onStart } = this.#settings
    const env = processVariables({
      ...variables,
      version: this.version,
      runtimeApi: this.#api!.address,
      logStream: this.#logStream,
      taskRoot: this.code.taskRoot,
      tmp: this.#tmp,
    })
    const runtime = new Runtime(this.#limits.maxConcurrency !== undefined, {
      onReady: () => this.#take({ type: 'asked' }),
      onAnswered: ({ invocationId: id }) => this.#take({ type: 'answered', id }),
      onInitError: (error) => this.#take({ type: 'init-error', error }),
    })
    this.#api!.serve(runtime)
    const process = new FunctionProcess(processOf(this.code, variables.opt, env), {
      onLine: (stream, line) => log.line(this.#writer(line), stream, line),
      onExit: (exit) => this.#take({ type: 'exited', exit }),
    })
    this.#attempt = { process, runtime, memory: new MemoryGauge(process.pid) }
    this.#timers.set('silence', SILENCE, () => this.#take({ type: 'silent' }))
    onStart(process)
  }

  /** What it used cannot be read any more then. */
  #killProcess(): void {
    this.#timers.clear('silence')
    this.#attempt?.memory.read()
    void this.#attempt?.process.kill()
  }

  /** Whose line it is: with several invocations at once, only the line itself can tell. */
  #writer(line: string): Invocation | undefined {
    const underWay = [...this.#invocations.values()]
    return underWay.length > 1
      ? underWay.find(({ request }) => line.includes(request.requestId))
      : underWay[0]
  }

  async #remove(): Promise<void> {
    await Promise.all([this.#attempt?.process.gone, this.#api?.close()])
    // A function may have left what nobody is allowed to delete.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 }).catch(
      (error: unknown) => debug('local', () => `${this.name}: ${messageOf(error)}`),
    )
    this.#removed.resolve()
  }
}

/** As in `2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef`. */
function logStreamName(version: string): string {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
  return `${date}/[${version}]${randomBytes(16).toString('hex')}`
}
