import { sampleEvents } from '../../../contract/samples/index.ts'
import { nameInArn } from './arns.ts'
import type { BucketEvent, EventConfig } from './schema.ts'

/** What starts a function, and an event of it to try the function with. */
export interface Trigger {
  /** What `oche invoke --event` calls it: its type, with a number from the second of a type on. */
  name: string
  type: EventConfig['type']
  /** `sqs orders`, `schedule rate(5 minutes)`. */
  text: string
  /** As AWS would send it for what oche.yaml names. */
  event: unknown
}

export function triggersOf(events: readonly EventConfig[]): Trigger[] {
  return events.map((event, index) => {
    const { type } = event
    const before = events.slice(0, index).filter((other) => other.type === type).length
    return {
      name: before === 0 ? type : `${type}-${before + 1}`,
      type,
      text: `${type} ${sourceText(event)}`,
      event: sampleOf(event),
    }
  })
}

function sourceText(event: EventConfig): string {
  switch (event.type) {
    case 'schedule':
      return event.expression
    case 'sqs':
      return nameInArn(event.queue)
    case 'dynamodb':
    case 'kinesis':
      return nameInArn(event.stream)
    case 'sns':
      return nameInArn(event.topic)
    case 's3':
      return `${event.bucket} ${event.prefix}*${event.suffix}`
    case 'eventbridge':
      return JSON.stringify(event.pattern)
  }
}

function sampleOf(event: EventConfig): unknown {
  const sample = structuredClone(sampleEvents[event.type]!.event) as Data
  switch (event.type) {
    case 'schedule':
      return event.input ?? sample
    case 'sqs':
      return withRecords(sample, fromArn(event.queue))
    case 'dynamodb':
    case 'kinesis':
      return withRecords(sample, fromArn(event.stream))
    case 'sns':
      return withRecords(sample, ({ Sns, EventSubscriptionArn, ...record }) => ({
        ...record,
        EventSubscriptionArn: `${event.topic}:${String(EventSubscriptionArn).split(':').at(-1)}`,
        Sns: { ...(Sns as Data), TopicArn: event.topic },
      }))
    case 's3':
      return withRecords(sample, (record) => ofBucket(record, event))
    case 'eventbridge':
      return fitting(event.pattern, sample)
  }
}

type Data = Record<string, unknown>

function withRecords(sample: Data, change: (record: Data) => Data): Data {
  return { ...sample, Records: (sample['Records'] as Data[]).map(change) }
}

function fromArn(arn: string): (record: Data) => Data {
  const region = arn.split(':')[3]
  return (record) => ({
    ...record,
    eventSourceARN: arn,
    // A reference says nothing of its region yet.
    ...(arn.includes('${') ? {} : { awsRegion: region }),
  })
}

/** What an event of all kinds is called in a sample. */
const FIRST: Readonly<Record<string, string>> = { ObjectCreated: 'Put', ObjectRemoved: 'Delete' }

/** An object that the entry takes; keys are form-encoded. */
function ofBucket(record: Data, { bucket, events, prefix, suffix }: BucketEvent): Data {
  const [, kind = 'ObjectCreated', detail] = events[0]!.split(':')
  const own = detail === undefined || detail === '*' ? FIRST[kind] : detail
  const s3 = record['s3'] as Record<string, Data>
  const key = `${prefix}apple${suffix === '' ? '.jpg' : suffix}`
  return {
    ...record,
    eventName: own === undefined ? kind : `${kind}:${own}`,
    s3: {
      ...s3,
      bucket: { ...s3['bucket'], name: bucket, arn: `arn:aws:s3:::${bucket}` },
      object: {
        ...s3['object'],
        key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
      },
    },
  }
}

/** An event with what a pattern asks for, as far as it says that in plain values. */
function fitting(pattern: unknown, event: unknown): unknown {
  if (Array.isArray(pattern)) {
    const plain: unknown = pattern.find((one) => typeof one !== 'object' || one === null)
    if (plain !== undefined) return plain
    const [first] = pattern as Data[]
    return first?.['prefix'] ?? first?.['suffix'] ?? first?.['equals-ignore-case'] ?? event
  }
  if (pattern === null || typeof pattern !== 'object') return event
  const has = (event ?? {}) as Data
  const parts = Object.entries(pattern)
    .filter(([key]) => !key.startsWith('$'))
    .map(([key, inner]) => [key, fitting(inner, has[key])])
  return { ...has, ...(Object.fromEntries(parts) as Data) }
}
