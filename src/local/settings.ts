import { normalizeHttp, type HttpConfig } from '../core/config/schema.ts'
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

/** The defaults are those of `oche.yaml`. */
export function settingsOf(given: LocalFunctionSettings): Settings {
  return {
    name: given.name,
    handler: given.handler,
    memory: given.memory ?? 128,
    timeout: given.timeout ?? 10,
    reservedConcurrency: given.reservedConcurrency,
    retries: given.retries ?? 2,
    logFormat: given.logFormat ?? 'text',
    layers: given.layers ?? [],
    http: normalizeHttp(given.http),
  }
}
