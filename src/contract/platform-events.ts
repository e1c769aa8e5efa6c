import { amazonHeaders } from './amazon-headers.ts'
import type { LogLevel } from './log-levels.ts'

/** Something that Lambda itself tells of a function: in its log, and to who subscribed to telemetry. */
export interface PlatformEvent {
  /** As in `platform.start`. */
  type: `platform.${string}`
  level: LogLevel
  /** The line in a log of text; missing where that has none. */
  text?(): string
  /** What a log in JSON and telemetry have. */
  record(): Record<string, unknown>
}

/** What a REPORT line tells of one invocation. Durations are in milliseconds. */
export interface InvocationReport extends InvocationOutcome {
  durationMs: number
  /** Of the first initialisation, in the report of the first invocation after it. */
  initDurationMs?: number | undefined
  memorySizeMb: number
  /** Undefined where the system does not tell. */
  maxMemoryUsedMb: number | undefined
}

/** How an invocation ended. */
export interface InvocationOutcome {
  requestId: string
  status: 'success' | 'error' | 'timeout'
  errorType?: string | undefined
  traceId?: string | undefined
}

export interface InitOutcome {
  /** In an invocation, where the one before it had failed. */
  phase: 'init' | 'invoke'
  status: 'success' | 'error' | 'timeout'
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

export function initStart(
  phase: InitOutcome['phase'],
  runtime: { version: string; arn: string },
): PlatformEvent {
  const text = () =>
    `INIT_START Runtime Version: ${runtime.version}\tRuntime Version ARN: ${runtime.arn}`
  return {
    type: 'platform.initStart',
    level: 'INFO',
    ...(phase === 'init' && { text }),
    record: () => ({
      initializationType: 'on-demand',
      phase,
      runtimeVersion: runtime.version,
      runtimeVersionArn: runtime.arn,
    }),
  }
}

/** The runtime has asked for its first invocation, or failed to. */
export function initRuntimeDone({ phase, status, errorType }: InitOutcome): PlatformEvent {
  return {
    type: 'platform.initRuntimeDone',
    level: status === 'success' ? 'DEBUG' : 'WARN',
    record: () => ({ initializationType: 'on-demand', status, phase, ...given({ errorType }) }),
  }
}

export function initReport({
  phase,
  status,
  errorType,
  durationMs,
}: InitOutcome & { durationMs: number }): PlatformEvent {
  const text = () => {
    const error = errorType === undefined ? '' : `\tError Type: ${errorType}`
    return `INIT_REPORT Init Duration: ${fixed(durationMs)} ms\tPhase: ${phase}\tStatus: ${status}${error}`
  }
  const hasFailed = status !== 'success'
  return {
    type: 'platform.initReport',
    level: hasFailed ? 'WARN' : 'DEBUG',
    ...(hasFailed && { text }),
    record: () => ({
      initializationType: 'on-demand',
      status,
      phase,
      ...given({ errorType }),
      metrics: { durationMs: rounded(durationMs) },
    }),
  }
}

export function extensionState({ name, state, events, errorType }: ExtensionReport): PlatformEvent {
  const error = errorType === undefined ? '' : `\tError Type: ${errorType}`
  return {
    type: 'platform.extension',
    level: errorType === undefined ? 'INFO' : 'WARN',
    text: () => `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(', ')}]${error}`,
    record: () => ({ name, state, events, ...given({ errorType }) }),
  }
}

/** @param api that the extension subscribed to */
export function subscribed(
  name: string,
  types: readonly string[],
  api: 'telemetry' | 'logs',
): PlatformEvent {
  const words = types.map((type) => type[0]!.toUpperCase() + type.slice(1)).join(', ')
  return {
    type: `platform.${api}Subscription`,
    level: 'INFO',
    text: () => `${api.toUpperCase()}\tName: ${name}\tState: Subscribed\tTypes: [${words}]`,
    record: () => ({ name, state: 'Subscribed', types }),
  }
}

/** Records that a subscriber did not take. */
export function logsDropped(
  reason: string,
  dropped: { bytes: number; records: number },
): PlatformEvent {
  return {
    type: 'platform.logsDropped',
    level: 'WARN',
    record: () => ({ reason, droppedRecords: dropped.records, droppedBytes: dropped.bytes }),
  }
}

/** @param version that was invoked, e.g. `$LATEST` */
export function start(requestId: string, version: string): PlatformEvent {
  return {
    type: 'platform.start',
    level: 'INFO',
    text: () => `START RequestId: ${requestId} Version: ${version}`,
    record: () => ({ requestId, version }),
  }
}

/** The runtime has asked for more, or will not. */
export function runtimeDone(outcome: InvocationOutcome & { durationMs: number }): PlatformEvent {
  return {
    type: 'platform.runtimeDone',
    level: outcome.status === 'success' ? 'DEBUG' : 'WARN',
    text: () => `END RequestId: ${outcome.requestId}`,
    record: () => ({
      requestId: outcome.requestId,
      ...ending(outcome),
      metrics: { durationMs: rounded(outcome.durationMs) },
    }),
  }
}

export function report(invocation: InvocationReport): PlatformEvent {
  return {
    type: 'platform.report',
    level: invocation.status === 'success' ? 'INFO' : 'WARN',
    text: () => reportText(invocation),
    record: () => ({
      requestId: invocation.requestId,
      metrics: {
        durationMs: rounded(invocation.durationMs),
        billedDurationMs: billed(invocation),
        memorySizeMB: invocation.memorySizeMb,
        ...given({ maxMemoryUsedMB: invocation.maxMemoryUsedMb }),
        ...(invocation.initDurationMs !== undefined && {
          initDurationMs: rounded(invocation.initDurationMs),
        }),
      },
      ...ending(invocation),
    }),
  }
}

function reportText(invocation: InvocationReport): string {
  const parts = [
    `REPORT RequestId: ${invocation.requestId}`,
    `Duration: ${fixed(invocation.durationMs)} ms`,
    `Billed Duration: ${billed(invocation)} ms`,
    `Memory Size: ${invocation.memorySizeMb} MB`,
  ]
  if (invocation.maxMemoryUsedMb !== undefined) {
    parts.push(`Max Memory Used: ${invocation.maxMemoryUsedMb} MB`)
  }
  if (invocation.initDurationMs !== undefined) {
    parts.push(`Init Duration: ${fixed(invocation.initDurationMs)} ms`)
  }
  if (invocation.status !== 'success') parts.push(`Status: ${invocation.status}`)
  if (invocation.errorType !== undefined) parts.push(`Error Type: ${invocation.errorType}`)
  return `${parts.join('\t')}\t`
}

/** Since August 2025 the initialisation is billed as well. */
function billed({ durationMs, initDurationMs = 0 }: InvocationReport): number {
  return Math.max(1, Math.ceil(durationMs + initDurationMs))
}

function ending({ status, errorType, traceId }: InvocationOutcome) {
  return {
    status,
    ...given({ errorType }),
    ...(traceId !== undefined && { tracing: { type: amazonHeaders.traceId, value: traceId } }),
  }
}

/** Without what is undefined. */
function given<T extends Record<string, unknown>>(values: T): Partial<T> {
  const known = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known) as Partial<T>
}

function fixed(milliseconds: number): string {
  return milliseconds.toFixed(2)
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}
