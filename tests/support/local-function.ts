import { normalizeHttp, type HttpConfig } from '../../src/core/config/schema.ts'
import type { LocalFunctionSettings } from '../../src/local/types.ts'

/** Settings of a function with a front door, both with the defaults of `oche.yaml`. */
export function functionSettings(
  { kind, ...http }: Pick<HttpConfig, 'kind'> & Partial<HttpConfig>,
  settings: Partial<LocalFunctionSettings> = {},
): LocalFunctionSettings {
  return {
    name: 'function',
    handler: undefined,
    memory: 128,
    timeout: 10,
    reservedConcurrency: undefined,
    retries: 2,
    logFormat: 'text',
    layers: [],
    ...settings,
    http: { ...normalizeHttp(kind), access: 'public', ...http },
  }
}
