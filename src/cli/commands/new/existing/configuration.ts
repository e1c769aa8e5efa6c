import { stringify } from 'yaml'
import { SCHEMA_LINE } from '../template.ts'
import type { Existing } from './find.ts'
import { known, type FoundFunction, type FoundSettings } from './found.ts'

/** The text of `oche.yaml`. */
export function configurationText({ name, region, shared, functions, notes }: Existing): string {
  const [only, second] = functions
  const data =
    only !== undefined && second === undefined
      ? { name: only.name, region, ...keysOf(merged(shared, only)) }
      : {
          name,
          region,
          ...settingsOf(shared),
          functions: Object.fromEntries(functions.map((fn) => [fn.name, keysOf(fn)])),
        }
  const comments = notes.map((note) => `# Not taken over: ${note}`.replaceAll('\n', ' '))
  const text = stringify(known(data), { lineWidth: 0 })
  return [SCHEMA_LINE, ...comments, text].join('\n')
}

/** The only function, with what all have. */
function merged(shared: FoundSettings, only: FoundFunction): FoundFunction {
  const both = (key: 'environment' | 'tags') =>
    (shared[key] ?? only[key]) && { ...shared[key], ...only[key] }
  return { ...shared, ...known(only), environment: both('environment'), tags: both('tags') }
}

/** In the order in which people write them. */
function keysOf(fn: FoundFunction): Record<string, unknown> {
  const { source, handler, http, events } = fn
  return known({
    source,
    handler,
    ...settingsOf(fn),
    http,
    events: events.length > 0 ? events : undefined,
  })
}

function settingsOf(settings: FoundSettings): FoundSettings {
  const { description, arch, memory, timeout, ephemeralStorage, environment } = settings
  const { reservedConcurrency, provisionedConcurrency, retries, role, kmsKey } = settings
  const { layers, vpc, tracing, logRetentionDays, tags } = settings
  return known({
    description,
    arch,
    memory,
    timeout,
    ephemeralStorage,
    environment,
    reservedConcurrency,
    provisionedConcurrency,
    retries,
    role,
    kmsKey,
    layers,
    vpc,
    tracing,
    logRetentionDays,
    tags,
  })
}
