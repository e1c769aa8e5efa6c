import type { PutTargetsResponse } from '@aws-sdk/client-eventbridge'
import type { Input } from '../../aws/operations.ts'
import { OutOfDate } from '../../aws/aws.ts'
import type { Handlers, Resource } from '../../converge/resource.ts'
import { desireRules, type Rule } from './desire.ts'
import { planRules, removeRules } from './plan.ts'
import { readRules, type RemoteRule } from './read.ts'

/** EventBridge answers well also where it has not taken a target. @throws OutOfDate */
function requireTaken(
  operation: 'events:PutTargets' | 'events:RemoveTargets',
  { FailedEntries = [] }: PutTargetsResponse,
): void {
  const [failed] = FailedEntries
  if (failed === undefined) return
  const { ErrorCode: code = 'Failed', ErrorMessage: message = 'no reason given' } = failed
  const failure = { code, message, status: undefined, requestId: undefined, cause: undefined }
  throw new OutOfDate(operation, failure, false)
}

const removing: Handlers = {
  'events:RemoveTargets': async ({ aws }, input) => {
    const sent = input as Input<'events:RemoveTargets'>
    requireTaken('events:RemoveTargets', await aws.call('events:RemoveTargets', sent))
  },
}

/** Rules of EventBridge that call the alias. */
export const rules: Resource<readonly Rule[], readonly RemoteRule[]> = {
  desire: desireRules,
  isWanted: (wanted) => wanted.length > 0,
  read: readRules,
  plan: planRules,
  remove: removeRules,
  apply: () => ({
    'events:PutTargets': async ({ aws }, input) => {
      const sent = input as Input<'events:PutTargets'>
      const answer = await aws.call('events:PutTargets', sent, { afterCreate: true })
      requireTaken('events:PutTargets', answer)
    },
  }),
  removing,
  progress: (call) => {
    if (!call.startsWith('events:')) return undefined
    return call === 'events:DeleteRule' || call === 'events:RemoveTargets'
      ? 'deleting rules'
      : 'setting rules'
  },
}
