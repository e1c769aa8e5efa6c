import type { CreateScheduleInput } from '@aws-sdk/client-scheduler'
import type { Phases, Planning, Removing } from '../../converge/resource.ts'
import { CHANGING } from '../../model/digest.ts'
import { aliasArn, type Place, type Tags } from '../../model/place.ts'
import {
  emptyPlan,
  joinPlans,
  one,
  step,
  stepOnMade,
  unseen,
  update,
  type Plan,
} from '../../model/plan.ts'
import { planTags } from '../../model/tag-plan.ts'
import { isOurs, requireOurs } from '../../model/tags.ts'
import { roleArn, scheduleGroupArn, scheduleRoleName } from '../../names.ts'
import { planRole, removeRole } from '../role/plan.ts'
import { SCHEDULES_TAG, schedulesDigest, type Schedule, type Schedules } from './desire.ts'
import type { RemoteGroup, RemoteSchedule, RemoteSchedules } from './read.ts'

type SchedulesPlanning = Planning<Schedules, RemoteSchedules>

export function planSchedules(planning: SchedulesPlanning): Phases {
  const { wanted, found, place, tags, adopt } = planning
  if (wanted.all.length === 0) return { remove: removeSchedules(planning) }
  const { group } = found
  const name = place.function
  if (group !== undefined) requireOurs(`the schedule group ${name}`, tags, group.tags, adopt)
  if (group !== undefined && group.schedules === undefined) {
    return { prepare: tagsPlan(place, tags, group) }
  }
  const before = group?.tags[SCHEDULES_TAG]
  const after = schedulesDigest(wanted)
  const inside = joinPlans(
    planRole({ ...planning, wanted: wanted.role, found: found.role }).make,
    group === undefined ? creation(place, tags) : tagsPlan(place, tags, group),
    ...wanted.all.map((one) => planSchedule(place, one, group)),
    ...surplus(wanted, group).map((one) => deletion(place, one)),
  )
  if (inside.steps.length === 0 && before === after) return {}
  return {
    make: joinPlans(
      group === undefined || before === CHANGING || inside.steps.length === 0
        ? undefined
        : record(place, CHANGING),
      inside,
      record(place, after),
    ),
  }
}

function record(place: Place, value: string): Plan {
  const ResourceArn = scheduleGroupArn(place.account, place.function)
  const Tags = tagList({ [SCHEDULES_TAG]: value })
  return unseen(stepOnMade('scheduler:TagResource', { ResourceArn, Tags }))
}

/** Scheduler's form of tags. */
function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

function creation({ function: Name }: Place, tags: Tags): Plan {
  const Tags = tagList({ ...tags, [SCHEDULES_TAG]: CHANGING })
  return one(
    { resource: 'schedule group', action: 'create', to: Name },
    step('scheduler:CreateScheduleGroup', { Name, Tags }),
  )
}

function tagsPlan(place: Place, tags: Tags, group: RemoteGroup): Plan {
  const ResourceArn = scheduleGroupArn(place.account, place.function)
  return planTags('schedule group', tags, group.tags, {
    add: (added) => step('scheduler:TagResource', { ResourceArn, Tags: tagList(added) }),
    remove: (TagKeys) => step('scheduler:UntagResource', { ResourceArn, TagKeys }),
  })
}

function planSchedule(place: Place, wanted: Schedule, group: RemoteGroup | undefined): Plan {
  const { name } = wanted
  const found = group?.schedules?.find((other) => other.name === name)
  const input = inputOf(place, wanted)
  if (found === undefined) {
    return one(
      { resource: 'schedule', action: 'create', path: name, to: wanted.expression },
      stepOnMade('scheduler:CreateSchedule', input),
    )
  }
  const changes = differences(place, wanted, found).map(([key, from, to]) =>
    update('schedule', `${name}.${key}`, from, to),
  )
  if (changes.length === 0) return emptyPlan()
  return { changes, steps: [step('scheduler:UpdateSchedule', input)], notes: [] }
}

/** What a function gets may be secret: it is named alone. */
function differences(
  place: Place,
  wanted: Schedule,
  found: RemoteSchedule,
): [key: string, from?: string | boolean, to?: string | boolean][] {
  const { Arn, RoleArn } = targetOf(place)
  const facts: [string, string | boolean, string | boolean][] = [
    ['expression', found.expression, wanted.expression],
    ['timezone', found.timezone, wanted.timezone],
    ['enabled', found.enabled, wanted.enabled],
    ['target', found.target, Arn],
    ['role', found.role, RoleArn],
  ]
  return [
    ...facts.filter(([, from, to]) => from !== to),
    ...(found.input === wanted.input ? [] : [['input'] as [string]]),
  ]
}

function targetOf(place: Place): { Arn: string; RoleArn: string } {
  const { account, function: name } = place
  const RoleArn = roleArn(account, scheduleRoleName(name, account.region))
  return { Arn: aliasArn(place), RoleArn }
}

/** Whole: an update replaces everything. */
function inputOf(place: Place, wanted: Schedule): CreateScheduleInput {
  const { name, expression, timezone, input, enabled } = wanted
  return {
    GroupName: place.function,
    Name: name,
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone,
    State: enabled ? 'ENABLED' : 'DISABLED',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { ...targetOf(place), ...(input !== undefined && { Input: input }) },
  }
}

/** The group is ours, and so is all that stands in it. */
function surplus(wanted: Schedules, group: RemoteGroup | undefined): RemoteSchedule[] {
  const names = wanted.all.map(({ name }) => name)
  return group?.schedules?.filter(({ name }) => !names.includes(name)) ?? []
}

function deletion({ function: GroupName }: Place, { name, expression }: RemoteSchedule): Plan {
  return one(
    { resource: 'schedule', action: 'delete', path: name, from: expression },
    step('scheduler:DeleteSchedule', { GroupName, Name: name }),
  )
}

/** Schedules one by one, so that they end at once; the role when nothing has it. */
export function removeSchedules(
  removing: Pick<Removing<RemoteSchedules>, 'found' | 'place' | 'tags'>,
): Plan {
  const { found, place, tags } = removing
  const { group, role } = found
  const isOwn = group !== undefined && isOurs(tags, group.tags)
  const isVouched = isOwn && group.tags[SCHEDULES_TAG] !== CHANGING
  return joinPlans(
    isVouched ? record(place, CHANGING) : undefined,
    ...(isOwn ? (group.schedules ?? []).map((each) => deletion(place, each)) : []),
    isOwn
      ? one(
          { resource: 'schedule group', action: 'delete', from: place.function },
          step('scheduler:DeleteScheduleGroup', { Name: place.function }),
        )
      : undefined,
    removeRole({ found: role, tags }),
  )
}
