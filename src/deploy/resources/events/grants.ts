import { kindOfArn } from '../../../core/config/events/arns.ts'
import type { EventConfig } from '../../../core/config/events/schema.ts'

/** What an execution role needs so that Lambda may read from a source, or tell a destination. */
export interface Grant {
  Effect: 'Allow'
  Action: readonly string[]
  Resource: string
  [key: string]: unknown
}

const grant = (Resource: string, ...Action: string[]): Grant => ({
  Effect: 'Allow',
  Action,
  Resource,
})

/** Queues and streams are read as the function; everything else calls it. */
export function sourceGrants(events: readonly EventConfig[]): Grant[] {
  return withoutDoubles(events.flatMap(grantsOf))
}

function grantsOf(event: EventConfig): Grant[] {
  switch (event.type) {
    case 'sqs':
      return [
        grant(event.queue, 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'),
      ]
    case 'dynamodb':
      return [
        grant(
          event.stream,
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
        ),
        // A permission that IAM restricts to no stream.
        grant('*', 'dynamodb:ListStreams'),
        ...destinationGrants(event.onFailure),
      ]
    case 'kinesis':
      return [...kinesisGrants(event.stream), ...destinationGrants(event.onFailure)]
    case 'schedule':
    case 'sns':
    case 's3':
    case 'eventbridge':
      return []
  }
}

/** Of a consumer with a share of its own the stream is needed too. */
function kinesisGrants(arn: string): Grant[] {
  const [stream = arn] = arn.split('/consumer/')
  const reading = grant(
    stream,
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
  )
  return stream === arn
    ? [reading]
    : [reading, grant(arn, 'kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard')]
}

export function functionGrant(alias: string): Grant {
  return grant(alias, 'lambda:InvokeFunction')
}

/** @param arn of what is told, or undefined */
export function destinationGrants(arn: string | undefined): Grant[] {
  if (arn === undefined) return []
  switch (kindOfArn(arn)) {
    case 'queue':
      return [grant(arn, 'sqs:SendMessage')]
    case 'topic':
      return [grant(arn, 'sns:Publish')]
    case 'bus':
      return [grant(arn, 'events:PutEvents')]
    case 'function':
      return [functionGrant(arn)]
    default:
      return []
  }
}

function withoutDoubles(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map((one) => [JSON.stringify(one), one])).values()]
}

/** `sqs:ReceiveMessage, … on arn:…`, for whoever has to give it to a role of their own. */
export function grantText({ Action, Resource }: Grant): string {
  return `${Action.join(', ')} on ${Resource}`
}
