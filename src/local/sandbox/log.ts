import { randomBytes } from 'node:crypto'
import {
  isKeptAtLevel,
  LOG_LEVELS,
  platformLog,
  type ExtensionReport,
  type InitReport,
  type InvocationReport,
  type LogLevel,
  type PlatformLine,
  type PlatformLog,
} from '../../contract/log-lines.ts'
import { bugEvent } from '../http/bug.ts'
import type { Invocation } from '../invocation/invocation.ts'
import type { Emit } from '../types.ts'

export interface LogSettings {
  functionName: string
  format: 'text' | 'json'
  /** Lowest levels, with JSON logs. */
  applicationLevel: LogLevel
  systemLevel: LogLevel
  /** MB */
  memory: number
  region: string
}

/** Where a function's log goes: to whoever listens, and to the invocation it belongs to. */
export class FunctionLog {
  readonly #settings: LogSettings
  readonly #emit: Emit
  readonly #platform: PlatformLog

  constructor(settings: LogSettings, emit: Emit) {
    this.#settings = settings
    this.#emit = emit
    this.#platform = platformLog(settings.format, () => new Date())
  }

  line(invocation: Invocation | undefined, stream: 'stdout' | 'stderr', line: string): void {
    const { format, applicationLevel, functionName } = this.#settings
    if (format === 'json' && !isKeptAtLevel(line, applicationLevel)) return
    invocation?.log(line)
    const requestId = invocation?.request.requestId
    this.#emit({ type: 'log', function: functionName, requestId, stream, line })
  }

  extensionLine(extension: string, stream: 'stdout' | 'stderr', line: string): void {
    const { functionName } = this.#settings
    this.#emit({
      type: 'log',
      function: functionName,
      requestId: undefined,
      stream,
      line,
      extension,
    })
  }

  /** What became of an extension in the initialisation. */
  extension(report: ExtensionReport): void {
    this.#write(undefined, this.#platform.extension(report))
  }

  initStart(): void {
    const arn = `arn:aws:lambda:${this.#settings.region}::runtime:local`
    this.#write(undefined, this.#platform.initStart('provided:al2023.local', arn))
  }

  initReport(report: InitReport): void {
    this.#write(undefined, this.#platform.initReport(report))
  }

  start(invocation: Invocation): void {
    const { requestId, version } = invocation.request
    this.#write(invocation, this.#platform.start(requestId, version))
  }

  end(
    invocation: Invocation,
    outcome: Pick<InvocationReport, 'status' | 'errorType' | 'maxMemoryUsedMb' | 'initDurationMs'>,
  ): void {
    const { requestId, version, traceId } = invocation.request
    const report: InvocationReport = {
      requestId,
      version,
      durationMs: invocation.durationMs,
      memorySizeMb: this.#settings.memory,
      traceId,
      ...outcome,
    }
    this.#write(invocation, this.#platform.end(report))
    this.#write(invocation, this.#platform.report(report))
  }

  /** What went wrong, for whoever develops the function. */
  fault(invocation: Invocation | undefined, what: string): void {
    const { functionName } = this.#settings
    const requestId = invocation?.request.requestId
    this.#emit({
      type: 'fault',
      function: functionName,
      requestId,
      message: `${functionName} ${what}`,
    })
  }

  /** An exception of Oche's own. */
  bug(thrown: unknown): void {
    this.#emit(bugEvent(`a request of ${this.#settings.functionName} to the Runtime API`, thrown))
  }

  #write(invocation: Invocation | undefined, { line, level }: PlatformLine): void {
    const { format, systemLevel, functionName } = this.#settings
    if (format === 'json' && LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(systemLevel)) return
    invocation?.log(line)
    const requestId = invocation?.request.requestId
    this.#emit({ type: 'platform', function: functionName, requestId, line })
  }
}

/** As in `2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef`. */
export function logStreamName(version: string): string {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
  return `${date}/[${version}]${randomBytes(16).toString('hex')}`
}
