import type { Aws } from './aws/aws.ts'
import { factsOf } from './converge/plan.ts'
import { planned } from './converge/converge.ts'
import type { Change } from './model/plan.ts'
import { requireOurs } from './model/tags.ts'
import { ALIAS } from './names.ts'
import { readVersions } from './resources/function/versions.ts'
import { resources, type Desired } from './resources/index.ts'
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
  /** Why Lambda could not carry out the last update; what serves is the version before. */
  failedUpdate?: string
  arch?: string
  codeSha256?: string
  lastDeploy?: string
  versions: ListedVersion[]
  /** Where AWS differs from the configuration; the code is compared by `oche deploy --dry-run`. */
  drift: Change[]
}

/** What is deployed of a function; every part is looked at. */
export async function readStatus(aws: Aws, desired: Desired): Promise<Status> {
  const { remote, plan } = await planned({ resources, aws, thorough: true }, desired)
  const { function: name } = desired.place
  const { function: found, alias, live } = remote.anchor
  if (found === undefined) return { name, deployed: false, versions: [], drift: [] }
  requireOurs(`the function ${name}`, desired.tags, found.tags, false)
  const { address } = factsOf(resources, desired, remote)
  const versions = (await readVersions(aws, name)).map((version) => ({
    ...version,
    live: version.version === alias?.version,
  }))
  const serving = versions.find((version) => version.live)
  const { state, updateStatus, updateReason } = found.latest
  return {
    name,
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
    drift: plan.changes,
  }
}
