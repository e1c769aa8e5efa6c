import { kindOfArn } from '../events/arns.ts'
import { overlap } from '../events/overlap.ts'
import {
  normalizeEvents,
  type BucketEvent,
  type EventConfig,
  type QueueEvent,
  type ScheduleEvent,
  type StreamEvent,
  type TopicEvent,
} from '../events/schema.ts'
import type { PlacedFunction } from '../functions.ts'
import { nearest } from '../../nearest.ts'
import { keyText, valueText, type Mistake, type Problem } from '../problem.ts'

/** A mistake and the part of the entry that it stands in. */
type Found = Mistake & { key?: string }

/** What AWS would refuse of `events:`, once the rest is made. */
export function eventsRule({ keys, at }: PlacedFunction): Problem[] {
  const events = normalizeEvents(keys.events)
  return events.flatMap((event, index) => {
    const found = [...mistakesOf(event), ...twiceMistakes(event, events.slice(0, index))]
    return found.map(({ key, message, remedy }) => {
      const written = (keys.events![index] as Record<string, unknown>)[event.type]
      const isLong = typeof written === 'object' && key !== undefined && key in written!
      const path = at('events', index, event.type, ...(isLong ? [key] : []))
      return { path, message: `${keyText(path)}: ${message}`, remedy }
    })
  })
}

function mistakesOf(event: EventConfig): Found[] {
  switch (event.type) {
    case 'schedule':
      return timezoneMistakes(event)
    case 'sqs':
      return [...queueMistakes(event), ...windowMistakes(event)]
    case 'dynamodb':
    case 'kinesis':
      return streamMistakes(event)
    case 'sns':
      return topicMistakes(event)
    case 's3':
    case 'eventbridge':
      return []
  }
}

function timezoneMistakes({ timezone }: ScheduleEvent): Found[] {
  if (timezone.includes('${') || isTimezone(timezone)) return []
  const meant = nearest(timezone, Intl.supportedValuesOf('timeZone'))
  return [
    {
      key: 'timezone',
      message: `${valueText(timezone)} is no time zone`,
      remedy:
        meant === undefined
          ? 'Write one of IANA’s, e.g. "Europe/Berlin".'
          : `Did you mean "${meant}"?`,
    },
  ]
}

function isTimezone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions() !== undefined
  } catch {
    return false
  }
}

function queueMistakes({ queue, batchSize, window }: QueueEvent): Found[] {
  if (!queue.endsWith('.fifo')) return []
  return [
    ...(batchSize > 10
      ? [
          {
            key: 'batchSize',
            message: 'a FIFO queue gives at most 10 messages',
            remedy: 'Write "batchSize: 10".',
          },
        ]
      : []),
    ...(window > 0
      ? [{ key: 'window', message: 'a FIFO queue waits for no batch', remedy: 'Leave it out.' }]
      : []),
  ]
}

/** Lambda refuses a large batch that it is not to wait for. */
function windowMistakes({ queue, batchSize, window }: QueueEvent): Found[] {
  if (queue.endsWith('.fifo') || batchSize <= 10 || window > 0) return []
  return [
    {
      key: 'batchSize',
      message: 'a batch of over 10 messages needs a window',
      remedy: 'Write "window: 1" beside it: seconds until a batch is full.',
    },
  ]
}

function streamMistakes({ onFailure }: StreamEvent): Found[] {
  if (onFailure?.endsWith('.fifo') !== true) return []
  return [
    {
      key: 'onFailure',
      message: 'Lambda tells no FIFO queue or topic',
      remedy: 'Name a standard one.',
    },
  ]
}

function topicMistakes({ topic, filter, scope }: TopicEvent): Found[] {
  if (topic.endsWith('.fifo')) {
    return [
      {
        key: 'topic',
        message: 'a FIFO topic starts no function',
        remedy: 'Subscribe an SQS queue to it, and name that queue as "sqs:".',
      },
    ]
  }
  const wrong = scope === 'attributes' ? Object.entries(filter ?? {}).find(isNoPolicy) : undefined
  if (wrong === undefined) return []
  return [
    {
      key: 'filter',
      message: `${wrong[0]} needs a list of values`,
      remedy: `Write "${wrong[0]}: [${typeof wrong[1] === 'object' ? '…' : String(wrong[1])}]", or "scope: body" for parts of the message.`,
    },
  ]
}

const isNoPolicy = ([key, value]: [string, unknown]) =>
  !key.startsWith('$') && !Array.isArray(value)

/** What of AWS an entry is about, where a function can have it only once. */
function sourceOf(event: EventConfig): string | undefined {
  if ('queue' in event) return event.queue
  if ('topic' in event) return event.topic
  return 'stream' in event ? event.stream : undefined
}

function twiceMistakes(event: EventConfig, earlier: readonly EventConfig[]): Found[] {
  const source = sourceOf(event)
  if (source !== undefined && earlier.some((other) => sourceOf(other) === source)) {
    return [{ message: 'it stands in the list already', remedy: 'Leave one of them out.' }]
  }
  if (event.type !== 's3') return []
  const twin = earlier.find((other) => other.type === 's3' && sameObjects(event, other))
  if (twin === undefined) return []
  return [
    {
      message: 'another entry takes the same objects, which S3 refuses',
      remedy: 'Give them events, a prefix or a suffix that have nothing in common.',
    },
  ]
}

const sameObjects = (one: BucketEvent, other: BucketEvent) =>
  one.bucket === other.bucket && overlap(one, other)

/** S3 tells of an object once: also where two functions ask for it. */
export function sharedBucketsRule(functions: readonly PlacedFunction[]): Problem[] {
  const all = functions.flatMap(({ name, keys, at }) =>
    normalizeEvents(keys.events).flatMap((event, index) =>
      event.type === 's3' ? [{ name, event, path: at('events', index, 's3') }] : [],
    ),
  )
  return all.flatMap(({ name, event, path }, index) => {
    const twin = all
      .slice(0, index)
      .find((other) => other.name !== name && sameObjects(event, other.event))
    if (twin === undefined || keyText(twin.path) === keyText(path)) return []
    const message = `${keyText(path)}: objects of ${event.bucket} that it takes start ${twin.name} already, which S3 refuses`
    const remedy =
      'Give them events, a prefix or a suffix that have nothing in common. For both to be started, let the bucket tell an SNS topic, and name that as "sns:" in each.'
    return [{ path, message, remedy, other: twin.path }]
  })
}

/** `onSuccess` and `onFailure`: what Lambda tells of asynchronous invocations. */
export function destinationsRule({ keys, at }: PlacedFunction): Problem[] {
  return (['onSuccess', 'onFailure'] as const).flatMap((key) => {
    const value = keys[key]
    const kind = value === undefined ? undefined : kindOfArn(value)
    if ((kind !== 'queue' && kind !== 'topic') || !value!.endsWith('.fifo')) return []
    const path = at(key)
    const message = `${keyText(path)}: Lambda tells no FIFO queue or topic`
    return [{ path, message, remedy: 'Name a standard one.' }]
  })
}
