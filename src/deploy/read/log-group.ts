import type { Aws } from '../aws/aws.ts'
import { logGroupArn, type Account } from '../names.ts'
import type { RemoteLogGroup } from '../remote.ts'

/** Tags cost a call of their own and are read only where they decide something. */
export async function readLogGroup(
  aws: Aws,
  account: Account,
  name: string,
  wantsTags: (retentionDays: number | undefined) => boolean,
): Promise<RemoteLogGroup | undefined> {
  // The exact name sorts before every other one that begins with it.
  const found = await aws.call('logs:DescribeLogGroups', { logGroupNamePrefix: name })
  const group = found.logGroups?.find(({ logGroupName }) => logGroupName === name)
  if (group === undefined) return undefined
  return {
    name,
    retentionDays: group.retentionInDays,
    tags: wantsTags(group.retentionInDays)
      ? await readTags(aws, logGroupArn(account, name))
      : undefined,
  }
}

async function readTags(aws: Aws, arn: string): Promise<Record<string, string>> {
  const found = await aws.find('logs:ListTagsForResource', { resourceArn: arn })
  return found?.tags ?? {}
}
