import { OutOfDate, type Aws } from '../aws/aws.ts'
import type { Operation } from '../aws/operations.ts'
import type { CallFacts } from '../aws/retry-policy.ts'
import type { Desired } from '../desired.ts'
import type { Remote, RemoteVersion } from '../remote.ts'

/** What steps hand to those after them. */
export interface Context {
  aws: Aws
  desired: Desired
  remote: Remote
  roleName: string
  roleArn: string
  /** `$LATEST` as it was last seen. */
  latest: RemoteVersion | undefined
  /** The version that was published, or that serves. */
  version: string | undefined
  url: string | undefined
  api: { id: string; endpoint: string } | undefined
  integrationId: string | undefined
  authorizerId: string | undefined
  /** Bucket and key where the package went through one. */
  stored: { bucket: string; key: string } | undefined
}

/** IAM, Lambda and the others may not find for a moment what this run, or one before, has made. */
export const MADE: CallFacts = { afterCreate: true }

export function roleFacts({ desired }: Context): CallFacts {
  return { ownRole: desired.role.type === 'own' }
}

/** For what an earlier step must have left and is not there: the account is not as it was read. */
export function notThere(operation: Operation, what: string): OutOfDate {
  const message = `${what} is not there`
  const failure = { code: 'Missing', message, status: undefined, requestId: undefined }
  return new OutOfDate(operation, { ...failure, cause: undefined }, false)
}
