import { EXIT, OcheError } from '../core/errors.ts'
import { applyPlan } from './apply/apply.ts'
import { notThere, type Context } from './apply/context.ts'
import { progressText } from './apply/progress.ts'
import { FunctionFailed } from './apply/settle.ts'
import { OutOfDate, type Aws } from './aws/aws.ts'
import { awsError } from './aws/aws-error.ts'
import { backoff } from './aws/retry-policy.ts'
import type { Desired } from './desired.ts'
import { ALIAS, functionArn } from './names.ts'
import { AUTHORIZER_NAME, ourApis, ourIntegration } from './plan/api.ts'
import { planDeploy, type PlanOptions } from './plan/deploy.ts'
import { equal } from './plan/equal.ts'
import { wantedStatements } from './plan/permissions.ts'
import type { Change, Plan, StepCall } from './plan/plan.ts'
import { executionRoleArn } from './plan/role.ts'
import { readStatements } from './read/endpoint.ts'
import { readRemote, type ReadOptions } from './read/remote.ts'
import type { Remote, RemoteApi, RemoteVersion } from './remote.ts'

export interface Deployed {
  name: string
  arn: string
  /** Null in a dry run of a function that does not exist yet. */
  version: string | null
  alias: string
  /** Null where there is no endpoint, or none yet. */
  url: string | null
  /** base64, as Lambda has it. */
  codeSha256: string | null
  changes: Change[]
}

export interface DeployOptions extends PlanOptions, ReadOptions {
  aws: Aws
  desired: Desired
  /** Told what has happened so far, e.g. `making the role`. */
  progress: (message: string) => void
}

/** A plan and what it was made from. */
export interface Planned {
  desired: Desired
  remote: Remote
  plan: Plan
}

/** Reads and compares; changes nothing. */
export async function planFunctionDeploy({
  aws,
  desired,
  adopt,
  thorough,
}: Omit<DeployOptions, 'progress'>): Promise<Planned> {
  const remote = await readRemote(aws, desired, { thorough })
  return { desired, remote, plan: planDeploy(desired, remote, { adopt }) }
}

/** A plan that is not carried out, as a result. */
export function describePlanned({ desired, remote, plan }: Planned): Deployed {
  const found = {
    version: remote.live?.version,
    url: remote.url?.url,
    api: usedApi(desired, remote),
  }
  return result(desired, found, plan.changes)
}

/** How often the account is read anew before a deploy gives up. */
export const MAX_ROUNDS = 10

/**
 * Makes a function as it is desired. Where the outcome of a call is unknown, or what was read turns
 * out to be old, the account is read and planned again: what there is decides, never what was
 * believed. A run that is killed and started again takes the same way.
 *
 * @throws OcheError
 */
export async function applyFunctionDeploy(
  options: DeployOptions,
  planned: Planned,
): Promise<Deployed> {
  const { desired } = options
  const progress = withoutRepeats(options.progress)
  const aws = options.aws.reportingTo((what) => progress(`waiting for ${what}`))
  const { changes } = planned.plan
  let current = planned
  let failures = 0
  let isSure = true
  for (let round = 1; ; round++) {
    const context = startingContext(aws, current)
    const thrown = await attempt(context, current.plan, progress)
    if (thrown === undefined && isSure) return result(desired, context, changes)
    if (thrown instanceof FunctionFailed && ++failures > 1) await giveUp(aws, desired, thrown)
    if (thrown instanceof OutOfDate && round >= MAX_ROUNDS) {
      throw awsError(thrown.operation, thrown.failure)
    }
    if (thrown !== undefined) {
      progress('reading again what AWS has')
      await aws.clock.sleep(backoff(round + 1, aws.clock.random()), aws.signal)
    }
    const next = await planFunctionDeploy({ ...options, aws })
    if (thrown !== undefined) refuseForeignChange(context.latest, next, thrown)
    else if (next.plan.steps.length === 0 || round >= MAX_ROUNDS) {
      return result(desired, startingContext(aws, next), changes)
    }
    // What a lost answer has left behind is seen only by looking again at the end.
    isSure &&= !(thrown instanceof OutOfDate && thrown.ambiguous)
    current = next
  }
}

/** Several calls make one thing: told once. */
export function withoutRepeats(tell: (message: string) => void): (message: string) => void {
  let last: string | undefined
  return (message) => {
    if (message !== last) tell(message)
    last = message
  }
}

/** What went wrong, where reading the account again may help; anything else is thrown. */
async function attempt(
  context: Context,
  plan: Plan,
  progress: (message: string) => void,
): Promise<OutOfDate | FunctionFailed | undefined> {
  try {
    await applyPlan(context, plan, (call) => progress(progressText(call)))
    await confirmPermissions(context, plan)
    return undefined
  } catch (thrown) {
    if (thrown instanceof OutOfDate || thrown instanceof FunctionFailed) return thrown
    throw thrown
  }
}

export function startingContext(aws: Aws, { desired, remote }: Planned): Context {
  const api = usedApi(desired, remote)
  const inside = api?.inside
  return {
    aws,
    desired,
    remote,
    roleName: remote.role.name,
    roleArn: executionRoleArn(desired, remote),
    latest: remote.function?.latest,
    version: remote.live?.version,
    url: remote.url?.url,
    api,
    integrationId: inside && ourIntegration(desired, inside)?.id,
    authorizerId: inside?.authorizers.find(({ name }) => name === AUTHORIZER_NAME)?.id,
    stored: undefined,
  }
}

/** The API that serves: ours, or the one that is being taken over. */
function usedApi(desired: Desired, remote: Remote): RemoteApi | undefined {
  return ourApis(desired, remote)[0] ?? remote.apis[0]
}

/** Statements that others add at the same time can take ours away: look once more. */
async function confirmPermissions({ aws, desired, api }: Context, plan: Plan): Promise<void> {
  if (!plan.steps.some(({ call }) => call === 'lambda:AddPermission')) return
  const found = await readStatements(aws, desired.name)
  const wanted = wantedStatements(desired, api?.id)
  const lost = wanted.find(({ Sid }) => !found.some((has) => has.Sid === Sid))
  if (lost !== undefined) throw notThere('lambda:AddPermission', `the permission ${lost.Sid}`)
}

const STALE = /^(PreconditionFailed|InvalidParameterValue)$/

/**
 * A revision that is no longer the current one can be our own doing: Lambda changes it by itself
 * while it finishes an update. Other code or other settings are somebody else's.
 *
 * @throws OcheError `CONCURRENT_DEPLOY`
 */
function refuseForeignChange(seen: RemoteVersion | undefined, next: Planned, thrown: Error): void {
  if (!(thrown instanceof OutOfDate) || !STALE.test(thrown.failure.code)) return
  const found = next.remote.function?.latest
  const isWanted = !next.plan.steps.some(({ call }) => UPDATES.has(call))
  if (seen === undefined || found === undefined || isWanted) return
  if (equal(contentOf(seen), contentOf(found))) return
  throw new OcheError(
    'CONCURRENT_DEPLOY',
    `somebody else changed the function ${next.desired.name} while it was being deployed`,
    {
      remedy: 'See "oche status"; deploy again once the other one is through.',
      exit: EXIT.aws,
      cause: thrown,
    },
  )
}

const UPDATES: ReadonlySet<string> = new Set<StepCall>([
  'lambda:UpdateFunctionConfiguration',
  'lambda:UpdateFunctionCode',
])

function contentOf({ configuration, arch, codeSha256 }: RemoteVersion): unknown {
  return [configuration, arch, codeSha256]
}

/** A function that could not be made twice is not left behind. */
async function giveUp(aws: Aws, { name }: Desired, failure: FunctionFailed): Promise<never> {
  await aws.call('lambda:DeleteFunction', { FunctionName: name })
  throw new OcheError('FUNCTION_FAILED', `Lambda could not make the function: ${failure.message}`, {
    remedy: 'Fix what Lambda names and deploy again.',
    exit: EXIT.aws,
  })
}

function result(
  desired: Desired,
  found: Pick<Context, 'version' | 'url' | 'api'>,
  changes: Change[],
): Deployed {
  return {
    name: desired.name,
    arn: functionArn(desired.account, desired.name),
    version: found.version ?? null,
    alias: ALIAS,
    url: endpointUrl(desired, found) ?? null,
    codeSha256: desired.code?.sha256 ?? null,
    changes,
  }
}

export function endpointUrl(
  { endpoint }: Desired,
  { url, api }: Pick<Context, 'url' | 'api'>,
): string | undefined {
  if (endpoint.type === 'url') return url
  if (endpoint.type === 'none' || api === undefined) return undefined
  return endpoint.stage === '$default' ? `${api.endpoint}/` : `${api.endpoint}/${endpoint.stage}/`
}
