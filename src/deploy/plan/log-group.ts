import type { Desired } from '../desired.ts'
import type { Remote } from '../remote.ts'
import { emptyPlan, type Plan } from './plan.ts'
import { isOurs } from './tags.ts'

/** A group that was there before is left alone; where it is taken over it gets our tags first. */
export function planLogGroup(desired: Desired, remote: Remote, adopt: boolean): Plan {
  const { name, retentionDays } = desired.logGroup
  const found = remote.logGroup
  if (found === undefined) {
    return {
      changes: [{ resource: 'log group', action: 'create', to: name }],
      steps: [{ call: 'logs:CreateLogGroup' }, { call: 'logs:PutRetentionPolicy' }],
      notes: [],
    }
  }
  if (found.retentionDays === retentionDays) return emptyPlan()
  const ours = isOurs(desired.tags, found.tags ?? {})
  if (!ours && !adopt) {
    const note = `the log group ${name} was not made by oche: its retention stays (--adopt takes it over)`
    return { changes: [], steps: [], notes: [note] }
  }
  return {
    changes: [
      {
        resource: 'log group',
        action: 'update',
        path: 'logRetentionDays',
        from: found.retentionDays ?? 'never expires',
        to: retentionDays,
      },
    ],
    steps: [
      ...(ours ? [] : [{ call: 'logs:TagResource', tags: desired.tags } as const]),
      { call: 'logs:PutRetentionPolicy' },
    ],
    notes: [],
  }
}
