import type { Tag } from '@aws-sdk/client-resource-groups-tagging-api'
import { OcheError } from '../core/errors.ts'
import { unstagedName } from '../core/stage.ts'
import type { Aws } from './aws/aws.ts'
import { pages } from './aws/pages.ts'
import { ownershipOf, placeOf, type Application, type Place } from './model/place.ts'
import { isOurs } from './model/tags.ts'
import { ownershipTags, type Account } from './names.ts'
import { readFunction } from './resources/function/read.ts'

/** A function that this project has deployed and that its configuration no longer has. */
export interface Orphan {
  /** As oche.yaml called it. */
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
  account: Account,
  application: Application,
  names: readonly string[],
): Promise<OrphanSearch> {
  const bounded = aws.within(AbortSignal.timeout(BOUND))
  try {
    const tagged = await readTagged(bounded, application)
    const unknown = tagged.filter(({ name }) => !names.includes(name))
    // Tags of what was deleted moments ago are still found.
    const there = await Promise.all(
      unknown.map((one) => isThere(bounded, placeOf(account, application, one.name))),
    )
    return { found: unknown.filter((_, index) => there[index]) }
  } catch (thrown) {
    aws.signal?.throwIfAborted()
    if (thrown instanceof OcheError) return { found: [], failure: thrown.message }
    if (bounded.signal?.aborted === true) return { found: [], failure: 'AWS does not answer' }
    throw thrown
  }
}

/** Of this stage alone: others are no business of this command's. */
async function readTagged(aws: Aws, { name: project, stage }: Application): Promise<Orphan[]> {
  const found = await pages(async (PaginationToken) => {
    const page = await aws.call('tag:GetResources', {
      ResourceTypeFilters: ['lambda:function'],
      TagFilters: [
        { Key: ownershipTags.project, Values: [project] },
        ...(stage === undefined ? [] : [{ Key: ownershipTags.stage, Values: [stage] }]),
      ],
      PaginationToken,
    })
    // The last page's token is empty.
    return { items: page.ResourceTagMappingList, next: page.PaginationToken || undefined }
  })
  return found
    .filter(({ Tags }) => stageIn(Tags) === stage)
    .map(({ ResourceARN: arn = '' }) => {
      return { arn, name: unstagedName(arn.slice(arn.lastIndexOf(':') + 1), stage) }
    })
    .sort((a, b) => a.name.localeCompare(b.name))
}

function stageIn(tags: readonly Tag[] = []): string | undefined {
  return tags.find(({ Key }) => Key === ownershipTags.stage)?.Value
}

async function isThere(aws: Aws, place: Place): Promise<boolean> {
  const found = await readFunction(aws, place.function)
  return found !== undefined && isOurs(ownershipOf(place), found.tags)
}
