import * as platform from '../../contract/platform-events.ts'
import type { Extensions } from '../extensions/extensions.ts'
import { Telemetry } from '../extensions/telemetry.ts'
import type { Invocation } from '../invocation/invocation.ts'
import {
  failureText,
  failureType,
  silenceText,
  type Failure,
  type FailureContext,
} from './failure.ts'
import type { FunctionLog } from './log.ts'
import type { Effect } from './machine/state.ts'
import type { MemoryGauge } from './memory.ts'

type Of<Do extends Effect['do']> = Extract<Effect, { do: Do }>

interface SilentAttempt {
  /** Extensions that the runtime waits for. */
  unregistered: readonly string[]
  extensions: Extensions
}

/** What one execution environment has to say, to the function's log and to who subscribed to telemetry. */
export class SandboxLog {
  readonly #log: FunctionLog
  readonly #failures: FailureContext
  readonly #about: { memoryMb: number; runtime: { version: string; arn: string } }
  #telemetry = new Telemetry()

  /** @param about memory that the function has on Lambda, region */
  constructor(
    log: FunctionLog,
    failures: FailureContext,
    about: { memoryMb: number; region: string },
  ) {
    this.#log = log
    this.#failures = failures
    const arn = `arn:aws:lambda:${about.region}::runtime:local`
    this.#about = {
      memoryMb: about.memoryMb,
      runtime: { version: 'provided:al2023.local', arn },
    }
  }

  /** Of the start that is to come or under way. */
  get telemetry(): Telemetry {
    return this.#telemetry
  }

  /** The next start has subscribers of its own. */
  renewTelemetry(): void {
    this.#telemetry = new Telemetry()
  }

  /** @param extension whose line it is; undefined: the function's own */
  line(
    underWay: readonly Invocation[],
    stream: 'stdout' | 'stderr',
    line: string,
    extension: string | undefined,
  ): void {
    if (extension === undefined && !this.#log.keeps(line)) return
    const type = extension === undefined ? 'function' : 'extension'
    this.#telemetry.tell(type, { type, record: () => (this.#log.isJson ? inJson(line) : line) })
    if (extension !== undefined) this.#log.extensionLine(extension, stream, line)
    else this.#log.line(writerOf(line, underWay), stream, line)
  }

  initStart({ phase }: Of<'log-init-start'>): void {
    this.#tell(undefined, platform.initStart(phase, this.#about.runtime))
  }

  initDone({ failure, phase, status }: Of<'log-init-done'>): void {
    const errorType = this.#typeOf(failure)
    this.#tell(undefined, platform.initRuntimeDone({ phase, status, errorType }))
  }

  initReport({ failure, phase, status, durationMs }: Of<'log-init-report'>): void {
    const errorType = this.#typeOf(failure)
    this.#tell(undefined, platform.initReport({ phase, status, durationMs, errorType }))
  }

  /** The initialisation is over. */
  extensions({ all }: Extensions): void {
    for (const extension of all) this.#tell(undefined, platform.extensionState(extension))
    this.#telemetry.closeSubscription()
  }

  start(invocation: Invocation): void {
    const { requestId, version } = invocation.request
    this.#tell(invocation, platform.start(requestId, version))
  }

  /** The runtime has asked for more, or will not. */
  done(invocation: Invocation, { failure, status, durationMs }: Of<'log-done'>): void {
    const { requestId, traceId } = invocation.request
    const errorType = this.#typeOf(failure)
    this.#tell(
      invocation,
      platform.runtimeDone({ requestId, traceId, status, errorType, durationMs }),
    )
  }

  report(
    invocation: Invocation,
    { failure, status, durationMs, initDurationMs }: Of<'log-report'>,
    memory: MemoryGauge,
  ): void {
    const { requestId, traceId } = invocation.request
    const { memoryMb } = this.#about
    // One for both, and not spread: it happens with every invocation.
    const figures = {
      requestId,
      traceId,
      status,
      errorType: this.#typeOf(failure),
      durationMs,
      initDurationMs,
      memorySizeMb: memoryMb,
      maxMemoryUsedMb: memory.read(),
    }
    invocation.reported(figures)
    this.#tell(invocation, platform.report(figures))
    const warning = memory.warning(memoryMb)
    if (warning !== undefined) this.#log.fault(invocation, warning)
  }

  /** @param owing extensions that have not asked for more */
  fault(invocation: Invocation | undefined, failure: Failure, owing: readonly string[]): void {
    const text = failureText(failure, invocation !== undefined, this.#failures, owing)
    this.#log.fault(invocation, text)
  }

  /** @param attempt that has said nothing for so long */
  silence(milliseconds: number, attempt: SilentAttempt): void {
    const { unregistered, extensions } = attempt
    const internal = extensions.all.filter((one) => one.isInternal).map(({ name }) => name)
    this.#log.fault(undefined, silenceText(milliseconds, unregistered, internal))
  }

  bug(thrown: unknown): void {
    this.#log.bug(thrown)
  }

  #tell(invocation: Invocation | undefined, event: platform.PlatformEvent): void {
    this.#log.platform(invocation, event)
    this.#telemetry.tell('platform', event)
  }

  #typeOf(failure: Failure | undefined): string | undefined {
    return failure && failureType(failure, this.#failures)
  }
}

/** Whose line it is: with several invocations at once, only the line itself can tell. */
function writerOf(line: string, underWay: readonly Invocation[]): Invocation | undefined {
  return underWay.length > 1
    ? underWay.find(({ request }) => line.includes(request.requestId))
    : underWay[0]
}

/** With JSON logs a line that is an object is one in telemetry too. */
function inJson(line: string): unknown {
  if (!line.startsWith('{')) return line
  try {
    return JSON.parse(line) as unknown
  } catch {
    return line
  }
}
