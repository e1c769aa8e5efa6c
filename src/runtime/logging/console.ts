import * as names from '../../contract/environment.ts'
import { peekInvocation } from '../current.ts'
import { describeError } from '../errors.ts'
import { errorText, jsonLine, textLine } from './format.ts'
import type { Level } from './format.ts'

const LEVELS: Level[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']

const METHODS = ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal']

interface Settings {
  json: boolean
  /** Writes one line. */
  write(line: string): void
}

/**
 * Makes the console write as on managed Node.js: every method to standard output, one line each,
 * with time, request id and level.
 */
export function setUpConsole(env: NodeJS.ProcessEnv): void {
  const settings = { json: isJson(env), write: console.log.bind(console) }
  const least = LEVELS.indexOf((env[names.logLevel] ?? '').toUpperCase() as Level)
  for (const method of METHODS) {
    const level = (method === 'log' ? 'INFO' : method.toUpperCase()) as Level
    const isOff = LEVELS.indexOf(level) < least && level !== 'FATAL'
    const log = isOff ? () => {} : (...params: unknown[]) => writeEntry(settings, level, params)
    Object.assign(console, { [method]: log })
  }
}

/** Logs what ended an invocation, or the initialisation. Never throws. */
export function logError(what: string, error: unknown): void {
  if (!isJson(process.env)) return console.error(what, errorText(error))
  try {
    console.error(error instanceof Error ? error : new Error(String(error)))
  } catch {
    console.error(what, describeError(error))
  }
}

function writeEntry({ json, write }: Settings, level: Level, params: unknown[]): void {
  const context = peekInvocation()?.context
  const entry = {
    time: new Date().toISOString(),
    level,
    params,
    requestId: context?.awsRequestId,
    tenantId: context?.tenantId,
  }
  write(json ? jsonLine(entry) : textLine(entry))
}

function isJson(env: NodeJS.ProcessEnv): boolean {
  return env[names.logFormat]?.toUpperCase() === 'JSON'
}
