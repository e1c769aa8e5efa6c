import type { Invocation } from '../invocation/invocation.ts'
import type { Extensions } from '../extensions/extensions.ts'
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

/** What one execution environment has to say, in the words of the log. */
export class SandboxLog {
  readonly #log: FunctionLog
  readonly #failures: FailureContext
  readonly #memoryMb: number

  /** @param memoryMb that the function has on Lambda */
  constructor(log: FunctionLog, failures: FailureContext, memoryMb: number) {
    this.#log = log
    this.#failures = failures
    this.#memoryMb = memoryMb
  }

  /** @param extension whose line it is; undefined: the function's own */
  line(
    underWay: readonly Invocation[],
    stream: 'stdout' | 'stderr',
    line: string,
    extension: string | undefined,
  ): void {
    if (extension !== undefined) this.#log.extensionLine(extension, stream, line)
    else this.#log.line(writerOf(line, underWay), stream, line)
  }

  initStart(): void {
    this.#log.initStart()
  }

  initReport({ failure, phase, status, durationMs }: Of<'log-init-report'>): void {
    this.#log.initReport({ phase, status, durationMs, errorType: this.#typeOf(failure) })
  }

  extensions({ all }: Extensions): void {
    for (const { name, state, events, errorType } of all) {
      this.#log.extension({ name, state, events, errorType })
    }
  }

  start(invocation: Invocation): void {
    this.#log.start(invocation)
  }

  end(
    invocation: Invocation,
    { failure, status, initDurationMs }: Of<'log-end'>,
    memory: MemoryGauge,
  ): void {
    const maxMemoryUsedMb = memory.read()
    const errorType = this.#typeOf(failure)
    this.#log.end(invocation, { status, errorType, maxMemoryUsedMb, initDurationMs })
    const warning = memory.warning(this.#memoryMb)
    if (warning !== undefined) this.#log.fault(invocation, warning)
  }

  /** @param owing extensions that have not asked for more */
  fault(invocation: Invocation | undefined, failure: Failure, owing: readonly string[]): void {
    const text = failureText(failure, invocation !== undefined, this.#failures, owing)
    this.#log.fault(invocation, text)
  }

  /** @param unregistered extensions that the runtime waits for */
  silence(milliseconds: number, unregistered: readonly string[]): void {
    this.#log.fault(undefined, silenceText(milliseconds, unregistered))
  }

  bug(thrown: unknown): void {
    this.#log.bug(thrown)
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
