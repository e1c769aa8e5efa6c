import { OcheError } from '../core/errors.ts'
import { applyPlan } from './apply/apply.ts'
import { hasUploads } from './apply/bucket.ts'
import { progressText } from './apply/progress.ts'
import { OutOfDate, type Aws } from './aws/aws.ts'
import { awsError } from './aws/aws-error.ts'
import { backoff } from './aws/retry-policy.ts'
import { MAX_ROUNDS, startingContext, withoutRepeats, type Planned } from './deploy.ts'
import { bareDesired, type Desired } from './desired.ts'
import { ownershipTags, regionalRoleName, roleName, type Account } from './names.ts'
import { planDestroy } from './plan/destroy.ts'
import { ENDPOINT_TAG } from './plan/record.ts'
import { readApis, readStatements, readUrl } from './read/endpoint.ts'
import { readLogGroup } from './read/log-group.ts'
import { readNamed } from './read/role.ts'
import { readFunction, readLive } from './read/remote.ts'
import type { Remote, RemoteApi, RemoteFunction } from './remote.ts'

export interface DestroyOptions {
  aws: Aws
  account: Account
  projectName: string
  functionName: string
  /** Deletes the log group too. @default false */
  logs?: boolean | undefined
}

/** What would go. @throws OcheError `NOT_OURS` */
export async function planFunctionDestroy(options: DestroyOptions): Promise<Planned> {
  const { aws, account, projectName, functionName, logs } = options
  const desired = bareDesired(account, projectName, functionName)
  const [found, live, url, statements, role, logGroup, uploads] = await Promise.all([
    readFunction(aws, functionName),
    readLive(aws, functionName),
    readUrl(aws, functionName),
    readStatements(aws, functionName),
    readOwnRole(aws, desired),
    readLogGroup(aws, account, desired.logGroup.name, () => logs === true),
    hasUploads(aws, desired),
  ])
  const apis = await readApisOf(aws, functionName, found)
  const known = { function: found, live, url, apis, statements, role, logGroup }
  const remote: Remote = { ...known, retries: undefined }
  const inlinePolicies = 'arn' in role ? await readInlinePolicies(aws, role.name) : []
  return { desired, remote, plan: planDestroy(desired, remote, { logs, uploads, inlinePolicies }) }
}

/**
 * Deletes what was planned, and looks again until nothing is left.
 *
 * @throws OcheError
 */
export async function applyFunctionDestroy(
  options: DestroyOptions & { progress: (message: string) => void },
  planned: Planned,
): Promise<void> {
  const progress = withoutRepeats(options.progress)
  const aws = options.aws.reportingTo((what) => progress(`waiting for ${what}`))
  let current = planned
  for (let round = 1; current.plan.changes.length > 0; round++) {
    try {
      const context = startingContext(aws, current)
      await applyPlan(context, current.plan, (call) => progress(progressText(call)))
    } catch (thrown) {
      if (!(thrown instanceof OutOfDate)) throw thrown
      if (round >= MAX_ROUNDS) throw awsError(thrown.operation, thrown.failure)
      await aws.clock.sleep(backoff(round + 1, aws.clock.random()), aws.signal)
    }
    progress('looking for what is left')
    current = await planFunctionDestroy({ ...options, aws })
  }
}

/**
 * An API is made only after the function's tag has said so, and goes before the function: whoever
 * may not look at APIs has none where the function has no such tag.
 */
async function readApisOf(
  aws: Aws,
  functionName: string,
  found: RemoteFunction | undefined,
): Promise<readonly RemoteApi[]> {
  if (['url', 'none'].includes(found?.tags[ENDPOINT_TAG] ?? '')) return []
  try {
    return await readApis(aws, functionName, () => true)
  } catch (thrown) {
    const isDenied = thrown instanceof OcheError && thrown.code === 'ACCESS_DENIED'
    if (isDenied && found === undefined) return []
    throw thrown
  }
}

/** Of the two names that a role of ours can have, one that is there and is this region's. */
async function readOwnRole(aws: Aws, desired: Desired): Promise<Remote['role']> {
  const { name, account } = desired
  const names = [roleName(name), regionalRoleName(name, account.region)]
  const found = await Promise.all(names.map((one) => readNamed(aws, one, undefined)))
  const own = found.find((role) => role?.tags[ownershipTags.region] === account.region)
  return own ?? { name: '' }
}

async function readInlinePolicies(aws: Aws, RoleName: string): Promise<string[]> {
  const found = await aws.find('iam:ListRolePolicies', { RoleName })
  return found?.PolicyNames ?? []
}
