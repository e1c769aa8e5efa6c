import type { Aws } from '../../aws/aws.ts'
import type { Reading } from '../../converge/resource.ts'
import { aliasArn } from '../../model/place.ts'
import { recordedSources } from '../events/callers.ts'
import type { SubscriptionSettings, Topic } from './desire.ts'

export interface RemoteTopic {
  arn: string
  isThere: boolean
  /** The alias's. */
  subscription: (SubscriptionSettings & { arn: string }) | undefined
}

/** The topics that are wanted, and those that have our permission to call. */
export async function readTopics(reading: Reading<readonly Topic[]>): Promise<RemoteTopic[]> {
  const { aws, place, wanted = [], mayExist, isRemoval } = reading
  const recorded = isRemoval || mayExist ? await recordedSources(reading, 'topic') : []
  const arns = new Set([...wanted.map(({ arn }) => arn), ...recorded])
  return Promise.all([...arns].map((arn) => readTopic(aws, arn, aliasArn(place))))
}

async function readTopic(aws: Aws, arn: string, alias: string): Promise<RemoteTopic> {
  const found = await findSubscription(aws, arn, alias)
  if (typeof found !== 'string') return { arn, isThere: found, subscription: undefined }
  const answer = await aws.find('sns:GetSubscriptionAttributes', { SubscriptionArn: found })
  const { FilterPolicy, FilterPolicyScope } = answer?.Attributes ?? {}
  const filter = filterIn(FilterPolicy)
  const isOfBody = filter !== undefined && FilterPolicyScope === 'MessageBody'
  const scope = isOfBody ? 'MessageBody' : 'MessageAttributes'
  return { arn, isThere: true, subscription: answer && { arn: found, filter, scope } }
}

/** ARN of the alias's subscription; otherwise whether there is such a topic. */
async function findSubscription(
  aws: Aws,
  TopicArn: string,
  alias: string,
): Promise<string | boolean> {
  let NextToken: string | undefined
  do {
    const page = await aws.find('sns:ListSubscriptionsByTopic', { TopicArn, NextToken })
    if (page === undefined) return false
    const found = page.Subscriptions?.find(
      ({ Protocol, Endpoint }) => Protocol === 'lambda' && Endpoint === alias,
    )
    if (found?.SubscriptionArn !== undefined) return found.SubscriptionArn
    NextToken = page.NextToken
  } while (NextToken)
  return true
}

/** An empty one is none. */
function filterIn(text: string | undefined): unknown {
  const filter: unknown = text ? JSON.parse(text) : {}
  return JSON.stringify(filter) === '{}' ? undefined : filter
}
