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
export function setUpConsole(env: NodeJS.ProcessEnv): void {
  const write = console.log.bind(console)
  const line = isJson(env) ? jsonLine : textLine
  const least = LEVELS.indexOf((env[names.logLevel] ?? '').toLowerCase())
  for (const method of [...LEVELS, 'log']) {
    const name = method === 'log' ? 'info' : method
    const isOff = LEVELS.indexOf(name) < least && name !== 'fatal'
    const log = (...params: unknown[]): void => write(line(entryOf(name.toUpperCase(), params)))
    Object.assign(console, { [method]: isOff ? () => {} : log })
  }
}

/** Logs what ended an invocation, or the initialisation. Never throws. */
export function logError(what: string, thrown: unknown): void {
  try {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    if (isJson(process.env)) console.error(error)
    else console.error(what, errorText(error))
  } catch {
    console.error(what, `\t${JSON.stringify(describeError(thrown))}`)
  }
}

function entryOf(level: string, params: unknown[]): LogEntry {
  const { awsRequestId: requestId, tenantId } = peekInvocation()?.context ?? {}
  return { time: new Date().toISOString(), level, params, requestId, tenantId }
}

function isJson(env: NodeJS.ProcessEnv): boolean {
  return env[names.logFormat]?.toUpperCase() === 'JSON'
}
