import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import { readVersions, type PublishedVersion } from './versions.ts'

/** Deletes published versions beyond the number to keep; never one that an alias points to. */
export async function pruneVersions(
  aws: Aws,
  FunctionName: string,
  newest: string | undefined,
  keep: number,
): Promise<void> {
  // Versions are numbered from 1, so fewer than that many exist.
  if (Number(newest) <= keep) return
  const [versions, aliased] = await Promise.all([
    readVersions(aws, FunctionName),
    readAliased(aws, FunctionName),
  ])
  for (const old of surplusVersions(versions, aliased, keep)) {
    await aws.call('lambda:DeleteFunction', { FunctionName, Qualifier: old })
  }
}

/** Oldest first; the newest ones and those in use stay. */
function surplusVersions(
  versions: readonly PublishedVersion[],
  aliased: ReadonlySet<string>,
  keep: number,
): string[] {
  const numbers = versions.map(({ version }) => version).sort((a, b) => Number(a) - Number(b))
  return numbers.slice(0, -keep).filter((number) => !aliased.has(number))
}

async function readAliased(aws: Aws, FunctionName: string): Promise<Set<string>> {
  const aliases = await pages(async (Marker) => {
    const page = await aws.call('lambda:ListAliases', { FunctionName, Marker })
    return { items: page.Aliases, next: page.NextMarker }
  })
  return new Set(
    aliases.flatMap(({ FunctionVersion, RoutingConfig }) => [
      FunctionVersion!,
      ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}),
    ]),
  )
}
