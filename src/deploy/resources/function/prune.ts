import type { Aws } from '../../aws/aws.ts'
import { pages } from '../../aws/pages.ts'
import type { Published } from '../../model/version.ts'
import { readVersions } from './versions.ts'

export async function readPublished(aws: Aws, FunctionName: string): Promise<Published> {
  const [versions, aliased] = await Promise.all([
    readVersions(aws, FunctionName),
    readAliased(aws, FunctionName),
  ])
  return { versions: versions.map(({ version }) => version), aliased }
}

async function readAliased(aws: Aws, FunctionName: string): Promise<string[]> {
  const aliases = await pages(async (Marker) => {
    const page = await aws.call('lambda:ListAliases', { FunctionName, Marker })
    return { items: page.Aliases, next: page.NextMarker }
  })
  return aliases.flatMap(({ FunctionVersion, RoutingConfig }) => [
    FunctionVersion!,
    ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}),
  ])
}

/** One version; Lambda refuses where an alias names it by now, and then it stays. */
export async function deleteVersion(
  aws: Aws,
  FunctionName: string,
  Qualifier: string,
): Promise<void> {
  await aws.call('lambda:DeleteFunction', { FunctionName, Qualifier })
}
