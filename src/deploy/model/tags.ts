import { createHash } from 'node:crypto'
import { OcheError } from '../../core/errors.ts'
import { ownershipTags } from '../names.ts'

type Tags = Readonly<Record<string, string>>

/** Tags that are missing or differ; those of others are left alone. Undefined where none. */
export function tagsToAdd(desired: Tags, found: Tags): Record<string, string> | undefined {
  const missing = Object.entries(desired).filter(([key, value]) => found[key] !== value)
  return missing.length > 0 ? Object.fromEntries(missing) : undefined
}

/** In the record a tag's name has so many characters: 50 of them fit into the value of one tag. */
const RECORD_LENGTH = 5

/**
 * Which tags oche.yaml gives to a resource, as a tag of that resource: one that it no longer gives can
 * be told from one that somebody else has set. Names are written as short hashes, since all of them
 * have to fit.
 */
export function tagRecord(tags: Tags): Record<string, string> {
  const names = Object.keys(tags).map(recordName).sort()
  return names.length === 0 ? {} : { [ownershipTags.tags]: names.join('') }
}

function recordName(key: string): string {
  const digest = createHash('sha256').update(key).digest('hex')
  return BigInt(`0x${digest}`).toString(36).slice(-RECORD_LENGTH)
}

export function isRecord(key: string): boolean {
  return key === ownershipTags.tags
}

/** What was taken over from a stage is of that stage no longer. */
function isOwn(key: string): boolean {
  return isRecord(key) || key === ownershipTags.stage
}

/** Tags that oche.yaml gave once and gives no longer, with the record of them where nothing is left. */
export function tagsToRemove(desired: Tags, found: Tags): string[] {
  const record = found[ownershipTags.tags] ?? ''
  const given: readonly string[] = record.match(new RegExp(`.{${RECORD_LENGTH}}`, 'g')) ?? []
  return Object.keys(found).filter(
    (key) => !(key in desired) && (isOwn(key) || given.includes(recordName(key))),
  )
}

/** Whether a resource has these tags, and none that oche.yaml gives no longer. */
export function hasTags(desired: Tags, found: Tags): boolean {
  return tagsToAdd(desired, found) === undefined && tagsToRemove(desired, found).length === 0
}

/** Whether a resource was made by Oche for this function of this project. */
export function isOurs(desired: Tags, found: Tags): boolean {
  const { project, function: name, stage } = ownershipTags
  return [project, name, stage].every((key) => found[key] === desired[key])
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
  if (owner !== undefined && owner !== desired[ownershipTags.project]) {
    return `belongs to the project "${owner}"`
  }
  const [stage, wanted] = [found[ownershipTags.stage], desired[ownershipTags.stage]]
  if (owner === undefined || stage === wanted) return 'was not made by oche for this function'
  return stage === undefined ? 'is of no stage' : `is of the stage "${stage}"`
}
