import { describeError, stackLines } from '../errors.ts'

export type Level = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'

export interface LogEntry {
  /** ISO 8601, UTC. */
  time: string
  level: Level
  /** What the console method got. */
  params: readonly unknown[]
  requestId: string | undefined
  tenantId: string | undefined
}

/** One line of the text format: four columns; a line break inside is a carriage return. */
export function textLine({ time, level, params, requestId }: LogEntry): string {
  return `${time}\t${requestId}\t${level}\t${formatted(params)}`.replaceAll('\n', '\r')
}

/** One line of the JSON format, members as Lambda's documentation of structured logs has them. */
export function jsonLine({ time, level, params, requestId, tenantId }: LogEntry): string {
  const line: Record<string, unknown> = { timestamp: time, level, requestId }
  if (tenantId !== undefined) line['tenantId'] = tenantId
  if (params.length === 1) return singleLine(line, params[0])
  line['message'] = formatted(params)
  const error = params.find((param) => param instanceof Error)
  return JSON.stringify(error ? { ...line, ...errorMembers(error) } : line)
}

/** A single value keeps its structure. */
function singleLine(line: Record<string, unknown>, value: unknown): string {
  try {
    return JSON.stringify({ ...line, message: value }, withErrors)
  } catch {
    return JSON.stringify({ ...line, message: formatted([value]) })
  }
}

function withErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? { ...errorMembers(value), ...value } : value
}

function errorMembers(error: Error) {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: stackLines(error),
  }
}

/** As `util.format`, which is loaded only where there is more to print than text. */
export function formatted(params: readonly unknown[]): string {
  const [first] = params
  const isPlain = params.every((param) => typeof param === 'string')
  if (isPlain && (params.length === 1 || !(first as string)?.includes('%'))) return params.join(' ')
  return process.getBuiltinModule('node:util').format(...params)
}

/** How the text format tells of an error that ended an invocation or the initialisation. */
export function errorText(error: unknown): string {
  try {
    return `\t${JSON.stringify(error instanceof Error ? error : new Error(String(error)), described)}`
  } catch {
    return `\t${JSON.stringify(describeError(error))}`
  }
}

function described(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const { name, message, stack } = value
  const lines = typeof stack === 'string' ? { stack: stack.split('\n') } : {}
  const code = (value as { code?: unknown }).code
  return { errorType: name, errorMessage: message, code, ...value, ...lines }
}
