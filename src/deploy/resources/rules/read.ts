import type { Target } from '@aws-sdk/client-eventbridge'
import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import type { Reading } from '../../converge/resource.ts'
import { equal } from '../../model/equal.ts'
import { aliasArn, ownershipOf, type Place, type Tags } from '../../model/place.ts'
import { hasTags } from '../../model/tags.ts'
import { ownershipTags, ruleArn } from '../../names.ts'
import { recordedSources } from '../events/callers.ts'
import { readLeftOver } from '../events/left-over.ts'
import type { Rule } from './desire.ts'

export interface RemoteRule {
  name: string
  bus: string
  /** Whether there is such a bus; only of a rule that is not there. */
  hasBus: boolean
  rule: FoundRule | undefined
}

export interface FoundRule {
  pattern: unknown
  enabled: boolean
  tags: Tags
  targets: readonly Target[]
}

type RulesReading = Reading<readonly Rule[]>

/** The rules that are wanted, and those that have our permission to call. */
export function readRules(reading: RulesReading): Promise<RemoteRule[]> {
  const isWanted = (reading.wanted ?? []).length > 0
  return readLeftOver(reading, isWanted, [], async () => {
    const { aws, place, wanted = [], thorough, tags, function: fn } = reading
    const ours = (await recorded(reading)).map((one) => arnOf(place, one))
    const all: (Rule | Name)[] = [...ours.map(nameIn), ...wanted]
    const byArn = new Map(all.map((one) => [arnOf(place, one), one]))
    // The function's tags are written after those of its rules: where they are right, these are.
    const isTagged = fn !== undefined && hasTags(tags, fn.tags)
    const known = !thorough && isTagged ? tags : undefined
    return Promise.all(
      [...byArn].map(([arn, name]) => {
        // What is to be changed or deleted may have become somebody else's.
        const isSure = (rule: SeenRule) => ours.includes(arn) && isAsWanted(place, name, rule)
        return readRule(aws, arn, name, (rule) => (isSure(rule) ? known : undefined))
      }),
    )
  })
}

type Name = Pick<Rule, 'name' | 'bus'>

const arnOf = ({ account }: Place, { bus, name }: Name) => ruleArn(account, bus, name)

/** Where the function is gone, and with it the record, tags tell of them. */
async function recorded(reading: RulesReading): Promise<Name[]> {
  const { function: fn, isRemoval, mayExist, aws, place } = reading
  if (fn === undefined) return isRemoval ? (await taggedRules(aws, place)).map(nameIn) : []
  return isRemoval || mayExist ? (await recordedSources(reading, 'rule')).map(nameIn) : []
}

/** `…:rule/NAME` on the default bus, `…:rule/BUS/NAME` on another. */
function nameIn(arn: string): Name {
  const path = arn.slice(arn.indexOf(':rule/') + ':rule/'.length)
  const end = path.lastIndexOf('/')
  return end < 0
    ? { name: path, bus: 'default' }
    : { name: path.slice(end + 1), bus: path.slice(0, end) }
}

async function taggedRules(aws: Aws, place: Place): Promise<string[]> {
  const own = ownershipOf(place)
  const keys = [ownershipTags.project, ownershipTags.function]
  const found = await pages(async (PaginationToken) => {
    const page = await aws.call('tag:GetResources', {
      ResourceTypeFilters: ['events:rule'],
      TagFilters: keys.map((Key) => ({ Key, Values: [own[Key]!] })),
      PaginationToken,
    })
    return { items: page.ResourceTagMappingList, next: page.PaginationToken || undefined }
  })
  return found.flatMap(({ ResourceARN }) => ResourceARN ?? [])
}

type SeenRule = Omit<FoundRule, 'tags'>

/** @param wanted one that is not, is known by its name alone */
function isAsWanted(place: Place, wanted: Rule | Name, found: SeenRule): boolean {
  if (!('pattern' in wanted)) return false
  const [target, ...others] = found.targets
  const isRight = target?.Arn === aliasArn(place) && others.length === 0
  return isRight && equal(wanted.pattern, found.pattern) && wanted.enabled === found.enabled
}

/** @param tagsOf its tags, where they need not be asked for */
async function readRule(
  aws: Aws,
  arn: string,
  { name, bus }: Name,
  tagsOf: (rule: SeenRule) => Tags | undefined,
): Promise<RemoteRule> {
  const input = { Name: name, EventBusName: bus }
  const found = await aws.find('events:DescribeRule', input)
  if (found === undefined) {
    const isThere = bus === 'default' || (await aws.find('events:DescribeEventBus', { Name: bus }))
    return { name, bus, hasBus: Boolean(isThere), rule: undefined }
  }
  const targets = await pages(async (NextToken) => {
    const page = await aws.find('events:ListTargetsByRule', {
      Rule: name,
      EventBusName: bus,
      NextToken,
    })
    return { items: page?.Targets, next: page?.NextToken }
  })
  const seen = {
    pattern:
      found.EventPattern === undefined ? undefined : (JSON.parse(found.EventPattern) as unknown),
    enabled: found.State !== 'DISABLED',
    targets,
  }
  const tags = tagsOf(seen) ?? (await readTags(aws, arn))
  return { name, bus, hasBus: true, rule: { ...seen, tags } }
}

async function readTags(aws: Aws, ResourceARN: string): Promise<Tags> {
  const found = await aws.find('events:ListTagsForResource', { ResourceARN })
  return Object.fromEntries((found?.Tags ?? []).map(({ Key, Value }) => [Key!, Value!]))
}
