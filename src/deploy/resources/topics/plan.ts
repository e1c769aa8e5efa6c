import { nameInArn } from '../../../core/config/events/arns.ts'
import type { Phases, Planning, Removing } from '../../converge/resource.ts'
import { equal } from '../../model/equal.ts'
import { aliasArn, type Place } from '../../model/place.ts'
import {
  emptyPlan,
  joinPlans,
  one,
  step,
  stepOnMade,
  update,
  type Plan,
  type Step,
} from '../../model/plan.ts'
import { sourceMissing } from '../events/missing.ts'
import type { SubscriptionSettings, Topic } from './desire.ts'
import type { RemoteTopic } from './read.ts'

const RESOURCE = 'sns event'

/** @throws OcheError `EVENT_SOURCE_MISSING` */
export function planTopics({
  wanted,
  found,
  place,
}: Planning<readonly Topic[], readonly RemoteTopic[]>): Phases {
  const surplus = found.filter(({ arn }) => !wanted.some((topic) => topic.arn === arn))
  return {
    make: joinPlans(...wanted.map((topic) => planTopic(place, topic, found))),
    remove: joinPlans(...surplus.map(removal)),
  }
}

function planTopic(place: Place, wanted: Topic, all: readonly RemoteTopic[]): Plan {
  const { arn } = wanted
  const name = nameInArn(arn)
  const found = all.find((topic) => topic.arn === arn)
  if (found?.isThere !== true) {
    throw sourceMissing(
      `there is no topic ${arn}`,
      'Make it first, or correct its ARN in "events".',
    )
  }
  const { subscription } = found
  if (subscription === undefined) {
    return one({ resource: RESOURCE, action: 'create', to: name }, creation(place, wanted))
  }
  const changes = differing(wanted.subscription, subscription)
  return {
    changes: changes.map((key) =>
      key === 'scope'
        ? update(RESOURCE, `${name}.scope`, subscription.scope, wanted.subscription.scope)
        : update(RESOURCE, `${name}.filter`),
    ),
    steps: settings(subscription.arn, wanted.subscription, changes),
    notes: [],
  }
}

type Key = keyof SubscriptionSettings

/** In the order in which they can be set: a policy of message bodies is none of attributes. */
function differing(wanted: SubscriptionSettings, found: SubscriptionSettings): Key[] {
  const order: Key[] = wanted.scope === 'MessageBody' ? ['scope', 'filter'] : ['filter', 'scope']
  return order.filter((key) => !equal(wanted[key], found[key]))
}

const ATTRIBUTES = { filter: 'FilterPolicy', scope: 'FilterPolicyScope' } as const

function settings(
  SubscriptionArn: string,
  wanted: SubscriptionSettings,
  keys: readonly Key[],
): Step[] {
  const value = { filter: JSON.stringify(wanted.filter ?? {}), scope: wanted.scope }
  return keys.map((key) =>
    step('sns:SetSubscriptionAttributes', {
      SubscriptionArn,
      AttributeName: ATTRIBUTES[key],
      AttributeValue: value[key],
    }),
  )
}

function creation(place: Place, { arn, subscription: { filter, scope } }: Topic): Step {
  return stepOnMade('sns:Subscribe', {
    TopicArn: arn,
    Protocol: 'lambda',
    Endpoint: aliasArn(place),
    ReturnSubscriptionArn: true,
    ...(filter !== undefined && {
      Attributes: { FilterPolicyScope: scope, FilterPolicy: JSON.stringify(filter) },
    }),
  })
}

export function removeTopics({ found }: Pick<Removing<readonly RemoteTopic[]>, 'found'>): Plan {
  return joinPlans(...found.map(removal))
}

function removal({ arn, subscription }: RemoteTopic): Plan {
  if (subscription === undefined) return emptyPlan()
  return one(
    { resource: RESOURCE, action: 'delete', from: nameInArn(arn) },
    step('sns:Unsubscribe', { SubscriptionArn: subscription.arn }),
  )
}
