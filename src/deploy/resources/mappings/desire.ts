import type { EventConfig, QueueEvent, StreamEvent } from '../../../core/config/events/schema.ts'
import type { Source } from '../../converge/resource.ts'
import { sourceGrants, type Grant } from '../events/grants.ts'
import { requireRegion } from '../events/missing.ts'

/** An event source mapping: Lambda reads a queue or a stream, and calls the alias. */
export interface Mapping {
  type: 'sqs' | 'dynamodb' | 'kinesis'
  /** ARN of what is read. */
  source: string
  /** Where a stream is read from at first; it cannot be changed. */
  startingPosition: string | undefined
  settings: MappingSettings
  /** What the execution role needs for it. */
  grants: readonly Grant[]
}

export interface MappingSettings {
  enabled: boolean
  batchSize: number
  /** Seconds */
  window: number
  partialFailures: boolean
  /** Patterns, any of which has to fit. */
  filter: readonly unknown[]
  maxConcurrency: number | undefined
  parallelism: number | undefined
  retries: number | undefined
  /** Seconds */
  maxAge: number | undefined
  bisect: boolean | undefined
  onFailure: string | undefined
}

/** @throws OcheError `EVENT_SOURCE_MISSING` for a queue or a stream of another region */
export function desireMappings(source: Source): Mapping[] {
  return source.fn.events.flatMap((event: EventConfig) => {
    if (event.type === 'sqs') {
      requireRegion('queue', event.queue, source)
      return [queueMapping(event)]
    }
    if (event.type !== 'dynamodb' && event.type !== 'kinesis') return []
    requireRegion('stream', event.stream, source)
    return [streamMapping(event)]
  })
}

function shared({ enabled, batchSize, window, partialFailures, filter }: QueueEvent | StreamEvent) {
  const patterns = filter === undefined ? [] : Array.isArray(filter) ? filter : [filter]
  return { enabled, batchSize, window, partialFailures, filter: patterns as unknown[] }
}

function queueMapping(event: QueueEvent): Mapping {
  return {
    type: 'sqs',
    source: event.queue,
    grants: sourceGrants([event]),
    startingPosition: undefined,
    settings: {
      ...shared(event),
      maxConcurrency: event.maxConcurrency,
      parallelism: undefined,
      retries: undefined,
      maxAge: undefined,
      bisect: undefined,
      onFailure: undefined,
    },
  }
}

function streamMapping(event: StreamEvent): Mapping {
  const { parallelism, retries, maxAge, bisect, onFailure } = event
  return {
    type: event.type,
    source: event.stream,
    grants: sourceGrants([event]),
    startingPosition: event.startingPosition,
    settings: {
      ...shared(event),
      maxConcurrency: undefined,
      parallelism,
      retries,
      maxAge,
      bisect,
      onFailure,
    },
  }
}
