import { builtin } from '../builtin.ts'
import { stackLines } from '../errors.ts'

export interface LogEntry {
  /** ISO 8601, UTC. */
  timestamp: string
  /** In upper case. */
  level: string
  /** What the console method got. */
  params: readonly unknown[]
  requestId: string | undefined
  tenantId: string | undefined
}

/**
 * One line of the text format: four columns; a line break inside is a carriage return.
 *
 * @param indent of `console.group`: stands before each line of the text
 */
export function textLine(
  { timestamp, level, params, requestId }: LogEntry,
  indent: string,
): string {
  const text = `${timestamp}\t${requestId}\t${level}\t${indent}${formatted(params)}`
  return text.replaceAll('\n', `\r${indent}`)
}

/** One line of the JSON format, members as Lambda's documentation of structured logs has them. */
export function jsonLine({ params, ...line }: LogEntry): string {
  try {
    // A single value keeps its structure.
    if (params.length === 1) return JSON.stringify({ ...line, message: params[0] }, withErrors)
  } catch {}
  const error = params.find((param) => param instanceof Error)
  const message = formatted(params)
  return JSON.stringify({ ...line, message, ...(error && errorMembers(error)) })
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
function formatted(params: readonly unknown[]): string {
  const [first] = params
  const isPlain = params.every((param) => typeof param === 'string')
  if (isPlain && (params.length === 1 || !(first as string)?.includes('%'))) return params.join(' ')
  return builtin('node:util').format(...params)
}

/** How the text format tells of an error that ended an invocation or the initialisation. */
export function errorText(error: Error): string {
  return `\t${JSON.stringify(error, described)}`
}

function described(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const {
    name: errorType,
    message: errorMessage,
    code,
    cause,
  } = value as Error & { code?: unknown }
  return { errorType, errorMessage, code, cause, ...value, stack: stackLines(value) }
}
