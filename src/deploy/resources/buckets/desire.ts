import type { ObjectEvents } from '../../../core/config/events/overlap.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import { stagedName } from '../../../core/stage.ts'
import type { Source } from '../../converge/resource.ts'
import type { Place } from '../../model/place.ts'

/** An entry in what a bucket tells of its objects. */
export interface Notification extends ObjectEvents {
  id: string
}

export interface Bucket {
  name: string
  notifications: readonly Notification[]
  /** What the project's other functions want of the same bucket; undefined: nobody knows here. */
  others: readonly Notification[] | undefined
}

export function desireBuckets({ fn, place, siblings }: Source): Bucket[] {
  const names = fn.events.flatMap((event) => (event.type === 's3' ? [event.bucket] : []))
  return [...new Set(names)].map((name) => ({
    name,
    notifications: notificationsOf(place, fn, name),
    others: siblings
      ?.filter((other) => other.name !== fn.name)
      .flatMap((other) => {
        const its = { ...place, function: stagedName(other.name, place.stage) }
        return notificationsOf(its, other, name)
      }),
  }))
}

function notificationsOf(
  place: Place,
  { events }: Pick<FunctionConfig, 'events'>,
  bucket: string,
): Notification[] {
  return events
    .filter((event) => event.type === 's3')
    .filter((event) => event.bucket === bucket)
    .map(({ events: names, prefix, suffix }, index) => ({
      id: `${ownPrefix(place)}${index + 1}`,
      events: names,
      prefix,
      suffix,
    }))
}

/** Ids of what a project has in a bucket, in one stage, begin so. */
export function projectPrefix({ project, stage = '' }: Place): string {
  return `oche/${project}/${stage}/`
}

/** Ids of a function's begin so. */
export function ownPrefix(place: Place): string {
  return `${projectPrefix(place)}${place.function}/`
}
