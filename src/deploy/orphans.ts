import { OcheError } from '../core/errors.ts'
import type { Aws } from './aws/aws.ts'
import { pages } from './aws/pages.ts'
import { ownershipOf, type Place } from './model/place.ts'
import { isOurs } from './model/tags.ts'
import { ownershipTags } from './names.ts'
import { readFunction } from './resources/function/read.ts'

/** A function that this project has deployed and that its configuration no longer has. */
export interface Orphan {
  name: string
  arn: string
}

interface OrphanSearch {
  found: Orphan[]
  /** Why nobody knows whether there are any, in words. */
  failure?: string
}

/** Finding orphans is no reason to wait for long, in milliseconds. */
const BOUND = 10_000

/**
 * Functions of the account and region that carry the project's tags and are none of those named. To
 * look for them takes a permission that nothing else needs: without it the search fails, nothing more.
 */
export async function findOrphans(
  aws: Aws,
  place: Omit<Place, 'function'>,
  names: readonly string[],
): Promise<OrphanSearch> {
  const bounded = aws.within(AbortSignal.timeout(BOUND))
  try {
    const tagged = await readTagged(bounded, place.project)
    const unknown = tagged.filter(({ name }) => !names.includes(name))
    // Tags of what was deleted moments ago are still found.
    const there = await Promise.all(unknown.map((one) => isThere(bounded, place, one)))
    return { found: unknown.filter((_, index) => there[index]) }
  } catch (thrown) {
    aws.signal?.throwIfAborted()
    if (thrown instanceof OcheError) return { found: [], failure: thrown.message }
    if (bounded.signal?.aborted === true) return { found: [], failure: 'AWS does not answer' }
    throw thrown
  }
}

async function readTagged(aws: Aws, project: string): Promise<Orphan[]> {
  const found = await pages(async (PaginationToken) => {
    const page = await aws.call('tag:GetResources', {
      ResourceTypeFilters: ['lambda:function'],
      TagFilters: [{ Key: ownershipTags.project, Values: [project] }],
      PaginationToken,
    })
    // The last page's token is empty.
    return { items: page.ResourceTagMappingList, next: page.PaginationToken || undefined }
  })
  return found
    .map(({ ResourceARN: arn = '' }) => ({ arn, name: arn.slice(arn.lastIndexOf(':') + 1) }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

async function isThere(
  aws: Aws,
  place: Omit<Place, 'function'>,
  { name }: Orphan,
): Promise<boolean> {
  const found = await readFunction(aws, name)
  return found !== undefined && isOurs(ownershipOf({ ...place, function: name }), found.tags)
}
