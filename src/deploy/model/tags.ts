import { OcheError } from '../../core/errors.ts'
import { ownershipTags } from '../names.ts'

type Tags = Readonly<Record<string, string>>

/** Tags that are missing or differ; those of others are left alone. Undefined where none. */
export function tagsToAdd(desired: Tags, found: Tags): Record<string, string> | undefined {
  const missing = Object.entries(desired).filter(([key, value]) => found[key] !== value)
  return missing.length > 0 ? Object.fromEntries(missing) : undefined
}

/** Whether a resource was made by Oche for this function of this project. */
export function isOurs(desired: Tags, found: Tags): boolean {
  return [ownershipTags.project, ownershipTags.function].every((key) => found[key] === desired[key])
}

/** @throws OcheError `NOT_OURS` unless the resource is ours, or is to be taken over */
export function requireOurs(what: string, desired: Tags, found: Tags, adopt: boolean): void {
  if (adopt || isOurs(desired, found)) return
  throw new OcheError('NOT_OURS', `${what} exists and ${ownerText(desired, found)}`, {
    remedy: 'It is left as it is. Choose another name, or take it over: oche deploy --adopt',
  })
}

/** Whose something is that is not ours, after its name. */
export function ownerText(desired: Tags, found: Tags): string {
  const owner = found[ownershipTags.project]
  return owner === undefined || owner === desired[ownershipTags.project]
    ? 'was not made by oche for this function'
    : `belongs to the project "${owner}"`
}
