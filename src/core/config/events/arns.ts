import { z } from 'zod'
import { REFERENCE } from '../../references.ts'
import { valueText, type Mistake } from '../problem.ts'

interface Kind {
  /** `an SQS queue`. */
  noun: string
  /** After the partition. */
  form: RegExp
  example: string
}

const NAME = '[A-Za-z0-9_-]'

/** What of AWS's can start a function, or can be told what became of it. */
export const KINDS = {
  queue: {
    noun: 'an SQS queue',
    form: new RegExp(`^sqs:[a-z0-9-]+:\\d{12}:${NAME}{1,80}(\\.fifo)?$`),
    example: 'arn:aws:sqs:eu-west-1:123456789012:orders',
  },
  topic: {
    noun: 'an SNS topic',
    form: new RegExp(`^sns:[a-z0-9-]+:\\d{12}:${NAME}{1,256}(\\.fifo)?$`),
    example: 'arn:aws:sns:eu-west-1:123456789012:orders',
  },
  dynamodbStream: {
    noun: 'a stream of a DynamoDB table',
    form: /^dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/\S+$/,
    example: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-31T08:00:00.000',
  },
  dynamodbTable: {
    noun: 'a DynamoDB table, not of its stream',
    form: /^dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+$/,
    example: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
  },
  kinesisStream: {
    noun: 'a Kinesis stream',
    form: /^kinesis:[a-z0-9-]+:\d{12}:stream\/[\w.-]+(\/consumer\/\S+)?$/,
    example: 'arn:aws:kinesis:eu-west-1:123456789012:stream/orders',
  },
  bus: {
    noun: 'an event bus',
    form: /^events:[a-z0-9-]+:\d{12}:event-bus\/[\w./-]+$/,
    example: 'arn:aws:events:eu-west-1:123456789012:event-bus/default',
  },
  bucket: {
    noun: 'a bucket',
    form: /^s3:::[a-z0-9.-]+$/,
    example: 'arn:aws:s3:::photos',
  },
  function: {
    noun: 'a function',
    form: /^lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/,
    example: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
  },
} as const satisfies Record<string, Kind>

export type KindOfArn = keyof typeof KINDS

const PARTITION = /^arn:aws[a-z-]*:/

/** What an ARN is of, as far as that is known here; a reference stands for an account or a name. */
export function kindOfArn(written: string): KindOfArn | undefined {
  const arn = written.replaceAll(REFERENCE, '000000000000')
  if (!PARTITION.test(arn)) return undefined
  const rest = arn.replace(PARTITION, '')
  return (Object.keys(KINDS) as KindOfArn[]).find((kind) => KINDS[kind].form.test(rest))
}

/** What is wrong with what should be the ARN of one of these; a reference may stand in it. */
export function arnMistake(value: string, kinds: readonly KindOfArn[]): Mistake | undefined {
  const kind = kindOfArn(value)
  if (value.includes('${') || (kind !== undefined && kinds.includes(kind))) return undefined
  const wanted = `the ARN of ${kinds.map((one) => KINDS[one].noun).join(' or ')}`
  return {
    message:
      kind === undefined
        ? `expected ${wanted}, not ${valueText(value)}`
        : `expected ${wanted}, and this is the ARN of ${KINDS[kind].noun}`,
    remedy: remedyOf(kinds, kind),
  }
}

/** For the JSON Schema. */
export function patternOf(kinds: readonly KindOfArn[]): string {
  const forms = kinds.map((kind) => KINDS[kind].form.source.slice(1, -1))
  return `^arn:aws[a-z-]*:(${forms.join('|')})$|\\$\\{`
}

/** Text that is the ARN of one of these, or holds a reference. */
export function arnOf(...kinds: [KindOfArn, ...KindOfArn[]]) {
  return z
    .string()
    .meta({ pattern: patternOf(kinds) })
    .superRefine((value, context) => {
      const mistake = arnMistake(value, kinds)
      if (mistake === undefined) return
      const { message, remedy } = mistake
      context.addIssue({ code: 'custom', message, params: { remedy } })
    })
}

function remedyOf(kinds: readonly KindOfArn[], is: KindOfArn | undefined): string {
  const wanted = kinds[0]!
  if (wanted === 'dynamodbStream' && is === 'dynamodbTable') {
    return 'Write the ARN of its stream: aws dynamodb describe-table shows it as LatestStreamArn.'
  }
  const key = is === undefined || kinds.length > 1 ? undefined : EVENT_KEYS[is]
  if (key !== undefined && EVENT_KEYS[wanted] !== undefined) return `Write it as "${key}:".`
  return `Write the whole ARN: ${KINDS[wanted].example}`
}

/** The key of `events` that such an ARN stands at. */
const EVENT_KEYS: Partial<Record<KindOfArn, string>> = {
  queue: 'sqs',
  topic: 'sns',
  dynamodbStream: 'dynamodb',
  kinesisStream: 'kinesis',
}

/** The last part of an ARN: a queue's, a topic's, a stream's name. */
export function nameInArn(arn: string): string {
  const table = /:table\/([^/]+)\//.exec(arn)?.[1]
  return table ?? arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1)
}
