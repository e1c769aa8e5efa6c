import { known } from './found.ts'
import type { Reader } from './reader.ts'

/** Of an entry of `events:`, nothing where it is switched on. */
export function switched(enabled: unknown): { enabled?: false } {
  return enabled === false ? { enabled: false } : {}
}

/** The one text that stands for an entry, where there is nothing besides. */
export function shortened(key: string, values: Readonly<Record<string, unknown>>): unknown {
  const all = known(values)
  return Object.keys(all).length === 1 ? all[key] : all
}

/** An event that is not taken over. */
export function noted(_: unknown, place: string, reader: Reader): object[] {
  reader.note(place)
  return []
}

/** What `events:` calls a stream. */
export function streamKind(arn: string): 'dynamodb' | 'kinesis' {
  return arn.split(':')[2] === 'dynamodb' ? 'dynamodb' : 'kinesis'
}
