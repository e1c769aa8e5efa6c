import type { Phases, Planning, Reading, Removing, Resource } from '../../converge/resource.ts'
import type { Gateway } from '../../model/gateway.ts'
import type { Ground } from '../../model/place.ts'
import {
  emptyPlan,
  joinPlans,
  ofApi,
  one,
  step,
  stepOnMade,
  update,
  type Plan,
} from '../../model/plan.ts'
import { isOurs } from '../../model/tags.ts'
import { accessLogGroupName, logGroupArn } from '../../names.ts'
import { ourApis } from './apis.ts'
import { phasesOfApi } from './phases-of-api.ts'
import { partsInQuestion, wantedApi, type ApplicationSource } from './source.ts'

export interface AccessLogs {
  name: string
  /** Undefined: for ever. */
  retentionDays: number | undefined
}

interface RemoteGroup extends AccessLogs {
  tags: Readonly<Record<string, string>>
}

type Wanted = AccessLogs | undefined

/** The log group of an API's access logs, which is there before the stage that writes to it. */
export function accessLogs(
  gateway: Gateway,
): Resource<Wanted, readonly RemoteGroup[], Ground, ApplicationSource> {
  return {
    desire: (source) => desire(source, gateway),
    read: (reading) => read(reading, gateway),
    plan: (planning) => phasesOfApi(gateway, plan(planning)),
    remove: (removing) => ofApi(gateway, remove(removing)),
    progress: (call) => (call.startsWith('logs:') ? 'updating the log group' : undefined),
  }
}

/** Kept for as long as the logs of the function whose are kept the longest. */
function desire(source: ApplicationSource, gateway: Gateway): Wanted {
  const wanted = wantedApi(source, gateway)
  if (wanted?.accessLogs === undefined || partsInQuestion(wanted).length === 0) return undefined
  const days = source.functions.map(({ logRetentionDays }) =>
    logRetentionDays === 'never' ? Infinity : logRetentionDays,
  )
  const longest = Math.max(...days)
  return { name: wanted.accessLogs, retentionDays: longest === Infinity ? undefined : longest }
}

async function read(
  { aws, place, wanted, tags, gateways, isRemoval, logs }: Reading<Wanted, Ground>,
  gateway: Gateway,
): Promise<RemoteGroup[]> {
  const going = isRemoval && logs ? ourApis(tags, gateways?.[gateway]) : []
  const names = [
    ...(wanted === undefined ? [] : [wanted.name]),
    ...going.map((api) => accessLogGroupName(api.name, gateway)),
  ]
  const found = await Promise.all(
    names.map(async (name): Promise<RemoteGroup[]> => {
      const listed = await aws.call('logs:DescribeLogGroups', { logGroupNamePrefix: name })
      const group = listed.logGroups?.find(({ logGroupName }) => logGroupName === name)
      if (group === undefined) return []
      const retentionDays = group.retentionInDays
      // Tags cost a call of their own and are read only where they decide something.
      const matters = wanted === undefined || retentionDays !== wanted.retentionDays
      const resourceArn = logGroupArn(place.account, name)
      const tagged = matters && (await aws.find('logs:ListTagsForResource', { resourceArn }))
      return [{ name, retentionDays, tags: (tagged || undefined)?.tags ?? {} }]
    }),
  )
  return found.flat()
}

function plan(planning: Planning<Wanted, readonly RemoteGroup[], Ground>): Phases {
  const { wanted, found, tags } = planning
  if (wanted === undefined) return {}
  const { name, retentionDays } = wanted
  const [group] = found
  const retention =
    retentionDays === undefined
      ? step('logs:DeleteRetentionPolicy', { logGroupName: name })
      : stepOnMade('logs:PutRetentionPolicy', {
          logGroupName: name,
          retentionInDays: retentionDays,
        })
  if (group === undefined) {
    const making = step('logs:CreateLogGroup', { logGroupName: name, tags: { ...tags } })
    const steps = retentionDays === undefined ? [making] : [making, retention]
    return { prepare: one({ resource: 'log group', action: 'create', to: name }, ...steps) }
  }
  if (group.retentionDays === retentionDays || !isOurs(tags, group.tags)) return {}
  return { prepare: one(update('log group', 'logRetentionDays'), retention) }
}

function remove({ found, tags }: Removing<readonly RemoteGroup[], Ground>): Plan {
  const ours = found.filter((group) => isOurs(tags, group.tags))
  if (ours.length === 0) return emptyPlan()
  return joinPlans(
    ...ours.map(({ name }) =>
      one(
        { resource: 'log group', action: 'delete', from: name },
        step('logs:DeleteLogGroup', { logGroupName: name }),
      ),
    ),
  )
}
