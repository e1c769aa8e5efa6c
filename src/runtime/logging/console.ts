import * as names from '../../contract/variables.ts'
import { peekInvocation } from '../current.ts'
import { describeError } from '../errors.ts'
import { errorText, jsonLine, textLine } from './format.ts'
import type { LogEntry } from './format.ts'

/** Methods of the console, and names of levels. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

/**
 * Makes the console write as on managed Node.js: every method to standard output, one line each,
 * with time, request id and level.
 */
export function setUpConsole(): void {
  const write = console.log.bind(console)
  const line = isJson() ? jsonLine : textLine
  let indent = ''
  const least = LEVELS.indexOf((process.env[names.logLevel] ?? '').toLowerCase())
  for (const method of [...LEVELS, 'log']) {
    const name = method === 'log' ? 'info' : method
    const isOff = LEVELS.indexOf(name) < least
    const log = (...params: unknown[]) =>
      isOff || write(line(entryOf(name.toUpperCase(), params), indent))
    Object.assign(console, { [method]: log })
  }
  // Those of the engine would put it before the time.
  const group = (...label: unknown[]): void => {
    if (label.length > 0) console.log(...label)
    indent += '  '
  }
  const groupEnd = (): void => void (indent = indent.slice(2))
  Object.assign(console, { group, groupCollapsed: group, groupEnd })
}

/** Logs what ended an invocation, or the initialisation. Never throws. */
export function logError(what: string, thrown: unknown): void {
  try {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    if (isJson()) console.error(error)
    else console.error(what, errorText(error))
  } catch {
    console.error(what, `\t${JSON.stringify(describeError(thrown))}`)
  }
}

function entryOf(level: string, params: unknown[]): LogEntry {
  const { awsRequestId: requestId, tenantId } = peekInvocation()?.context ?? {}
  return { timestamp: new Date().toISOString(), level, requestId, tenantId, params }
}

function isJson(): boolean {
  return process.env[names.logFormat]?.toUpperCase() === 'JSON'
}
