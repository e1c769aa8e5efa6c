import { z } from 'zod'
import { text } from '../text.ts'
import { valueText } from '../problem.ts'
import { arnMistake, arnOf, patternOf, type KindOfArn } from './arns.ts'
import { scheduleMistake } from './schedule-expression.ts'

const expression = z
  .string()
  .meta({ pattern: '^(rate|cron|at)\\(.+\\)$|\\$\\{' })
  .superRefine((value, context) => {
    const mistake = scheduleMistake(value)
    if (mistake === undefined) return
    const { message, remedy } = mistake
    context.addIssue({ code: 'custom', message, params: { remedy } })
  })

const enabled = z
  .boolean()
  .default(true)
  .describe('false: nothing starts the function by it for now')

const schedule = z.union([
  expression,
  z.strictObject({
    expression: expression.describe(
      'rate(5 minutes), cron(0 2 * * ? *) or at(2030-01-31T08:00:00)',
    ),
    timezone: z.string().default('UTC').describe('Of cron and at, e.g. Europe/Berlin'),
    input: z
      .union([
        z.string(),
        z.number(),
        z.boolean(),
        z.record(z.string(), z.unknown()),
        z.array(z.unknown()),
      ])
      .optional()
      .describe('The event that the function gets'),
    enabled,
  }),
])

const pattern = z.record(z.string(), z.unknown())
const filter = z
  .union([pattern, z.array(pattern).min(1).max(10)])
  .optional()
  .describe('Only what fits this pattern, or one of these')

/** What queues and streams have in common. */
const batches = {
  window: z.number().int().min(0).max(300).default(0).describe('Seconds until a batch is full'),
  partialFailures: z
    .boolean()
    .default(true)
    .describe('The answer names what of a batch has failed: batchItemFailures'),
  filter,
  enabled,
}

const sqs = z.union([
  arnOf('queue'),
  z.strictObject({
    queue: arnOf('queue').describe('ARN of the queue'),
    batchSize: z.number().int().min(1).max(10_000).default(10).describe('Messages at most'),
    ...batches,
    maxConcurrency: z
      .number()
      .int()
      .min(2)
      .max(1000)
      .optional()
      .describe('Invocations by this queue at once'),
  }),
])

const streams = {
  batchSize: z.number().int().min(1).max(10_000).default(100).describe('Records at most'),
  startingPosition: z
    .enum(['TRIM_HORIZON', 'LATEST'])
    .default('TRIM_HORIZON')
    .describe('TRIM_HORIZON: all that the stream still has. LATEST: only what comes from now on'),
  ...batches,
  parallelism: z.number().int().min(1).max(10).default(1).describe('Batches of a shard at once'),
  retries: z
    .number()
    .int()
    .min(-1)
    .max(10_000)
    .default(-1)
    .describe('Of a batch that fails; -1: until its records have gone'),
  maxAge: z
    .union([z.literal(-1), z.number().int().min(60).max(604_800)])
    .default(-1)
    .describe('Seconds after which a record is left out; -1: never'),
  bisect: z
    .boolean()
    .default(false)
    .describe('A batch that fails is halved before it is sent again'),
  onFailure: arnOf('queue', 'topic').optional().describe('Is told of a batch that is given up'),
}

const dynamodb = z.union([
  arnOf('dynamodbStream'),
  z.strictObject({ stream: arnOf('dynamodbStream').describe('ARN of the stream'), ...streams }),
])

const kinesis = z.union([
  arnOf('kinesisStream'),
  z.strictObject({ stream: arnOf('kinesisStream').describe('ARN of the stream'), ...streams }),
])

const sns = z.union([
  arnOf('topic'),
  z.strictObject({
    topic: arnOf('topic').describe('ARN of the topic'),
    filter: pattern.optional().describe('Only messages that fit this policy'),
    scope: z
      .enum(['attributes', 'body'])
      .default('attributes')
      .describe('What of a message the filter looks at'),
  }),
])

const s3 = z.strictObject({
  bucket: text(
    /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/,
    'a bucket has 3 to 63 small letters, digits, - and .',
    'Write the name of the bucket alone, e.g. "photos".',
  ).describe('Name of the bucket'),
  events: z
    .array(
      text(
        /^s3:[A-Z][A-Za-z]+(:(\*|[A-Z][A-Za-z]+))?$/,
        'expected an event of S3',
        'Write it as S3 does: "s3:ObjectCreated:*" or "s3:ObjectRemoved:*".',
      ),
    )
    .min(1)
    .default(['s3:ObjectCreated:*'])
    .describe('What of objects is told'),
  prefix: z.string().max(1024).default('').describe('Only keys that begin so'),
  suffix: z.string().max(1024).default('').describe('Only keys that end so'),
})

const eventbridge = z.strictObject({
  pattern: pattern.describe('Only events that fit it, e.g. { source: [shop] }'),
  bus: text(
    /^(?!arn:)[\w./-]{1,256}$/,
    'a bus is named by its name',
    'Write "default", or the name of a bus of this account and region.',
  )
    .default('default')
    .describe('Name of a bus of this account and region'),
  enabled,
})

const DESTINATIONS = ['queue', 'topic', 'bus', 'function'] as const satisfies KindOfArn[]

/** A function of this file by its name, or what an ARN names. */
export const destinationSchema = z
  .string()
  .meta({ pattern: `^[A-Za-z0-9_-]{1,64}$|${patternOf(DESTINATIONS)}` })
  .superRefine((value, context) => {
    const mistake = value.startsWith('arn:') ? arnMistake(value, DESTINATIONS) : nameMistake(value)
    if (mistake === undefined) return
    const { message, remedy } = mistake
    context.addIssue({ code: 'custom', message, params: { remedy } })
  })

function nameMistake(value: string) {
  if (value.includes('${') || /^[A-Za-z0-9_-]{1,64}$/.test(value)) return undefined
  return {
    message: `expected a function of this file or an ARN, not ${valueText(value)}`,
    remedy: 'Write the name of a function, or the ARN of a queue, a topic, a bus or a function.',
  }
}

/** What starts a function besides requests: one key each. */
const shape = {
  schedule: schedule.optional().describe('An expression, or its settings'),
  sqs: sqs.optional().describe('ARN of a queue, or its settings'),
  sns: sns.optional().describe('ARN of a topic, or its settings'),
  s3: s3.optional().describe('What a bucket tells'),
  dynamodb: dynamodb.optional().describe('ARN of a stream, or its settings'),
  kinesis: kinesis.optional().describe('ARN of a stream, or its settings'),
  eventbridge: eventbridge.optional().describe('Events of a bus that fit a pattern'),
}

type EventType = keyof typeof shape

const event = z
  .strictObject(shape)
  .meta({ minProperties: 1, maxProperties: 1 })
  .superRefine((value, context) => {
    const keys = Object.keys(value)
    if (keys.length === 1) return
    context.addIssue({
      code: 'custom',
      message:
        keys.length === 0
          ? 'an event has one key'
          : `an event has one key, not ${keys.join(' and ')}`,
      params: {
        remedy:
          keys.length === 0
            ? `Write one of ${Object.keys(shape).join(', ')}.`
            : 'Begin an entry with "-" for each.',
      },
    })
  })

export const eventsSchema = z.array(event)

type Written = z.output<typeof eventsSchema>[number]
type Long<T extends EventType> = Exclude<NonNullable<Written[T]>, string>

export type ScheduleEvent = { type: 'schedule' } & Long<'schedule'>
export type QueueEvent = { type: 'sqs' } & Long<'sqs'>
export type StreamEvent = { type: 'dynamodb' | 'kinesis' } & Long<'dynamodb'>
export type TopicEvent = { type: 'sns' } & Long<'sns'>
export type BucketEvent = { type: 's3' } & Long<'s3'>
type PatternEvent = { type: 'eventbridge' } & Long<'eventbridge'>

/** What starts a function, with every default filled in. References are still in place. */
export type EventConfig =
  | ScheduleEvent
  | QueueEvent
  | StreamEvent
  | TopicEvent
  | BucketEvent
  | PatternEvent

/** The key of the long form that a text alone stands for. */
const SHORT = {
  schedule: 'expression',
  sqs: 'queue',
  sns: 'topic',
  dynamodb: 'stream',
  kinesis: 'stream',
} as const

/** The long form of `events:`, each with its type. */
export function normalizeEvents(events: z.output<typeof eventsSchema> = []): EventConfig[] {
  return events.map((written) => {
    const [type, value] = Object.entries(written)[0] as [EventType, string | object]
    const long = typeof value === 'string' ? { [SHORT[type as keyof typeof SHORT]]: value } : value
    const [parsed] = eventsSchema.parse([{ [type]: long }])
    return { type, ...(parsed![type] as object) } as EventConfig
  })
}
