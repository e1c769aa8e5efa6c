import type { NotificationConfiguration } from '@aws-sdk/client-s3'
import type { Phases, Planning, Removing } from '../../converge/resource.ts'
import type { Place } from '../../model/place.ts'
import { emptyPlan, joinPlans, step, type Change, type Plan } from '../../model/plan.ts'
import { sourceMissing } from '../events/missing.ts'
import type { Bucket } from './desire.ts'
import { isAs, isOwn, merged } from './merge.ts'
import { entriesOf, objectsOf, targetOf, type Entry, type RemoteBucket } from './read.ts'

const RESOURCE = 's3 event'

/** @throws OcheError `EVENT_SOURCE_MISSING`, `NOT_OURS` */
export function planBuckets({
  wanted,
  found,
  place,
  adopt,
}: Planning<readonly Bucket[], readonly RemoteBucket[]>): Phases {
  const surplus = found.filter(({ name }) => !wanted.some((bucket) => bucket.name === name))
  return {
    make: joinPlans(...wanted.map((bucket) => planBucket(place, bucket, found, adopt))),
    remove: joinPlans(...surplus.map((bucket) => removal(place, bucket))),
  }
}

function planBucket(
  place: Place,
  wanted: Bucket,
  all: readonly RemoteBucket[],
  adopt: boolean,
): Plan {
  const { name } = wanted
  const configuration = all.find((bucket) => bucket.name === name)?.configuration
  if (configuration === undefined) {
    throw sourceMissing(`there is no bucket ${name}`, 'Make it first, or correct it in "events".')
  }
  const { replaced } = merged(place, wanted, configuration, adopt)
  return writing(
    name,
    differences(place, wanted, configuration),
    replaced.map((entry) => `${name}: ${objectsText(entry)} no longer starts ${targetOf(entry)}`),
  )
}

function writing(Bucket: string, changes: Change[], notes: string[] = []): Plan {
  if (changes.length === 0) return emptyPlan()
  const steps = [step('s3:PutBucketNotificationConfiguration', { Bucket })]
  return { changes, steps, notes }
}

function differences(
  place: Place,
  { name, notifications }: Bucket,
  configuration: NotificationConfiguration,
): Change[] {
  const own = entriesOf(configuration).filter((entry) => isOwn(place, entry))
  return [
    ...notifications.flatMap((wanted): Change[] => {
      const found = own.find(({ Id }) => Id === wanted.id)
      if (found !== undefined && isAs(place, wanted, found)) return []
      const to = `${wanted.events.join(', ')} ${wanted.prefix}*${wanted.suffix}`
      return [
        found === undefined
          ? { resource: RESOURCE, action: 'create', path: name, to }
          : { resource: RESOURCE, action: 'update', path: name, from: objectsText(found), to },
      ]
    }),
    ...own
      .filter(({ Id }) => !notifications.some(({ id }) => id === Id))
      .map((entry): Change => ({
        resource: RESOURCE,
        action: 'delete',
        path: name,
        from: objectsText(entry),
      })),
  ]
}

function objectsText(entry: Entry): string {
  const { events, prefix, suffix } = objectsOf(entry)
  return `${events.join(', ')} ${prefix}*${suffix}`
}

export function removeBuckets({
  found,
  place,
}: Pick<Removing<readonly RemoteBucket[]>, 'found' | 'place'>): Plan {
  return joinPlans(...found.map((bucket) => removal(place, bucket)))
}

function removal(place: Place, { name, configuration }: RemoteBucket): Plan {
  if (configuration === undefined) return emptyPlan()
  const nothing = { name, notifications: [], others: undefined }
  return writing(name, differences(place, nothing, configuration))
}
