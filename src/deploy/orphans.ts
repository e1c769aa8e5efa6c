import type { Tag } from '@aws-sdk/client-resource-groups-tagging-api'
import { OcheError } from '../core/errors.ts'
import { unstagedName } from '../core/stage.ts'
import type { Aws } from './aws/aws.ts'
import { pages } from './aws/pages.ts'
import { ownershipOf, placeOf, type Application, type Tags } from './model/place.ts'
import { isOurs } from './model/tags.ts'
import { ownershipTags, type Account } from './names.ts'
import { readFunction } from './resources/function/read.ts'

/** A function that this project has deployed and that its configuration no longer has. */
export interface Orphan {
  /** As oche.yaml called it. */
  name: string
  /** Of the function; where that was deleted by hand, of something that it has left. */
  arn: string
}

interface OrphanSearch {
  found: Orphan[]
  /** Why nobody knows whether there are any, in words. */
  failure?: string
}

/** Something with the project's tags. */
interface Tagged extends Orphan {
  kind: Kind
  stage: string | undefined
}

/** Finding orphans is no reason to wait for long, in milliseconds. */
const BOUND = 10_000

type Kind = 'function' | 'mapping' | 'schedules' | 'rule'

/** What has a function's tags, by its ARN: what starts it can outlive it. */
const KINDS: readonly [Kind, RegExp][] = [
  ['function', /^arn:[^:]+:lambda:[^:]*:\d*:function:[^:]+$/],
  ['mapping', /^arn:[^:]+:lambda:[^:]*:\d*:event-source-mapping:/],
  ['schedules', /^arn:[^:]+:scheduler:[^:]*:\d*:schedule-group\//],
  ['rule', /^arn:[^:]+:events:[^:]*:\d*:rule\//],
]

/**
 * Functions of the account and region that carry the project's tags and are none of those named, and those
 * of which only something is left that has started them. To look for them takes a permission that nothing
 * else needs: without it the search fails, nothing more.
 */
export async function findOrphans(
  aws: Aws,
  account: Account,
  application: Application,
  names: readonly string[],
): Promise<OrphanSearch> {
  return searching(aws, async (bounded) => {
    const { stage } = application
    const tagged = (await readTagged(bounded, application.name, stage)).filter(
      (one) => one.stage === stage && !names.includes(one.name),
    )
    // Tags of what was deleted moments ago are still found.
    const there = await Promise.all(
      tagged.map((one) => isThere(bounded, account, application, one)),
    )
    const found = tagged.filter((_, index) => there[index])
    return [
      ...new Map(found.toReversed().map(({ name, arn }) => [name, { name, arn }])).values(),
    ].toSorted((a, b) => a.name.localeCompare(b.name))
  })
}

interface StageSearch {
  found: string[]
  failure?: string
}

/** Stages of the project that there is something of in the account and region, by its tags. */
export function findStages(aws: Aws, project: string): Promise<StageSearch> {
  return searching(aws, async (bounded) => {
    const tagged = await readTagged(bounded, project, undefined)
    return [...new Set(tagged.flatMap(({ stage }) => stage ?? []))].toSorted()
  })
}

async function searching<T>(
  aws: Aws,
  search: (bounded: Aws) => Promise<T[]>,
): Promise<{ found: T[]; failure?: string }> {
  const bounded = aws.within(AbortSignal.timeout(BOUND))
  try {
    return { found: await search(bounded) }
  } catch (thrown) {
    aws.signal?.throwIfAborted()
    if (thrown instanceof OcheError) return { found: [], failure: thrown.message }
    if (bounded.signal?.aborted === true) return { found: [], failure: 'AWS does not answer' }
    throw thrown
  }
}

/** Functions first. @param stage that alone, where there is one */
async function readTagged(aws: Aws, project: string, stage: string | undefined): Promise<Tagged[]> {
  const found = await pages(async (PaginationToken) => {
    const page = await aws.call('tag:GetResources', {
      // By service: not all kinds of resources are known to it by name.
      ResourceTypeFilters: ['lambda', 'scheduler', 'events'],
      TagFilters: [
        { Key: ownershipTags.project, Values: [project] },
        ...(stage === undefined ? [] : [{ Key: ownershipTags.stage, Values: [stage] }]),
      ],
      PaginationToken,
    })
    // The last page's token is empty.
    return { items: page.ResourceTagMappingList, next: page.PaginationToken || undefined }
  })
  const all = found.flatMap(({ ResourceARN: arn = '', Tags }) => taggedBy(arn, Tags))
  return all.toSorted((a, b) => Number(b.kind === 'function') - Number(a.kind === 'function'))
}

function taggedBy(arn: string, tags: readonly Tag[] = []): Tagged[] {
  const kind = KINDS.find(([, form]) => form.test(arn))?.[0]
  const valueOf = (key: string) => tags.find(({ Key }) => Key === key)?.Value
  const stage = valueOf(ownershipTags.stage)
  // A function has its own name, whatever its tags say.
  const staged = kind === 'function' ? arn.split(':').at(-1) : valueOf(ownershipTags.function)
  if (kind === undefined || staged === undefined) return []
  return [{ kind, stage, arn, name: unstagedName(staged, stage) }]
}

async function isThere(
  aws: Aws,
  account: Account,
  application: Application,
  { kind, name, arn }: Tagged,
): Promise<boolean> {
  const place = placeOf(account, application, name)
  const tags =
    kind === 'function'
      ? (await readFunction(aws, place.function))?.tags
      : await tagReaders[kind](aws, arn)
  return tags !== undefined && isOurs(ownershipOf(place), tags)
}

const tagReaders: Record<
  Exclude<Kind, 'function'>,
  (aws: Aws, arn: string) => Promise<Tags | undefined>
> = {
  mapping: async (aws, Resource) => (await aws.find('lambda:ListTags', { Resource }))?.Tags,
  schedules: async (aws, ResourceArn) =>
    tagsIn((await aws.find('scheduler:ListTagsForResource', { ResourceArn }))?.Tags),
  rule: async (aws, ResourceARN) =>
    tagsIn((await aws.find('events:ListTagsForResource', { ResourceARN }))?.Tags),
}

function tagsIn(tags: readonly Tag[] | undefined): Tags | undefined {
  return tags && Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]))
}
