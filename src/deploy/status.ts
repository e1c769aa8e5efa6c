import type { Aws } from './aws/aws.ts'
import { factsOf, planDeploy } from './converge/plan.ts'
import { readDesired } from './converge/read.ts'
import { sharedAddress } from './deploy.ts'
import type { Facts } from './model/facts.ts'
import { nameIn } from './model/place.ts'
import type { Change } from './model/plan.ts'
import { isOurs, ownerText } from './model/tags.ts'
import { ALIAS } from './names.ts'
import { readVersions } from './resources/function/versions.ts'
import { resources, type Desired } from './resources/index.ts'
import type { Remote } from './converge/resource.ts'
import { OcheError } from '../core/errors.ts'
import type { ListedVersion } from './rollback.ts'

export interface Status {
  /** As oche.yaml calls it. */
  name: string
  stage?: string
  deployed: boolean
  /** A function of that name is there and is not this project's: whose it is. */
  foreign?: string
  arn?: string
  alias?: string
  /** The version that serves. */
  version?: string
  url?: string
  state?: string
  /** Why Lambda could not carry out the last update; what serves is the version before. */
  failedUpdate?: string
  arch?: string
  codeSha256?: string
  lastDeploy?: string
  versions: ListedVersion[]
  /** Something of the function's that is not this project's, so that nobody knows what differs. */
  conflict?: string
  /** What to do about that. */
  remedy?: string
  /** Where AWS differs from the configuration; the code is compared by `oche deploy --dry-run`. */
  drift: Change[]
}

/** What is deployed of a function; every part is looked at. */
export async function readStatus(aws: Aws, desired: Desired, given: Facts = {}): Promise<Status> {
  const { place } = desired
  const whose = { name: nameIn(place), ...(place.stage !== undefined && { stage: place.stage }) }
  const nothing = { ...whose, deployed: false, versions: [], drift: [] }
  const remote = await readDesired(resources, aws, desired, { thorough: true })
  const { function: found, alias, live } = remote.anchor
  if (found === undefined) return nothing
  if (!isOurs(desired.tags, found.tags)) {
    return { ...nothing, foreign: ownerText(desired.tags, found.tags) }
  }
  const facts = factsOf(resources, desired, remote, { given })
  const address = facts.address ?? sharedAddress(desired.wants, facts)
  const versions = (await readVersions(aws, place.function)).map((version) => ({
    ...version,
    live: version.version === alias?.version,
  }))
  const serving = versions.find((version) => version.live)
  const { state, updateStatus, updateReason } = found.latest
  return {
    ...whose,
    deployed: true,
    arn: found.arn,
    alias: ALIAS,
    ...(serving && {
      version: serving.version,
      codeSha256: serving.codeSha256,
      lastDeploy: serving.deployedAt,
    }),
    ...(address !== undefined && { url: address }),
    state,
    ...(updateStatus === 'Failed' && { failedUpdate: updateReason ?? 'no reason given' }),
    ...(live && { arch: live.arch }),
    versions,
    ...driftOf(desired, remote, given),
  }
}

function driftOf(
  desired: Desired,
  remote: Remote,
  given: Facts,
): Pick<Status, 'drift' | 'conflict' | 'remedy'> {
  try {
    return { drift: planDeploy(resources, desired, remote, { given }).changes }
  } catch (thrown) {
    const isTold = ['NOT_OURS', 'EVENT_SOURCE_MISSING']
    if (!(thrown instanceof OcheError) || !isTold.includes(thrown.code)) throw thrown
    const { message, remedy } = thrown
    return { drift: [], conflict: message, ...(remedy !== undefined && { remedy }) }
  }
}
