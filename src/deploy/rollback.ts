import { OcheError } from '../core/errors.ts'
import { pointAlias } from './apply/function.ts'
import { OutOfDate, type Aws } from './aws/aws.ts'
import { awsError } from './aws/aws-error.ts'
import { backoff } from './aws/retry-policy.ts'
import { MAX_ROUNDS } from './deploy.ts'
import { bareDesired } from './desired.ts'
import type { Account } from './names.ts'
import { requireOurs } from './plan/tags.ts'
import { readFunction, readLive } from './read/remote.ts'
import { readVersions, type PublishedVersion } from './read/versions.ts'

export interface FunctionPlace {
  aws: Aws
  account: Account
  projectName: string
  functionName: string
}

export interface ListedVersion extends PublishedVersion {
  /** Whether the alias points to it. */
  live: boolean
}

/**
 * Published versions, the newest first.
 *
 * @throws OcheError `NOT_DEPLOYED`, `NOT_OURS`
 */
export async function listVersions(place: FunctionPlace): Promise<ListedVersion[]> {
  const { aws, functionName } = place
  await requireDeployed(place)
  const [versions, live] = await Promise.all([
    readVersions(aws, functionName),
    readLive(aws, functionName),
  ])
  return versions.map((version) => ({ ...version, live: version.version === live?.version }))
}

/**
 * Points the alias to another version: one call, and nothing is built or uploaded.
 *
 * @returns the version that served before
 * @throws OcheError `VERSION_UNKNOWN`, `NOT_DEPLOYED`, `NOT_OURS`
 */
export async function rollback(place: FunctionPlace, version: string): Promise<string | undefined> {
  const { aws } = place
  const { account, projectName, functionName } = place
  const desired = bareDesired(account, projectName, functionName)
  const before = (await knownVersions(place, version)).find(({ live }) => live)?.version
  for (let round = 1; ; round++) {
    if ((await readLive(aws, functionName))?.version === version) return before
    try {
      await pointAlias({ aws, desired }, version)
      return before
    } catch (thrown) {
      if (!(thrown instanceof OutOfDate)) throw thrown
      if (round >= MAX_ROUNDS) throw awsError(thrown.operation, thrown.failure)
      await aws.clock.sleep(backoff(round, aws.clock.random()), aws.signal)
    }
  }
}

async function knownVersions(place: FunctionPlace, version: string): Promise<ListedVersion[]> {
  const versions = await listVersions(place)
  if (versions.some((known) => known.version === version)) return versions
  const known = versions.map((one) => one.version).join(', ')
  throw new OcheError('VERSION_UNKNOWN', `${place.functionName} has no version "${version}"`, {
    remedy: `Versions there are: ${known || 'none'}.`,
  })
}

/** @throws OcheError `NOT_DEPLOYED`, `NOT_OURS` */
async function requireDeployed(place: FunctionPlace): Promise<void> {
  const { aws, account, projectName, functionName } = place
  const found = await readFunction(aws, functionName)
  if (found === undefined) throw notDeployed(place)
  const { tags } = bareDesired(account, projectName, functionName)
  requireOurs(`the function ${functionName}`, tags, found.tags, false)
}

export function notDeployed({ account, functionName }: FunctionPlace): OcheError {
  return new OcheError('NOT_DEPLOYED', `${functionName} is not deployed in ${account.region}`, {
    remedy: 'Type: oche deploy',
  })
}
