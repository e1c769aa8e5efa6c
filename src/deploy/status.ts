import { planDeploy } from './plan/deploy.ts'
import type { Aws } from './aws/aws.ts'
import { endpointUrl, startingContext } from './deploy.ts'
import type { Desired } from './desired.ts'
import { ALIAS } from './names.ts'
import type { Change } from './plan/plan.ts'
import { requireOurs } from './plan/tags.ts'
import { readRemote } from './read/remote.ts'
import { readVersions } from './read/versions.ts'
import type { ListedVersion } from './rollback.ts'

export interface Status {
  name: string
  deployed: boolean
  arn?: string
  alias?: string
  /** The version that serves. */
  version?: string
  url?: string
  state?: string
  arch?: string
  codeSha256?: string
  lastDeploy?: string
  versions: ListedVersion[]
  /** Where AWS differs from the configuration; the code is compared by `oche deploy --dry-run`. */
  drift: Change[]
}

/** What is deployed of a function; every part is looked at. */
export async function readStatus(aws: Aws, desired: Desired): Promise<Status> {
  const remote = await readRemote(aws, desired, { thorough: true })
  const { name } = desired
  if (remote.function === undefined) return { name, deployed: false, versions: [], drift: [] }
  requireOurs(`the function ${name}`, desired.tags, remote.function.tags, false)
  const plan = planDeploy(desired, remote)
  const url = endpointUrl(desired, startingContext(aws, { desired, remote, plan }))
  const versions = (await readVersions(aws, name)).map((version) => ({
    ...version,
    live: version.version === remote.live?.version,
  }))
  const live = versions.find((version) => version.live)
  return {
    name,
    deployed: true,
    arn: remote.function.arn,
    alias: ALIAS,
    ...(live && {
      version: live.version,
      codeSha256: live.codeSha256,
      lastDeploy: live.deployedAt,
    }),
    ...(url !== undefined && { url }),
    state: remote.function.latest.state,
    ...(remote.live && { arch: remote.live.arch }),
    versions,
    drift: plan.changes,
  }
}
