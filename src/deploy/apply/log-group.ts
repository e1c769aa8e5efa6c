import { logGroupArn } from '../names.ts'
import { MADE } from './context.ts'
import type { Handlers } from './handlers.ts'

export const logGroupHandlers: Handlers<'logs'> = {
  'logs:CreateLogGroup': async ({ aws, desired }) => {
    const input = { logGroupName: desired.logGroup.name, tags: { ...desired.tags } }
    await aws.call('logs:CreateLogGroup', input)
  },
  'logs:PutRetentionPolicy': async ({ aws, desired }) => {
    const { name, retentionDays } = desired.logGroup
    const input = { logGroupName: name, retentionInDays: retentionDays }
    await aws.call('logs:PutRetentionPolicy', input, MADE)
  },
  'logs:TagResource': async ({ aws, desired }, { tags }) => {
    await aws.call('logs:TagResource', {
      resourceArn: logGroupArn(desired.account, desired.logGroup.name),
      tags: { ...tags },
    })
  },
  'logs:DeleteLogGroup': async ({ aws, desired }) => {
    await aws.call('logs:DeleteLogGroup', { logGroupName: desired.logGroup.name })
  },
}
