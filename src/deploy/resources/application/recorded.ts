import type { ApiConfig } from '../../../core/project.ts'
import type { Tags } from '../../model/place.ts'
import { ownershipTags } from '../../names.ts'

/** A domain that may lead to an API of ours. */
export interface RecordedDomain {
  name: string
  /** Id of the hosted zone that may have records of ours for it. */
  hostedZone?: string | undefined
}

/** Whether another is the same domain, with the same hosted zone. */
export const isLike = (one: RecordedDomain) => (other: RecordedDomain) =>
  one.name === other.name && one.hostedZone === other.hostedZone

/** As a tag of the API has it: `api.shop.example@Z0123`. */
export function recordText({
  name,
  hostedZone,
}: Pick<NonNullable<ApiConfig['domain']>, 'name' | 'hostedZone'>): string {
  // A tag takes no asterisk, and a name has no underscore.
  const written = name.replace(/^\*/, '_')
  return hostedZone === undefined ? written : `${written}@${hostedZone}`
}

export function recordedIn(tags: Tags): RecordedDomain[] {
  const texts = tags[ownershipTags.domain]?.split(' ') ?? []
  return texts.map((text) => {
    const [name = '', hostedZone] = text.split('@')
    return { name: name.replace(/^_/, '*'), ...(hostedZone !== undefined && { hostedZone }) }
  })
}

/** Domains with the hosted zones that may have records of ours for them. */
export function zonesIn(all: readonly { tags: Tags }[]): { name: string; hostedZone: string }[] {
  return all
    .flatMap(({ tags }) => recordedIn(tags))
    .flatMap(({ name, hostedZone }) => (hostedZone === undefined ? [] : [{ name, hostedZone }]))
}
