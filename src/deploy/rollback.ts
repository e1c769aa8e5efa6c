import { OcheError } from '../core/errors.ts'
import type { Aws } from './aws/aws.ts'
import { untilUpToDate } from './converge/again.ts'
import { ownershipOf, type Place } from './model/place.ts'
import { requireOurs } from './model/tags.ts'
import { pointAlias } from './resources/function/alias.ts'
import { readAlias, readFunction } from './resources/function/read.ts'
import { readVersions, type PublishedVersion } from './resources/function/versions.ts'

export interface ListedVersion extends PublishedVersion {
  /** Whether the alias points to it. */
  live: boolean
}

/**
 * Published versions, the newest first.
 *
 * @throws OcheError `NOT_DEPLOYED`, `NOT_OURS`
 */
export async function listVersions(aws: Aws, place: Place): Promise<ListedVersion[]> {
  await requireDeployed(aws, place)
  const [versions, live] = await Promise.all([
    readVersions(aws, place.function),
    readAlias(aws, place.function),
  ])
  return versions.map((version) => ({ ...version, live: version.version === live?.version }))
}

/**
 * Points the alias to another version: one call, and nothing is built or uploaded.
 *
 * @returns the version that served before
 * @throws OcheError `VERSION_UNKNOWN`, `NOT_DEPLOYED`, `NOT_OURS`
 */
export async function rollback(
  aws: Aws,
  place: Place,
  version: string,
): Promise<string | undefined> {
  const before = (await knownVersions(aws, place, version)).find(({ live }) => live)?.version
  return untilUpToDate(aws, async () => {
    const alias = await readAlias(aws, place.function)
    const isThere = alias?.version === version && Object.keys(alias.weights).length === 0
    if (!isThere) await pointAlias(aws, place, version, alias?.revisionId)
    return before
  })
}

async function knownVersions(aws: Aws, place: Place, version: string): Promise<ListedVersion[]> {
  const versions = await listVersions(aws, place)
  if (versions.some((known) => known.version === version)) return versions
  const known = versions.map((one) => one.version).join(', ')
  throw new OcheError('VERSION_UNKNOWN', `${place.function} has no version "${version}"`, {
    remedy: `Versions there are: ${known || 'none'}.`,
  })
}

/** @throws OcheError `NOT_DEPLOYED`, `NOT_OURS` */
async function requireDeployed(aws: Aws, place: Place): Promise<void> {
  const found = await readFunction(aws, place.function)
  if (found === undefined) throw notDeployed(place)
  requireOurs(`the function ${place.function}`, ownershipOf(place), found.tags, false)
}

export function notDeployed({ account, function: name, stage }: Place): OcheError {
  return new OcheError('NOT_DEPLOYED', `${name} is not deployed in ${account.region}`, {
    remedy: `Type: oche deploy${stage === undefined ? '' : ` --stage ${stage}`}`,
  })
}
