import type { Aws } from '../aws/aws.ts'
import type { Phases, Planning, Reading, Removing, Resource } from '../converge/resource.ts'
import { emptyPlan, one, step, stepOnMade, type Plan } from '../model/plan.ts'
import { planTags } from '../model/tag-plan.ts'
import { hasTags, isOurs } from '../model/tags.ts'
import { logGroupArn, logGroupName } from '../names.ts'

export interface LogGroup {
  name: string
  /** Undefined: for ever. */
  retentionDays: number | undefined
}

export interface RemoteLogGroup {
  name: string
  retentionDays: number | undefined
  /** Undefined where it was not asked for. */
  tags: Readonly<Record<string, string>> | undefined
}

/** The function's log group, which is there before its first invocation. */
export const logGroup: Resource<LogGroup, RemoteLogGroup | undefined> = {
  desire: ({ fn, place }) => ({
    name: logGroupName(place.function),
    retentionDays: fn.logRetentionDays === 'never' ? undefined : fn.logRetentionDays,
  }),
  read,
  plan,
  remove,
  progress: (call) => {
    if (!call.startsWith('logs:')) return undefined
    if (call === 'logs:CreateLogGroup') return 'making the log group'
    return call === 'logs:DeleteLogGroup' ? 'deleting the log group' : 'updating the log group'
  },
}

/** Tags cost a call of their own and are read only where they decide something. */
async function read(reading: Reading<LogGroup>): Promise<RemoteLogGroup | undefined> {
  const { aws, place, wanted, thorough, logs, tags: desired, function: fn } = reading
  const name = logGroupName(place.function)
  // The exact name sorts before every other one that begins with it.
  const found = await aws.call('logs:DescribeLogGroups', { logGroupNamePrefix: name })
  const group = found.logGroups?.find(({ logGroupName: has }) => has === name)
  if (group === undefined) return undefined
  const retentionDays = group.retentionInDays
  // The function's tags are written after the group's: where they are right, the group's are.
  const isTagged = fn !== undefined && hasTags(desired, fn.tags)
  const isAsWanted = isTagged && retentionDays === wanted?.retentionDays
  const matters = wanted === undefined ? logs : thorough || !isAsWanted
  const tags = matters ? await readTags(aws, logGroupArn(place.account, name)) : undefined
  return { name, retentionDays, tags }
}

async function readTags(aws: Aws, resourceArn: string): Promise<Record<string, string>> {
  const found = await aws.find('logs:ListTagsForResource', { resourceArn })
  return found?.tags ?? {}
}

/** A group that was there before is left alone; where it is taken over it gets our tags first. */
function plan(planning: Planning<LogGroup, RemoteLogGroup | undefined>): Phases {
  const { wanted, found, tags, place, adopt } = planning
  const { name, retentionDays } = wanted
  const retention =
    retentionDays === undefined
      ? step('logs:DeleteRetentionPolicy', { logGroupName: name })
      : stepOnMade('logs:PutRetentionPolicy', {
          logGroupName: name,
          retentionInDays: retentionDays,
        })
  if (found === undefined) {
    const making = step('logs:CreateLogGroup', { logGroupName: name, tags: { ...tags } })
    // A new one is kept for ever.
    const steps = retentionDays === undefined ? [making] : [making, retention]
    return { make: one({ resource: 'log group', action: 'create', to: name }, ...steps) }
  }
  const isKept = found.retentionDays === retentionDays
  if (found.tags === undefined) return {}
  if (!isOurs(tags, found.tags) && !adopt) {
    const note = `the log group ${name} was not made by oche: its retention stays (oche deploy --adopt takes it over)`
    return isKept ? {} : { make: { ...emptyPlan(), notes: [note] } }
  }
  const resourceArn = logGroupArn(place.account, name)
  const prepare = planTags('log group', tags, found.tags, {
    add: (added) => step('logs:TagResource', { resourceArn, tags: added }),
    remove: (tagKeys) => step('logs:UntagResource', { resourceArn, tagKeys }),
  })
  if (isKept) return { prepare }
  const change = {
    resource: 'log group',
    action: 'update',
    path: 'logRetentionDays',
    from: found.retentionDays ?? 'never expires',
    to: retentionDays ?? 'never expires',
  } as const
  return { prepare, make: one(change, retention) }
}

function remove({ found, tags, logs }: Removing<RemoteLogGroup | undefined>): Plan {
  if (!logs || found === undefined) return emptyPlan()
  const { name } = found
  if (!isOurs(tags, found.tags ?? {})) {
    return { ...emptyPlan(), notes: [`the log group ${name} was not made by oche: it stays`] }
  }
  return one(
    { resource: 'log group', action: 'delete', from: name },
    step('logs:DeleteLogGroup', { logGroupName: name }),
  )
}
