import { randomBytes } from 'node:crypto'
import { isKeptAtLevel, LOG_LEVELS, type LogLevel } from '../../contract/log-levels.ts'
import type { PlatformEvent } from '../../contract/platform-events.ts'
import { bugEvent } from '../http/bug.ts'
import type { Invocation } from '../invocation/invocation.ts'
import type { Emit } from '../types.ts'

export interface LogSettings {
  functionName: string
  format: 'text' | 'json'
  /** Lowest levels, with JSON logs. */
  applicationLevel: LogLevel
  systemLevel: LogLevel
}

/** Where a function's log goes: to whoever listens, and to the invocation it belongs to. */
export class FunctionLog {
  readonly #settings: LogSettings
  readonly #emit: Emit

  constructor(settings: LogSettings, emit: Emit) {
    this.#settings = settings
    this.#emit = emit
  }

  get isJson(): boolean {
    return this.#settings.format === 'json'
  }

  /** Whether a line of the function's own is one that its log has. */
  keeps(line: string): boolean {
    return !this.isJson || isKeptAtLevel(line, this.#settings.applicationLevel)
  }

  line(invocation: Invocation | undefined, stream: 'stdout' | 'stderr', line: string): void {
    const { functionName } = this.#settings
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

  /** What Lambda itself has to say. */
  platform(invocation: Invocation | undefined, event: PlatformEvent): void {
    const line = this.#lineOf(event)
    if (line === undefined) return
    invocation?.log(line)
    const requestId = invocation?.request.requestId
    this.#emit({ type: 'platform', function: this.#settings.functionName, requestId, line })
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

  #lineOf({ type, level, text, record }: PlatformEvent): string | undefined {
    const { format, systemLevel } = this.#settings
    if (format === 'text') return text?.()
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(systemLevel)) return undefined
    return JSON.stringify({ time: new Date().toISOString(), type, record: record() })
  }
}

/** As in `2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef`. */
export function logStreamName(version: string): string {
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
  return `${date}/[${version}]${randomBytes(16).toString('hex')}`
}
