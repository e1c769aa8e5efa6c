import { amazonHeaders } from './amazon-headers.ts'
/** What a REPORT line tells of one invocation. Durations are in milliseconds. */
export interface InvocationReport {
  requestId: string
  /** That was invoked, e.g. `$LATEST`. */
  version: string
  durationMs: number
  /** Of the first initialisation, in the report of the first invocation after it. */
  initDurationMs?: number | undefined
  memorySizeMb: number
  /** Undefined where the system does not tell. */
  maxMemoryUsedMb: number | undefined
  status: 'success' | 'error' | 'timeout'
  errorType?: string | undefined
  traceId?: string | undefined
}

export interface InitReport {
  durationMs: number
  phase: 'init' | 'invoke'
  status: 'error' | 'timeout'
  errorType?: string | undefined
}

/** What became of an extension in an initialisation. */
export interface ExtensionReport {
  name: string
  /** As the Extensions API names it, e.g. `Ready`. */
  state: string
  /** That it registered for. */
  events: readonly string[]
  errorType?: string | undefined
}

export type LogFormat = 'text' | 'json'

/** From the least to the most important. */
export const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** A line that Lambda itself writes to a function's log. */
export interface PlatformLine {
  line: string
  level: LogLevel
}

/** Lambda's own lines, in the format that a function is configured for. */
export interface PlatformLog {
  initStart(runtimeVersion: string, runtimeVersionArn: string): PlatformLine
  /** Written where an initialisation failed. */
  initReport(report: InitReport): PlatformLine
  extension(report: ExtensionReport): PlatformLine
  start(requestId: string, version: string): PlatformLine
  end(report: InvocationReport): PlatformLine
  report(report: InvocationReport): PlatformLine
}

const text: PlatformLog = {
  initStart: (version, arn) => ({
    line: `INIT_START Runtime Version: ${version}\tRuntime Version ARN: ${arn}`,
    level: 'INFO',
  }),
  initReport: (report) => ({ line: initReportText(report), level: 'WARN' }),
  extension: (report) => ({ line: extensionText(report), level: extensionLevel(report) }),
  start: (requestId, version) => ({
    line: `START RequestId: ${requestId} Version: ${version}`,
    level: 'INFO',
  }),
  end: ({ requestId }) => ({ line: `END RequestId: ${requestId}`, level: 'INFO' }),
  report: (report) => ({ line: reportText(report), level: levelOf(report) }),
}

function jsonLog(now: () => Date): PlatformLog {
  const record = (level: LogLevel, type: string, body: Record<string, unknown>): PlatformLine => ({
    level,
    line: JSON.stringify({ time: now().toISOString(), type, record: body }),
  })
  return {
    initStart: (runtimeVersion, runtimeVersionArn) =>
      record('INFO', 'platform.initStart', {
        initializationType: 'on-demand',
        phase: 'init',
        runtimeVersion,
        runtimeVersionArn,
      }),
    initReport: ({ durationMs, phase, status, errorType }) =>
      record('WARN', 'platform.initReport', {
        initializationType: 'on-demand',
        status,
        phase,
        ...(errorType !== undefined && { errorType }),
        metrics: { durationMs: rounded(durationMs) },
      }),
    extension: (report) =>
      record(extensionLevel(report), 'platform.extension', {
        name: report.name,
        state: report.state,
        events: report.events,
        ...(report.errorType !== undefined && { errorType: report.errorType }),
      }),
    start: (requestId, version) => record('INFO', 'platform.start', { requestId, version }),
    end: (report) =>
      record(report.status === 'success' ? 'DEBUG' : 'WARN', 'platform.runtimeDone', {
        requestId: report.requestId,
        ...outcome(report),
        metrics: { durationMs: rounded(report.durationMs) },
      }),
    report: (report) =>
      record(levelOf(report), 'platform.report', {
        requestId: report.requestId,
        metrics: {
          durationMs: rounded(report.durationMs),
          billedDurationMs: billed(report),
          memorySizeMB: report.memorySizeMb,
          ...(report.maxMemoryUsedMb !== undefined && { maxMemoryUsedMB: report.maxMemoryUsedMb }),
          ...(report.initDurationMs !== undefined && {
            initDurationMs: rounded(report.initDurationMs),
          }),
        },
        ...outcome(report),
      }),
  }
}

/** @param now for the times in JSON lines */
export function platformLog(format: LogFormat, now: () => Date): PlatformLog {
  return format === 'json' ? jsonLog(now) : text
}

/**
 * Whether a line of the function's own is kept at a level. Only JSON lines that carry a level can be
 * below it.
 */
export function isKeptAtLevel(line: string, level: LogLevel): boolean {
  if (!line.startsWith('{')) return true
  const own = levelInJson(line)
  return own === undefined || LOG_LEVELS.indexOf(own) >= LOG_LEVELS.indexOf(level)
}

function levelInJson(line: string): LogLevel | undefined {
  try {
    const { level } = JSON.parse(line) as { level?: unknown }
    const upper = String(level).toUpperCase() as LogLevel
    return LOG_LEVELS.includes(upper) ? upper : undefined
  } catch {
    return undefined
  }
}

function initReportText({ durationMs, phase, status, errorType }: InitReport): string {
  const error = errorType === undefined ? '' : `\tError Type: ${errorType}`
  return `INIT_REPORT Init Duration: ${fixed(durationMs)} ms\tPhase: ${phase}\tStatus: ${status}${error}`
}

function extensionText({ name, state, events, errorType }: ExtensionReport): string {
  const error = errorType === undefined ? '' : `\tError Type: ${errorType}`
  return `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(', ')}]${error}`
}

function extensionLevel({ errorType }: ExtensionReport): LogLevel {
  return errorType === undefined ? 'INFO' : 'WARN'
}

function reportText(report: InvocationReport): string {
  const parts = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${fixed(report.durationMs)} ms`,
    `Billed Duration: ${billed(report)} ms`,
    `Memory Size: ${report.memorySizeMb} MB`,
  ]
  if (report.maxMemoryUsedMb !== undefined) {
    parts.push(`Max Memory Used: ${report.maxMemoryUsedMb} MB`)
  }
  if (report.initDurationMs !== undefined) {
    parts.push(`Init Duration: ${fixed(report.initDurationMs)} ms`)
  }
  if (report.status !== 'success') parts.push(`Status: ${report.status}`)
  if (report.errorType !== undefined) parts.push(`Error Type: ${report.errorType}`)
  return `${parts.join('\t')}\t`
}

/** Since August 2025 the initialisation is billed as well. */
function billed({ durationMs, initDurationMs = 0 }: InvocationReport): number {
  return Math.max(1, Math.ceil(durationMs + initDurationMs))
}

function levelOf({ status }: InvocationReport): LogLevel {
  return status === 'success' ? 'INFO' : 'WARN'
}

function outcome({ status, errorType, traceId }: InvocationReport) {
  return {
    status,
    ...(errorType !== undefined && { errorType }),
    ...(traceId !== undefined && { tracing: { type: amazonHeaders.traceId, value: traceId } }),
  }
}

function fixed(milliseconds: number): string {
  return milliseconds.toFixed(2)
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}
