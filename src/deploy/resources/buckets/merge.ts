import type {
  FilterRule,
  LambdaFunctionConfiguration,
  NotificationConfiguration,
} from '@aws-sdk/client-s3'
import { overlap, type ObjectEvents } from '../../../core/config/events/overlap.ts'
import { OcheError } from '../../../core/errors.ts'
import { sameSet } from '../../model/equal.ts'
import { aliasArn, type Place } from '../../model/place.ts'
import { functionArn } from '../../names.ts'
import { ownPrefix, projectPrefix, type Bucket, type Notification } from './desire.ts'
import { entriesOf, objectsOf, targetOf, type Entry } from './read.ts'

/** What a bucket should tell, and what gives way for it. */
interface Merged {
  configuration: NotificationConfiguration
  /** Entries of the project's, or of this function, that oche.yaml no longer has as they stand. */
  replaced: Entry[]
}

/**
 * What a bucket tells, with a function's entries as they are wanted. A bucket has one list for all, and
 * a write replaces it: whatever is somebody else's is written again as it was found.
 *
 * @param adopt takes the place of what somebody else has set for this function
 * @throws OcheError `NOT_OURS` where S3 would refuse it for what others have
 */
export function merged(
  place: Place,
  wanted: Bucket,
  found: NotificationConfiguration,
  adopt = false,
): Merged {
  const others = entriesOf(found).filter((entry) => !isOwn(place, entry))
  const taken = others.filter((entry) =>
    wanted.notifications.some((one) => overlap(one, objectsOf(entry))),
  )
  const kept = taken.find(
    (entry) => !isOutdated(place, wanted, entry) && !(adopt && isForFunction(place, entry)),
  )
  if (kept !== undefined) throw taking(wanted.name, kept)
  const lambdas = (found.LambdaFunctionConfigurations ?? []).filter(
    (entry) => !isOwn(place, entry) && !taken.includes(entry),
  )
  const own = wanted.notifications.map((one) => entryOf(place, one))
  return {
    configuration: { ...found, LambdaFunctionConfigurations: [...lambdas, ...own] },
    replaced: taken,
  }
}

export function isOwn(place: Place, { Id }: Entry): boolean {
  return Id?.startsWith(ownPrefix(place)) ?? false
}

function isForFunction({ account, function: name }: Place, entry: Entry): boolean {
  const arn = functionArn(account, name)
  const target = targetOf(entry)
  return target === arn || target.startsWith(`${arn}:`)
}

/** The project's own, of a function that no longer takes these objects: S3 would see them taken. */
function isOutdated(place: Place, { others }: Bucket, entry: Entry): boolean {
  if (others === undefined || !(entry.Id?.startsWith(projectPrefix(place)) ?? false)) return false
  return !others.some((one) => one.id === entry.Id && sameObjects(one, objectsOf(entry)))
}

function sameObjects(a: ObjectEvents, b: ObjectEvents): boolean {
  return a.prefix === b.prefix && a.suffix === b.suffix && sameSet(a.events, b.events)
}

function taking(bucket: string, entry: Entry): OcheError {
  const { events, prefix, suffix } = objectsOf(entry)
  const target = targetOf(entry)
  const message = `the bucket ${bucket} tells ${target} of ${events.join(', ')} for ${prefix}*${suffix} already (entry ${entry.Id ?? 'without a name'}), and S3 takes no second one for the same objects`
  return new OcheError('NOT_OURS', message, {
    remedy:
      'It is left as it is. Write a prefix, a suffix or events that have nothing in common with it, or take it away: aws s3api put-bucket-notification-configuration',
  })
}

function entryOf(place: Place, wanted: Notification): LambdaFunctionConfiguration {
  const { id, events, prefix, suffix } = wanted
  const FilterRules: FilterRule[] = [
    ...(prefix === '' ? [] : [{ Name: 'prefix' as const, Value: prefix }]),
    ...(suffix === '' ? [] : [{ Name: 'suffix' as const, Value: suffix }]),
  ]
  return {
    Id: id,
    LambdaFunctionArn: aliasArn(place),
    Events: [...events] as LambdaFunctionConfiguration['Events'],
    ...(FilterRules.length > 0 && { Filter: { Key: { FilterRules } } }),
  }
}

/** Whether an entry is what is wanted. */
export function isAs(place: Place, wanted: Notification, entry: Entry): boolean {
  return (
    entry.Id === wanted.id &&
    sameObjects(wanted, objectsOf(entry)) &&
    targetOf(entry) === aliasArn(place)
  )
}
