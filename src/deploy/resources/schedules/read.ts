import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import type { Reading } from '../../converge/resource.ts'
import type { Tags } from '../../model/place.ts'
import { scheduleGroupArn, scheduleRoleName } from '../../names.ts'
import { readLeftOver } from '../events/left-over.ts'
import { readNamed, type FoundRole } from '../role/read.ts'
import { SCHEDULES_TAG, schedulesDigest, type Schedule, type Schedules } from './desire.ts'

export interface RemoteSchedules {
  /** Without a name where it was not asked for. */
  role: FoundRole
  /** Undefined where there is none, or only one on its way out. */
  group: RemoteGroup | undefined
}

export interface RemoteGroup {
  tags: Tags
  /** Undefined where its tag says that all is as desired. */
  schedules: readonly RemoteSchedule[] | undefined
}

export interface RemoteSchedule extends Schedule {
  target: string
  role: string
}

const NONE: RemoteSchedules = { role: { name: '' }, group: undefined }

export function readSchedules(reading: Reading<Schedules>): Promise<RemoteSchedules> {
  const isWanted = (reading.wanted?.all.length ?? 0) > 0
  return readLeftOver(reading, isWanted, NONE, () => readThose(reading, isWanted))
}

async function readThose(reading: Reading<Schedules>, isWanted: boolean): Promise<RemoteSchedules> {
  const { aws, place, wanted, thorough, function: fn } = reading
  const name = place.function
  const tags = await readTags(aws, scheduleGroupArn(place.account, name))
  const isSettled =
    isWanted && !thorough && fn !== undefined && tags?.[SCHEDULES_TAG] === schedulesDigest(wanted!)
  if (isSettled) return { role: NONE.role, group: { tags: tags!, schedules: undefined } }
  const roleName = scheduleRoleName(name, place.account.region)
  const [role, group] = await Promise.all([
    readNamed(aws, roleName, undefined, thorough),
    tags === undefined ? undefined : readGroup(aws, name, tags),
  ])
  return { role: role ?? { name: roleName }, group }
}

async function readTags(aws: Aws, ResourceArn: string): Promise<Tags | undefined> {
  const found = await aws.find('scheduler:ListTagsForResource', { ResourceArn })
  return found && Object.fromEntries((found.Tags ?? []).map(({ Key, Value }) => [Key!, Value!]))
}

async function readGroup(aws: Aws, Name: string, tags: Tags): Promise<RemoteGroup | undefined> {
  const found = await aws.find('scheduler:GetScheduleGroup', { Name })
  if (found === undefined || found.State === 'DELETING') return undefined
  const listed = await pages(async (NextToken) => {
    const page = await aws.find('scheduler:ListSchedules', { GroupName: Name, NextToken })
    return { items: page?.Schedules, next: page?.NextToken }
  })
  const schedules = await Promise.all(listed.map((one) => readSchedule(aws, Name, one.Name!)))
  return { tags, schedules: schedules.filter((one) => one !== undefined) }
}

async function readSchedule(
  aws: Aws,
  GroupName: string,
  Name: string,
): Promise<RemoteSchedule | undefined> {
  const found = await aws.find('scheduler:GetSchedule', { GroupName, Name })
  return (
    found && {
      name: Name,
      expression: found.ScheduleExpression ?? '',
      timezone: found.ScheduleExpressionTimezone ?? 'UTC',
      input: found.Target?.Input,
      enabled: found.State !== 'DISABLED',
      target: found.Target?.Arn ?? '',
      role: found.Target?.RoleArn ?? '',
    }
  )
}
