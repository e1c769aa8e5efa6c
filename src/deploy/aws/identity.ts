import type { Account } from '../names.ts'
import type { Aws } from './aws.ts'

/** Whose credentials these are; the partition stands in the caller's ARN. */
export async function identify(aws: Aws, region: string): Promise<Account> {
  const { Account: id, Arn } = await aws.call('sts:GetCallerIdentity', {})
  return { partition: Arn?.split(':')[1] ?? 'aws', region, id: id ?? '' }
}
