import type { Source } from '../../converge/resource.ts'
import { sourceMissing } from '../events/missing.ts'

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
export function desireTopics({ fn, place }: Source): Topic[] {
  const { region } = place.account
  return fn.events.flatMap((event) => {
    if (event.type !== 'sns') return []
    const { topic: arn, filter, scope } = event
    const its = arn.split(':')[3]
    // Where the region, or the topic, is known later only, AWS tells.
    const isKnown = [its, region].every((one) => /^[a-z0-9-]+$/.test(one ?? ''))
    if (isKnown && its !== region) {
      throw sourceMissing(
        `a topic of ${fn.name} is in ${its}, and the function in ${region}: ${arn}`,
        'Name a topic of the same region, by stage where regions differ.',
      )
    }
    // Without a filter nothing is looked at, whatever AWS says of it.
    const isOfBody = filter !== undefined && scope === 'body'
    return [
      { arn, subscription: { filter, scope: isOfBody ? 'MessageBody' : 'MessageAttributes' } },
    ]
  })
}
