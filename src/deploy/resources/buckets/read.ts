import type {
  GetBucketNotificationConfigurationCommandOutput,
  LambdaFunctionConfiguration,
  NotificationConfiguration,
  QueueConfiguration,
  TopicConfiguration,
} from '@aws-sdk/client-s3'
import { nameInArn } from '../../../core/config/events/arns.ts'
import type { ObjectEvents } from '../../../core/config/events/overlap.ts'
import type { Aws } from '../../aws/aws.ts'
import type { Reading } from '../../converge/resource.ts'
import { recordedSources } from '../events/callers.ts'
import type { Bucket } from './desire.ts'

export interface RemoteBucket {
  name: string
  /** All that it tells to whomever; undefined where there is no such bucket. */
  configuration: NotificationConfiguration | undefined
}

/** The buckets that are wanted, and those that have our permission to call. */
export async function readBuckets(reading: Reading<readonly Bucket[]>): Promise<RemoteBucket[]> {
  const { aws, wanted = [], mayExist, isRemoval } = reading
  const recorded = isRemoval || mayExist ? await recordedSources(reading, 'bucket') : []
  const names = new Set([...wanted.map(({ name }) => name), ...recorded.map(nameInArn)])
  return Promise.all(
    [...names].map(async (name) => ({ name, configuration: await readConfiguration(aws, name) })),
  )
}

export async function readConfiguration(
  aws: Aws,
  Bucket: string,
): Promise<NotificationConfiguration | undefined> {
  const found = await aws.find('s3:GetBucketNotificationConfiguration', { Bucket })
  return found && configurationIn(found)
}

/** Without what is told of the call. */
function configurationIn(
  found: GetBucketNotificationConfigurationCommandOutput,
): NotificationConfiguration {
  return Object.fromEntries(Object.entries(found).filter(([key]) => key !== '$metadata'))
}

export type Entry = LambdaFunctionConfiguration | QueueConfiguration | TopicConfiguration

/** Of a function, a queue or a topic. */
export function entriesOf(configuration: NotificationConfiguration): Entry[] {
  const { LambdaFunctionConfigurations, QueueConfigurations, TopicConfigurations } = configuration
  return [
    ...(LambdaFunctionConfigurations ?? []),
    ...(QueueConfigurations ?? []),
    ...(TopicConfigurations ?? []),
  ]
}

/** ARN of what an entry tells. */
export function targetOf(entry: Entry): string {
  if ('LambdaFunctionArn' in entry) return entry.LambdaFunctionArn ?? ''
  return ('QueueArn' in entry ? entry.QueueArn : (entry as TopicConfiguration).TopicArn) ?? ''
}

export function objectsOf({ Events, Filter }: Entry): ObjectEvents {
  const value = (wanted: string) =>
    Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === wanted)?.Value ?? ''
  return { events: Events ?? [], prefix: value('prefix'), suffix: value('suffix') }
}
