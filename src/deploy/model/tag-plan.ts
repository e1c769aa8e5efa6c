import type { Change, Plan, Step } from './plan.ts'
import { joinPlans } from './plan.ts'
import type { Tags } from './place.ts'
import { isRecord, tagsToAdd, tagsToRemove } from './tags.ts'

/** How the tags of a resource are written. */
export interface TagCalls {
  add(tags: Record<string, string>): Step
  remove(keys: string[]): Step
}

/**
 * From the tags there are to those there should be. Tags that oche.yaml once had go, before the record
 * of them is written anew: a run that is cut short in between still knows of them.
 */
export function planTags(resource: string, desired: Tags, found: Tags, calls: TagCalls): Plan {
  const removed = tagsToRemove(desired, found)
  const added = tagsToAdd(desired, found)
  return joinPlans(
    removed.length > 0 ? part(removed, 'delete', calls.remove(removed)) : undefined,
    added &&
      part(Object.keys(added), (key) => (key in found ? 'update' : 'create'), calls.add(added)),
  )

  /** By name alone: a value can come from a reference. */
  function part(
    keys: string[],
    action: Change['action'] | ((key: string) => Change['action']),
    step: Step,
  ): Plan {
    const shown = keys.filter((key) => !isRecord(key))
    const changes = shown.map((key): Change => ({
      resource,
      action: typeof action === 'string' ? action : action(key),
      path: `tags.${key}`,
    }))
    return { changes, steps: [step], notes: [] }
  }
}
