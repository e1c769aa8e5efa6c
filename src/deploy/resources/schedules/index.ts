import type { Input } from '../../aws/operations.ts'
import { poll } from '../../converge/poll.ts'
import type { Resource } from '../../converge/resource.ts'
import { desireSchedules, type Schedules } from './desire.ts'
import { planSchedules, removeSchedules } from './plan.ts'
import { readSchedules, type RemoteSchedules } from './read.ts'

/** Schedules of EventBridge Scheduler that call the alias. */
export const schedules: Resource<Schedules, RemoteSchedules> = {
  desire: desireSchedules,
  isWanted: ({ all }) => all.length > 0,
  read: readSchedules,
  plan: planSchedules,
  remove: removeSchedules,
  apply: () => ({
    'scheduler:CreateScheduleGroup': async ({ aws }, input) => {
      const options = { for: 'the schedules before to be gone', seconds: 300, interval: 2000 }
      await poll(aws, options, async () => {
        const found = await aws.find('scheduler:GetScheduleGroup', { Name: input.Name })
        return found?.State === 'DELETING' ? undefined : true
      })
      const sent = input as Input<'scheduler:CreateScheduleGroup'>
      await aws.call('scheduler:CreateScheduleGroup', sent)
    },
  }),
  progress: (call) => {
    if (!call.startsWith('scheduler:')) return undefined
    return call.includes('Delete') ? 'deleting schedules' : 'setting schedules'
  },
}
