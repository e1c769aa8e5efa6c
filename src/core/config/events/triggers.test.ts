import { describe, expect, it } from 'vitest'
import { parseConfig } from '../parse.ts'
import { normalizeEvents } from './schema.ts'
import { triggersOf } from './triggers.ts'

const ARN = 'arn:aws:sqs:eu-west-1:123456789012'
const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders'

const YAML = `
events:
  - sqs: ${ARN}:orders
  - sqs: { queue: "${ARN}:more", batchSize: 1 }
  - sns: arn:aws:sns:eu-west-1:123456789012:news
  - dynamodb: ${TABLE}/stream/2026-01-31T08:00:00.000
  - kinesis: arn:aws:kinesis:eu-west-1:123456789012:stream/clicks
  - s3: { bucket: photos, events: ["s3:ObjectRemoved:*"], prefix: "in a/", suffix: .png }
  - schedule: { expression: rate(1 day), input: { job: nightly } }
  - schedule: rate(5 minutes)
  - eventbridge: { pattern: { source: [shop], detail-type: [{ prefix: order }], detail: { kind: [paid], total: [{ numeric: [">", 0] }] } } }
`

const triggers = triggersOf(normalizeEvents(parseConfig(YAML, 'oche.yaml').config.events))
const eventOf = (name: string) => triggers.find((one) => one.name === name)!.event as any

describe('what starts a function', () => {
  it('is called by its type, numbered from the second on, and told with its source', () => {
    expect(triggers.map(({ name, text }) => [name, text])).toEqual([
      ['sqs', 'sqs orders'],
      ['sqs-2', 'sqs more'],
      ['sns', 'sns news'],
      ['dynamodb', 'dynamodb orders'],
      ['kinesis', 'kinesis clicks'],
      ['s3', 's3 photos in a/*.png'],
      ['schedule', 'schedule rate(1 day)'],
      ['schedule-2', 'schedule rate(5 minutes)'],
      ['eventbridge', expect.stringMatching(/^eventbridge \{"source":\["shop"\]/)],
    ])
  })

  it('sends an event of what oche.yaml names', () => {
    const source = { eventSourceARN: `${ARN}:more`, awsRegion: 'eu-west-1' }
    expect(eventOf('sqs-2').Records[0]).toMatchObject(source)
    const topic = 'arn:aws:sns:eu-west-1:123456789012:news'
    expect(eventOf('sns').Records[0]).toMatchObject({
      EventSubscriptionArn: expect.stringMatching(new RegExp(`^${topic}:[0-9a-f-]+$`)),
      Sns: { TopicArn: topic },
    })
    expect(eventOf('dynamodb').Records[1].eventSourceARN).toContain(`${TABLE}/stream/`)
    expect(eventOf('kinesis').Records[0].eventSourceARN).toMatch(/clicks$/)
    expect(eventOf('s3').Records[0]).toMatchObject({
      eventName: 'ObjectRemoved:Delete',
      s3: {
        bucket: { name: 'photos', arn: 'arn:aws:s3:::photos' },
        object: { key: 'in+a/apple.png' },
      },
    })
    expect(eventOf('schedule')).toEqual({ job: 'nightly' })
    expect(eventOf('schedule-2')).toMatchObject({ 'detail-type': 'Scheduled Event' })
    expect(eventOf('eventbridge')).toMatchObject({
      source: 'shop',
      'detail-type': 'order',
      detail: { kind: 'paid', orderId: 42 },
    })
  })
})
