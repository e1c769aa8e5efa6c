import type { Source } from '../../converge/resource.ts'
import { digestOf } from '../../model/digest.ts'
import { aliasArn, type Place } from '../../model/place.ts'
import { scheduleGroupArn, scheduleName } from '../../names.ts'
import type { OwnRole } from '../role/desire.ts'

export interface Schedule {
  name: string
  expression: string
  timezone: string
  /** What the function gets, as JSON; undefined for what EventBridge sends by itself. */
  input: string | undefined
  enabled: boolean
}

/** Schedules of EventBridge Scheduler in a group of the function's, and the role by which they call. */
export interface Schedules {
  all: readonly Schedule[]
  role: OwnRole
}

export function desireSchedules({ fn, place }: Source): Schedules {
  const events = fn.events.filter((event) => event.type === 'schedule')
  return {
    all: events.map(({ expression, timezone, input, enabled }, index) => ({
      name: scheduleName(place.function, index + 1),
      expression,
      timezone,
      input: input === undefined ? undefined : JSON.stringify(input),
      enabled,
    })),
    role: schedulesRole(place, fn.permissionsBoundary),
  }
}

/** It calls the alias and nothing else, and only for the schedules of this group. */
function schedulesRole(place: Place, boundary: string | undefined): OwnRole {
  const { account, function: name } = place
  return {
    type: 'own',
    description: `Lets the schedules of the function ${name} call it, made by oche`,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: {
              'aws:SourceAccount': account.id,
              'aws:SourceArn': scheduleGroupArn(account, name),
            },
          },
        },
      ],
    },
    managed: [],
    inline: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: aliasArn(place) }],
    },
    boundary,
  }
}

/** Tag of the group: digest of all that there should be, or `changing`. */
export const SCHEDULES_TAG = 'oche:schedules'

export function schedulesDigest(wanted: Schedules): string {
  return digestOf(wanted)
}
