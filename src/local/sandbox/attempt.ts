import { basename } from 'node:path'
import { extensionExit } from '../../contract/function-error.ts'
import {
  invokeEvent,
  MOST_EXTENSIONS,
  type ExtensionErrorType,
  type Registered,
  type ShutdownReason,
} from '../../contract/extensions-api.ts'
import { Extensions } from '../extensions/extensions.ts'
import type { Extension } from '../extensions/extension.ts'
import type { Telemetry } from '../extensions/telemetry.ts'
import type { Invocation } from '../invocation/invocation.ts'
import { Runtime, type RuntimeHooks } from '../runtime-api/runtime.ts'
import type { ExtensionFailure } from './failure.ts'
import { MemoryGauge } from './memory.ts'
import {
  FunctionProcess,
  type ProcessExit,
  type ProcessHooks,
  type ProcessSpec,
} from './process.ts'
import { shutDown } from './shut-down.ts'

export interface AttemptSpec {
  runtime: ProcessSpec
  /** External extensions, in the order they are started in. */
  extensions: readonly ProcessSpec[]
  isConcurrent: boolean
  /** What extensions are told of the function. */
  told: Required<Registered>
}

export interface AttemptHooks extends RuntimeHooks {
  onStart(process: FunctionProcess): void
  /** @param extension whose line it is; undefined: the function's own */
  onLine(stream: 'stdout' | 'stderr', line: string, extension: string | undefined): void
  onExit(exit: ProcessExit): void
  onExtensionFailed(failure: ExtensionFailure): void
}

/** One start of an execution environment: extensions, then the runtime, and what speaks to them. */
export class Attempt {
  readonly runtime: Runtime
  readonly extensions: Extensions
  readonly #spec: AttemptSpec
  readonly #hooks: AttemptHooks
  readonly #programs: { extension: Extension; process: FunctionProcess }[] = []
  #process: FunctionProcess | undefined
  #memory = new MemoryGauge()
  #stopped: Promise<void> | undefined

  /** @param telemetry that extensions may subscribe to */
  constructor(spec: AttemptSpec, telemetry: Telemetry, hooks: AttemptHooks) {
    this.#spec = spec
    this.#hooks = hooks
    this.extensions = new Extensions(spec.told, telemetry, () => this.#startRuntime())
    this.runtime = new Runtime(spec.isConcurrent, {
      ...hooks,
      onReady: () => {
        this.extensions.closeRegistration()
        hooks.onReady()
      },
    })
  }

  get memory(): MemoryGauge {
    return this.#memory
  }

  /** Of the runtime's process; undefined before there is one. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** External extensions that the runtime waits for before it is started. */
  get unregistered(): readonly string[] {
    const waited = this.extensions.all.filter(({ state }) => state === 'Started')
    return this.#process === undefined ? waited.map(({ name }) => name) : []
  }

  start(): void {
    const programs = this.#spec.extensions.map((spec) => ({
      spec,
      extension: this.extensions.expect(basename(spec.executable)),
    }))
    if (programs.length > MOST_EXTENSIONS) {
      const { extension } = programs[MOST_EXTENSIONS]!
      extension.notStarted('TooManyExtensions')
      return this.#fail(extension, 'Extension.LaunchError', 'ErrTooManyExtensions')
    }
    for (const { spec, extension } of programs) this.#startProgram(spec, extension)
    if (programs.length === 0) this.#startRuntime()
  }

  /** Gives an invocation to the extensions that want to know of it, and to the runtime. */
  offer(invocation: Invocation, deadlineMs: number): void {
    if (this.extensions.all.length > 0)
      this.extensions.give(invokeEvent(invocation.request, deadlineMs))
    this.runtime.offer(invocation, deadlineMs)
  }

  /** The runtime is done with all that it was given: a line of its that has not ended is whole. */
  pause(): void {
    this.#process?.pause()
  }

  /** Whether it ends at once: with extensions that takes a moment. */
  get endsAtOnce(): boolean {
    return this.extensions.all.length === 0
  }

  /** Settled when no process is left. Only the first reason counts. */
  stop(reason: ShutdownReason): Promise<void> {
    this.#memory.read()
    this.#stopped ??= shutDown(
      { runtime: this.#process, extensions: this.extensions, programs: this.#programs },
      reason,
    )
    return this.#stopped
  }

  #startRuntime(): void {
    if (this.#stopped !== undefined) return
    const process = this.#spawn(this.#spec.runtime, undefined, (exit) => {
      const error = this.extensions.error
      // An internal extension that has posted an error ends with the process that it is in.
      if (error === undefined) this.#hooks.onExit(exit)
      else
        this.#fail(
          this.extensions.all.find(({ errorType }) => errorType)!,
          error,
          reasonOf(exit),
        )
    })
    this.#process = process
    this.#memory = new MemoryGauge(process.pid)
  }

  #startProgram(spec: ProcessSpec, extension: Extension): void {
    const process = this.#spawn(spec, extension.name, (exit) => {
      if (exit.started) {
        return this.#fail(extension, this.extensions.error ?? 'Extension.Crash', reasonOf(exit))
      }
      extension.notStarted(
        exit.reason === 'permission denied' ? 'PermissionDenied' : 'UnknownError',
      )
      const reason = `fork/exec /opt/extensions/${extension.name}: ${exit.reason}`
      this.#fail(extension, 'Extension.LaunchError', reason)
    })
    this.#programs.push({ extension, process })
  }

  #spawn(
    spec: ProcessSpec,
    extension: string | undefined,
    onExit: ProcessHooks['onExit'],
  ): FunctionProcess {
    const process = new FunctionProcess(spec, {
      onLine: (stream, line) => this.#hooks.onLine(stream, line, extension),
      onExit: (exit) => {
        if (this.#stopped === undefined) onExit(exit)
      },
    })
    this.#hooks.onStart(process)
    return process
  }

  #fail({ name }: Extension, errorType: ExtensionErrorType, reason: string): void {
    this.#hooks.onExtensionFailed({ why: 'extension', name, errorType, reason })
  }
}

function reasonOf(exit: ProcessExit): string {
  return exit.started ? extensionExit(exit) : exit.reason
}
