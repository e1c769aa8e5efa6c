import { stringify } from 'yaml'
import { SCHEMA_LINE } from '../template.ts'
import type { Existing } from './find.ts'
import type { FoundFunction } from './found.ts'

/** The text of `oche.yaml`. */
export function configurationText({ name, region, functions, notes }: Existing): string {
  const [only, second] = functions
  const data =
    only !== undefined && second === undefined
      ? { ...keysOf(only), name: only.name, region }
      : {
          name,
          region,
          functions: Object.fromEntries(functions.map((fn) => [fn.name, keysOf(fn)])),
        }
  const { name: first, ...rest } = data
  const comments = notes.map((note) => `# Not taken over: ${note}`.replaceAll('\n', ' '))
  const text = stringify({ name: first, ...rest }, { lineWidth: 0 })
  return [SCHEMA_LINE, ...comments, text].join('\n')
}

/** Those that are known, in the order in which people write them. */
function keysOf(fn: FoundFunction): Record<string, unknown> {
  const { source, handler, description, arch, memory, timeout, environment, http, events } = fn
  return {
    source,
    handler,
    description,
    arch,
    memory,
    timeout,
    environment,
    http: http ?? (events.length > 0 ? 'none' : undefined),
    events: events.length > 0 ? events : undefined,
  }
}
