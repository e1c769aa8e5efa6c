import type { Source } from '../../converge/resource.ts'
import { requireRegion } from '../events/missing.ts'

/** A topic of SNS whose messages start the function. */
export interface Topic {
  arn: string
  subscription: SubscriptionSettings
}

export interface SubscriptionSettings {
  /** A policy that messages have to fit; undefined: all do. */
  filter: unknown
  /** What of a message the filter looks at. */
  scope: 'MessageAttributes' | 'MessageBody'
}

/** @throws OcheError `EVENT_SOURCE_MISSING` for a topic of another region */
export function desireTopics(source: Source): Topic[] {
  return source.fn.events.flatMap((event) => {
    if (event.type !== 'sns') return []
    const { topic: arn, filter, scope } = event
    requireRegion('topic', arn, source)
    // Without a filter nothing is looked at, whatever AWS says of it.
    const isOfBody = filter !== undefined && scope === 'body'
    return [
      { arn, subscription: { filter, scope: isOfBody ? 'MessageBody' : 'MessageAttributes' } },
    ]
  })
}
