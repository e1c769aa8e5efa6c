import { poll } from '../../converge/poll.ts'
import type { Context, Resource } from '../../converge/resource.ts'
import type { Input } from '../../aws/operations.ts'
import { roleArn } from '../../names.ts'
import { desireRole, type ExecutionRole } from './desire.ts'
import { planRole, removeRole } from './plan.ts'
import { isPresent, readRole, type FoundRole } from './read.ts'

/** The execution role. */
export const role: Resource<ExecutionRole, FoundRole> = {
  desire: desireRole,
  isWanted: (wanted) => wanted.type === 'own',
  read: readRole,
  tell: ({ wanted, found, place }) =>
    wanted.type === 'given'
      ? { roleArn: wanted.arn, ownRole: false }
      : {
          roleArn: roleArn(place.account, found.name),
          ownRole: true,
          newRole: !isPresent(found),
        },
  plan: planRole,
  remove: removeRole,
  apply: () => ({
    'iam:CreateRole': async (context, input) => {
      await context.aws.call('iam:CreateRole', input as Input<'iam:CreateRole'>)
      await untilVisible(context, input.RoleName)
    },
  }),
  progress: (call) => {
    if (!call.startsWith('iam:')) return undefined
    if (call === 'iam:CreateRole') return 'making the role'
    return call === 'iam:DeleteRole' ? 'deleting the role' : 'updating the role'
  },
}

/** For some seconds IAM does not find a new role, or names it by its id, `AROA…`. */
async function untilVisible({ aws }: Context, RoleName: string | undefined): Promise<void> {
  const options = { for: 'IAM to show the role', seconds: 120, interval: 2000 }
  await poll(aws, options, async () => {
    const found = await aws.call('iam:GetRole', { RoleName }, { afterCreate: true })
    return found.Role?.Arn?.startsWith('arn:') ? found : undefined
  })
}
