import { INLINE_POLICY } from '../read/role.ts'
import { INLINE_TAG } from '../plan/record.ts'
import { initialRecord, roleTags } from '../plan/role.ts'
import type { Handlers } from './handlers.ts'
import { MADE, type Context } from './context.ts'
import { poll } from './poll.ts'

export const roleHandlers: Handlers<'iam'> = {
  'iam:CreateRole': async (context) => {
    const { aws, desired, roleName } = context
    if (desired.role.type === 'given') return
    await aws.call('iam:CreateRole', {
      RoleName: roleName,
      Description: `Execution role of the function ${desired.name}, made by oche`,
      AssumeRolePolicyDocument: JSON.stringify(desired.role.trust),
      PermissionsBoundary: desired.role.boundary,
      Tags: tagList({ ...roleTags(desired), [INLINE_TAG]: initialRecord(desired.role.inline) }),
    })
    await untilVisible(context)
  },
  'iam:UpdateAssumeRolePolicy': async ({ aws, desired, roleName }) => {
    if (desired.role.type === 'given') return
    await aws.call('iam:UpdateAssumeRolePolicy', {
      RoleName: roleName,
      PolicyDocument: JSON.stringify(desired.role.trust),
    })
  },
  'iam:PutRolePermissionsBoundary': async ({ aws, roleName }, { arn }) => {
    await aws.call('iam:PutRolePermissionsBoundary', {
      RoleName: roleName,
      PermissionsBoundary: arn,
    })
  },
  'iam:DeleteRolePermissionsBoundary': async ({ aws, roleName }) => {
    await aws.call('iam:DeleteRolePermissionsBoundary', { RoleName: roleName })
  },
  'iam:TagRole': async ({ aws, roleName }, { tags }) => {
    await aws.call('iam:TagRole', { RoleName: roleName, Tags: tagList(tags) })
  },
  'iam:AttachRolePolicy': async ({ aws, roleName }, { arn }) => {
    const input = { RoleName: roleName, PolicyArn: arn }
    await aws.call('iam:AttachRolePolicy', input, MADE)
  },
  'iam:DetachRolePolicy': async ({ aws, roleName }, { arn }) => {
    await aws.call('iam:DetachRolePolicy', { RoleName: roleName, PolicyArn: arn })
  },
  'iam:PutRolePolicy': async ({ aws, roleName }, { document }) => {
    const input = {
      RoleName: roleName,
      PolicyName: INLINE_POLICY,
      PolicyDocument: JSON.stringify(document),
    }
    await aws.call('iam:PutRolePolicy', input, MADE)
  },
  'iam:DeleteRolePolicy': async ({ aws, roleName }, { policy }) => {
    await aws.call('iam:DeleteRolePolicy', { RoleName: roleName, PolicyName: policy })
  },
  'iam:DeleteRole': async ({ aws, roleName }) => {
    await aws.call('iam:DeleteRole', { RoleName: roleName })
  },
}

/** For some seconds IAM does not find a new role, or names it by its id, `AROA…`. */
async function untilVisible({ aws, roleName }: Context): Promise<void> {
  const options = { for: 'IAM to show the role', seconds: 120, interval: 2000 }
  await poll(aws, options, async () => {
    const found = await aws.call('iam:GetRole', { RoleName: roleName }, MADE)
    return found.Role?.Arn?.startsWith('arn:') ? found : undefined
  })
}

export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
