import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ShutdownReason } from '../../contract/extensions-api.ts'
import { debug } from '../../core/debug.ts'
import { deferred } from '../../core/deferred.ts'
import { Few } from '../../core/few.ts'
import { messageOf } from '../../core/errors.ts'
import type { Invocation } from '../invocation/invocation.ts'
import { RuntimeApiServer } from '../runtime-api/server.ts'
import { now } from '../trace.ts'
import type { LocalEnvironment } from '../types.ts'
import { attemptSpec, type SandboxSettings } from './attempt-spec.ts'
import { Attempt } from './attempt.ts'
import type { Code } from './code.ts'
import { failurePayload, type FailureContext } from './failure.ts'
import { logStreamName } from './log.ts'
import {
  freePlaces,
  NEW_SANDBOX,
  type Effect,
  type SandboxEvent,
  type SandboxLimits,
  type SandboxState,
} from './machine/state.ts'
import { step } from './machine/table.ts'
import { residentMemoryMb } from './memory.ts'
import { SandboxLog } from './sandbox-log.ts'
import { Timers } from './timers.ts'

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

const HAS_PROCESS: ReadonlySet<SandboxState['phase']> = new Set([
  'initialising',
  'starting',
  'running',
  'stopping',
])

type Act<Do extends Effect['do']> = (effect: Extract<Effect, { do: Do }>) => void

/**
 * An execution environment: a folder, a Runtime API and one process after another. What is to be
 * done when is told by machine/table.ts; here it is done.
 */
export class Sandbox {
  readonly code: Code
  readonly version: string
  readonly name: string
  readonly #settings: SandboxSettings
  readonly #hooks: SandboxHooks
  readonly #folder: string
  readonly #limits: SandboxLimits
  readonly #failures: FailureContext
  readonly #logStream: string
  readonly #log: SandboxLog
  readonly #timers = new Timers()
  readonly #invocations = new Few<string, Invocation>()
  readonly #effects: Effect[] = []
  readonly #removed = deferred<void>()
  #state: SandboxState = NEW_SANDBOX
  #isActing = false
  readonly #createdAt = now()
  /** Of its invocations. */
  #count = 0
  /** That it belongs to since its first invocation. */
  #tenant: { id: string | undefined } | undefined
  #api: RuntimeApiServer | undefined
  #attempt: Attempt | undefined

  constructor(identity: SandboxIdentity, settings: SandboxSettings, hooks: SandboxHooks) {
    const { code, version, folder } = identity
    this.code = code
    this.version = version
    this.name = basename(folder)
    this.#folder = folder
    this.#logStream = logStreamName(version)
    this.#settings = settings
    this.#hooks = hooks
    const { timeoutMs, variables } = settings
    const { maxConcurrency } = variables
    this.#limits = { timeoutMs, maxConcurrency }
    const isConcurrent = maxConcurrency !== undefined
    this.#failures = { executable: code.executable, timeoutMs, isConcurrent }
    const { memory: memoryMb, region } = variables
    this.#log = new SandboxLog(settings.log, this.#failures, { memoryMb, region })
  }

  /** How many invocations it can take now. */
  get free(): number {
    return freePlaces(this.#state, this.#limits)
  }

  get isBusy(): boolean {
    return this.#state.work.length > 0
  }

  /** Busy, but only until the runtime asks for more. */
  get isAnswered(): boolean {
    return this.#state.work.some(({ stage }) => stage !== 'running')
  }

  get about(): Omit<LocalEnvironment, 'function'> {
    const pid = HAS_PROCESS.has(this.#state.phase) ? this.#attempt?.pid : undefined
    return {
      name: this.name,
      pid,
      state: pid === undefined ? 'stopped' : this.#doing,
      startedAt: this.#createdAt,
      invocations: this.#count,
      memoryMb: pid === undefined ? undefined : residentMemoryMb(pid),
      memorySizeMb: this.#settings.variables.memory,
    }
  }

  get #doing(): LocalEnvironment['state'] {
    if (this.isBusy) return 'busy'
    return this.#state.phase === 'running' ? 'idle' : 'starting'
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
    const api = await RuntimeApiServer.listen((thrown) => this.#log.bug(thrown))
    if (this.#state.phase === 'closed') return api.close()
    this.#api = api
    this.#take({ type: 'start' })
  }

  /** Settled when no process and no folder of it is left. */
  get ended(): Promise<void> {
    return this.#removed.promise
  }

  /** Only while it is free. */
  run(invocation: Invocation): void {
    if (this.free === 0) throw new Error(`${this.name} got an invocation and was not free`)
    const { invocationId: id, request } = invocation
    this.#count++
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
    for (const effect of effects) this.#effects.push(effect)
    if (this.#isActing) return
    this.#isActing = true
    let done = 0
    try {
      // There are more while it is gone through.
      while (done < this.#effects.length) this.#act(this.#effects[done++]!)
    } finally {
      this.#effects.splice(0, done)
      this.#isActing = false
    }
  }

  #act(effect: Effect): void {
    const act = this.#acts[effect.do] as (effect: Effect) => void
    act(effect)
  }

  readonly #acts: { [Do in Effect['do']]: Act<Do> } = {
    'start-process': () => this.#startProcess(),
    'stop-process': ({ reason }) => this.#stopProcess(reason),
    'set-init-timer': () => {
      const { initTimeoutMs } = this.#settings
      this.#timers.set('init', initTimeoutMs, () => this.#take({ type: 'init-timeout' }))
    },
    'clear-init-timer': () => this.#timers.clear('init'),
    'set-timer': ({ id, leftMs }) => {
      this.#timers.set(id, leftMs, () => this.#take({ type: 'timeout', id }))
    },
    'clear-timer': ({ id }) => this.#timers.clear(id),
    offer: ({ id, leftMs }) => this.#attempt!.offer(this.#of(id), Date.now() + Math.round(leftMs)),
    abandon: ({ id }) => this.#attempt!.runtime.abandon(this.#of(id)),
    'await-extensions': () => {
      const attempt = this.#attempt!
      attempt.extensions.whenReady(() => {
        if (attempt === this.#attempt) this.#take({ type: 'rested' })
      })
    },
    flush: ({ id }) => setImmediate(() => this.#flush(id)),
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
    'log-init-start': (start) => this.#log.initStart(start),
    'log-init-done': (outcome) => this.#log.initDone(outcome),
    'log-init-report': (report) => this.#log.initReport(report),
    'log-extensions': () => this.#log.extensions(this.#attempt!.extensions),
    'log-start': ({ id, coldStart }) => {
      const invocation = this.#of(id)
      invocation.started(this.name, coldStart)
      this.#log.start(invocation)
    },
    'log-done': (outcome) => {
      const invocation = this.#of(outcome.id)
      invocation.runtimeDone(this.#attempt!.extensions.all.length > 0)
      this.#log.done(invocation, outcome)
    },
    'log-report': (outcome) => {
      const invocation = this.#of(outcome.id)
      invocation.durationMs = outcome.durationMs
      this.#log.report(invocation, outcome, this.#attempt!.memory)
    },
    'log-fault': ({ id, failure }) => {
      const invocation = id === undefined ? undefined : this.#of(id)
      this.#log.fault(invocation, failure, this.#attempt!.extensions.owing)
    },
    'log-silence': () => this.#log.silence(SILENCE, this.#attempt!),
    free: () => this.#hooks.onFree(this),
    remove: () => void this.#remove(),
  }

  /** With several under way the line may be another's. */
  #flush(id: string): void {
    if (this.#invocations.size === 1) this.#attempt?.pause()
    this.#take({ type: 'flushed', id })
  }

  /** One of those under way. */
  #of(id: string): Invocation {
    return this.#invocations.get(id)!
  }

  #startProcess(): void {
    const spec = attemptSpec(this.#settings, {
      code: this.code,
      version: this.version,
      runtimeApi: this.#api!.address,
      logStream: this.#logStream,
      tmp: this.#tmp,
    })
    const attempt = new Attempt(spec, this.#log.telemetry, {
      onReady: () => this.#take({ type: 'asked' }),
      onAnswered: ({ invocationId: id }) => this.#take({ type: 'answered', id }),
      onInitError: (error) => this.#take({ type: 'init-error', error }),
      onExtensionFailed: (failure) => this.#take({ type: 'extension-failed', failure }),
      onLine: (...line) => this.#log.line(this.#invocations.values(), ...line),
      onExit: (exit) => this.#take({ type: 'exited', exit }),
      onStart: this.#settings.onStart,
    })
    this.#attempt = attempt
    this.#api!.serve(attempt)
    this.#timers.set('silence', SILENCE, () => this.#take({ type: 'silent' }))
    attempt.start()
  }

  #stopProcess(reason: ShutdownReason): void {
    this.#timers.clear('silence')
    this.#log.renewTelemetry()
    const gone = this.#attempt?.stop(reason)
    if (this.#attempt?.endsAtOnce === false) void gone!.then(() => this.#take({ type: 'stopped' }))
    else this.#take({ type: 'stopped' })
  }

  async #remove(): Promise<void> {
    this.#timers.close()
    // Extensions ask for SHUTDOWN until the end.
    await this.#attempt?.stop('spindown')
    await this.#api?.close()
    // A function may have left what nobody is allowed to delete.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 }).catch(
      (error: unknown) => debug('local', () => `${this.name}: ${messageOf(error)}`),
    )
    this.#removed.resolve()
  }
}
