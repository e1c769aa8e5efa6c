import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OcheError } from '../../errors.ts'
import { parseConfig } from '../parse.ts'
import { kindOfArn, nameInArn, KINDS } from './arns.ts'
import { scheduleMistake } from './schedule-expression.ts'
import { normalizeEvents } from './schema.ts'

function refusal(text: string): OcheError {
  try {
    parseConfig(text, 'oche.yaml')
  } catch (thrown) {
    if (thrown instanceof OcheError) return thrown
    throw thrown
  }
  throw new Error(`this was taken: ${text}`)
}

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:orders'
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:orders'
const TABLE = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders'
const STREAM = `${TABLE}/stream/2026-01-31T08:00:00.000`

const schedule = (expression: string) => `events: [{ schedule: "${expression}" }]`

describe('what AWS would refuse of events', () => {
  it.each([
    // Which service an ARN is of.
    [
      `events: [{ sqs: "${TOPIC}" }]`,
      '1:12: events[0].sqs: expected the ARN of an SQS queue, and this is the ARN of an SNS topic',
      'Write it as "sns:".',
    ],
    [`events: [{ sns: "${QUEUE}" }]`, 'this is the ARN of an SQS queue', 'Write it as "sqs:".'],
    [
      `events: [{ dynamodb: "${TABLE}" }]`,
      'a DynamoDB table, not of its stream',
      'LatestStreamArn',
    ],
    [`events: [{ kinesis: "${STREAM}" }]`, 'a stream of a DynamoDB table', '"dynamodb:"'],
    ['events: [{ sqs: orders }]', 'expected the ARN of an SQS queue, not "orders"', 'arn:aws:sqs:'],
    [`events: [{ sqs: { queue: "${TOPIC}" } }]`, 'events[0].sqs.queue: expected', '"sns:"'],
    // An entry.
    ['events: [{}]', 'events[0]: an event has one key', 'schedule, sqs'],
    [
      `events: [{ sqs: "${QUEUE}", sns: "${TOPIC}" }]`,
      'events[0]: an event has one key, not sqs and sns',
      'Begin an entry',
    ],
    ['events: [{ sqz: x }]', 'unknown key "sqz" in events[0]', '"sqs"'],
    ['events: [{ eventBridge: { pattern: {} } }]', 'unknown key "eventBridge"', 'eventbridge'],
    ['events: { sqs: x }', 'events: expected a list', 'Begin each entry'],
    [`events: [{ sqs: { arn: "${QUEUE}" } }]`, 'unknown key "arn"', '"queue:'],
    [
      `events: [{ sns: { topic: "${TOPIC}", filter: x } }]`,
      'events[0].sns.filter: expected keys',
      '',
    ],
    [
      `events: [{ sns: { topic: "${TOPIC}", filter: { kind: order } } }]`,
      'events[0].sns.filter: kind needs a list of values',
      'Write "kind: [order]"',
    ],
    [`events: [{ sqs: { queue: "${QUEUE}", filter: 5 } }]`, 'events[0].sqs.filter: expected', ''],
    [`events: [{ sqs: "${QUEUE}" }, { sqs: "${QUEUE}" }]`, 'events[1].sqs: it stands in', 'Leave'],
    // Batches.
    [
      `events: [{ sqs: { queue: "${QUEUE}", batchSize: 100 } }]`,
      'events[0].sqs.batchSize: a batch of over 10 messages needs a window',
      'window: 1',
    ],
    [
      `events: [{ sqs: { queue: "${QUEUE}.fifo", batchSize: 11, window: 1 } }]`,
      'events[0].sqs.batchSize: a FIFO queue gives at most 10',
      'batchSize: 10',
    ],
    [
      `events: [{ sqs: { queue: "${QUEUE}.fifo", window: 1 } }]`,
      'events[0].sqs.window: a FIFO queue waits for no batch',
      'Leave it out',
    ],
    [
      `events: [{ sqs: { queue: "${QUEUE}", maxConcurrency: 1 } }]`,
      'is too small',
      'from 2 to 1000',
    ],
    [
      `events: [{ dynamodb: { stream: "${STREAM}", startingPosition: latest } }]`,
      'expected one of',
      'LATEST',
    ],
    [`events: [{ sns: "${TOPIC}.fifo" }]`, 'a FIFO topic starts no function', 'SQS queue'],
    // Schedules.
    [schedule('rate(5 min)'), 'a rate is a whole number and', '"rate(5 minutes)"'],
    [schedule('rate(90 seconds)'), 'a rate is a whole number and', '"rate(2 minutes)"'],
    [schedule('5 minutes'), 'a schedule is rate(…), cron(…) or at(…)', '"rate(5 minutes)"'],
    [schedule('0 2 * * *'), 'a schedule is rate(…)', '"cron(0 2 * * ? *)"'],
    [schedule('30 8 * * 1-5'), 'a schedule is rate(…)', '"cron(30 8 ? * 2-6 *)"'],
    [schedule('cron(0 2 * * *)'), 'cron(…) has six fields', '"cron(0 2 * * ? *)"'],
    [schedule('cron(0 25 * * ? *)'), 'has "25" for hours', 'from 0 to 23'],
    [schedule('cron(0 2 * * MOO *)'), 'for the day of the week', 'SUN to SAT'],
    [schedule('cron(0 2 * * * *)'), 'needs ? for one of the two days', '?'],
    [schedule('at(2030-01-31)'), 'a moment is written at(yyyy-mm-ddThh:mm:ss)', 'timezone'],
    [
      'events: [{ schedule: { expression: "rate(1 day)", timezone: Europe/Berln } }]',
      'events[0].schedule.timezone: "Europe/Berln" is no time zone',
      '"Europe/Berlin"',
    ],
    // Buckets and buses.
    ['events: [{ s3: { bucket: Photos } }]', 'events[0].s3.bucket: a bucket has 3 to 63', 'name'],
    ['events: [{ s3: { bucket: "arn:aws:s3:::photos" } }]', 'a bucket has', 'name'],
    ['events: [{ s3: { bucket: photos, events: [put] } }]', 'an event of S3', 's3:ObjectCreated:*'],
    [
      'events: [{ s3: { bucket: photos } }, { s3: { bucket: photos, events: ["s3:ObjectCreated:Put"], prefix: in/ } }]',
      'events[1].s3: another entry takes the same objects',
      'prefix',
    ],
    ['events: [{ eventbridge: {} }]', 'events[0].eventbridge.pattern: expected keys', ''],
    // Destinations.
    ['onFailure: "not a name"', 'onFailure: expected a function of this file', 'ARN of a queue'],
    [`onFailure: "${STREAM}"`, 'onFailure: expected the ARN of an SQS queue or', 'whole ARN'],
    [`onSuccess: "${QUEUE}.fifo"`, 'onSuccess: Lambda tells no FIFO queue', 'standard'],
  ])('%s', (text, message, remedy) => {
    const error = refusal(text)
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.message).toContain(message)
    expect(error.remedy).toContain(remedy)
  })

  it('takes what is meant for a later moment, or is known only there', () => {
    const whole = [
      'events: [{ sqs: "${env:QUEUE}" }, { schedule: "${env:WHEN}" }]',
      `events: [{ sqs: { queue: "${QUEUE}", batchSize: 100, window: 1, filter: [{ body: { kind: [a] } }] } }]`,
      `events: [{ sns: { topic: "${TOPIC}", filter: { a: { b: [c] } }, scope: body } }]`,
      'events: [{ s3: { bucket: photos, prefix: in/ } }, { s3: { bucket: photos, prefix: out/ } }]',
      'events: [{ s3: { bucket: photos } }, { s3: { bucket: photos, events: ["s3:ObjectRemoved:*"] } }]',
      'onFailure: "${env:QUEUE}"',
      'onFailure: "arn:aws:events:eu-west-1:123456789012:event-bus/default"',
    ]
    for (const text of whole) expect(() => parseConfig(text, 'oche.yaml')).not.toThrow()
  })
})

describe('an event', () => {
  it('has every default filled in, written short or long', () => {
    const { events } = parseConfig(
      `events: [{ sqs: "${QUEUE}" }, { schedule: { expression: rate(1 day), input: { a: 1 } } }]`,
      'oche.yaml',
    ).config
    expect(normalizeEvents(events)).toEqual([
      {
        type: 'sqs',
        queue: QUEUE,
        batchSize: 10,
        window: 0,
        partialFailures: true,
        enabled: true,
      },
      {
        type: 'schedule',
        expression: 'rate(1 day)',
        timezone: 'UTC',
        input: { a: 1 },
        enabled: true,
      },
    ])
  })

  it('is known by its ARN', () => {
    for (const [kind, { example }] of Object.entries(KINDS)) {
      expect(kindOfArn(example)).toBe(kind)
      expect(kindOfArn(example.replace('arn:aws:', 'arn:aws-cn:'))).toBe(kind)
    }
    expect([QUEUE, TOPIC, STREAM].map(nameInArn)).toEqual(['orders', 'orders', 'orders'])
  })
})

const field = (min: number, max: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min, max }).map(String),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${a},${b}`),
    fc.integer({ min: 1, max: 20 }).map((step) => `*/${step}`),
  )

describe('a schedule of Unix', () => {
  it('is told with what AWS takes for it', () => {
    const unix = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
    fc.assert(
      fc.property(unix, (fields) => {
        // Both days at once mean one or the other in Unix, which AWS does not know.
        const remedy = scheduleMistake(fields.join(' '))!.remedy
        const meant = /"(cron\(.+?\))"/.exec(remedy)![1]!
        expect(scheduleMistake(meant)).toBeUndefined()
      }),
    )
  })
})
