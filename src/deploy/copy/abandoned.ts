import { isAlive } from '../../core/is-alive.ts'
import type { Aws } from '../aws/aws.ts'
import { pages } from '../aws/pages.ts'
import type { Place } from '../model/place.ts'
import { removeCopy } from './copy.ts'
import { COPY_TAG, copyPrefix, isAbandoned, MAKER_TAG } from './name.ts'

/**
 * Deletes copies of a function that runs before this have left, since they were killed.
 *
 * @returns their names
 */
export async function removeAbandoned(aws: Aws, place: Place): Promise<string[]> {
  const names = new Set([...(await taggedCopies(aws, place)), ...(await loggedCopies(aws, place))])
  const removed: string[] = []
  for (const name of names) {
    if (!(await isLeft(aws, name))) continue
    await removeCopy(aws, name)
    removed.push(name)
  }
  return removed
}

/** A log without a function is nobody's. */
async function isLeft(aws: Aws, name: string): Promise<boolean> {
  const found = await aws.find('lambda:GetFunction', { FunctionName: name })
  if (found?.Configuration === undefined) return true
  const modified = Date.parse(found.Configuration.LastModified ?? '')
  return isAbandoned(found.Tags?.[MAKER_TAG], modified, Date.now(), isAlive)
}

async function taggedCopies(aws: Aws, place: Place): Promise<string[]> {
  const found = await pages(async (PaginationToken) => {
    const page = await aws.call('tag:GetResources', {
      ResourceTypeFilters: ['lambda:function'],
      TagFilters: [{ Key: COPY_TAG, Values: [place.function] }],
      PaginationToken,
    })
    return { items: page.ResourceTagMappingList, next: page.PaginationToken || undefined }
  })
  return found.map(({ ResourceARN: arn = '' }) => arn.slice(arn.lastIndexOf(':') + 1))
}

/** Lines that come late make Lambda make the log anew. */
async function loggedCopies(aws: Aws, place: Place): Promise<string[]> {
  const prefix = `/aws/lambda/${copyPrefix(place)}`
  const found = await aws.call('logs:DescribeLogGroups', { logGroupNamePrefix: prefix })
  return (found.logGroups ?? []).flatMap(
    ({ logGroupName: name }) => name?.slice('/aws/lambda/'.length) ?? [],
  )
}
