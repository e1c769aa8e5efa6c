import { normalizeHttp, type HttpConfig } from '../core/config/schema.ts'
import { defaults } from '../core/defaults.ts'
import type { LocalFunctionSettings } from './types.ts'

/** A function's settings with every default filled in. */
export interface Settings {
  name: string
  handler: string | undefined
  /** MB */
  memory: number
  /** Seconds */
  timeout: number
  reservedConcurrency: number | undefined
  retries: number
  logFormat: 'text' | 'json'
  layers: readonly string[]
  http: HttpConfig
}

export function settingsOf(given: LocalFunctionSettings): Settings {
  return {
    name: given.name,
    handler: given.handler,
    memory: given.memory ?? defaults.memory,
    timeout: given.timeout ?? defaults.timeout,
    reservedConcurrency: given.reservedConcurrency,
    retries: given.retries ?? defaults.retries,
    logFormat: given.logFormat ?? defaults.logFormat,
    layers: given.layers ?? [],
    http: normalizeHttp(given.http),
  }
}
