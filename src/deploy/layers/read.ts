import { OcheError } from '../../core/errors.ts'
import type { Aws } from '../aws/aws.ts'
import { pages } from '../aws/pages.ts'
import type { Application } from '../model/place.ts'
import { isOurLayer } from './record.ts'

export interface RemoteLayerVersion {
  version: number
  arn: string
  description: string
}

/** Versions of a layer, the newest first; none where there is no such layer. */
export async function readLayerVersions(
  aws: Aws,
  LayerName: string,
): Promise<RemoteLayerVersion[]> {
  const versions = await pages(async (Marker) => {
    const page = await aws.find('lambda:ListLayerVersions', { LayerName, Marker })
    return { items: page?.LayerVersions, next: page?.NextMarker }
  })
  return versions
    .map(({ Version = 0, LayerVersionArn = '', Description = '' }) => ({
      version: Version,
      arn: LayerVersionArn,
      description: Description,
    }))
    .sort((a, b) => b.version - a.version)
}

/**
 * Names of the layers that were made for an application.
 *
 * @param known to look at where a deployer may not list layers
 */
export async function findLayerNames(
  aws: Aws,
  application: Application,
  known: readonly string[],
): Promise<string[]> {
  try {
    const layers = await pages(async (Marker) => {
      const page = await aws.call('lambda:ListLayers', { Marker })
      return { items: page.Layers, next: page.NextMarker }
    })
    return layers
      .filter(({ LatestMatchingVersion }) =>
        isOurLayer(application, LatestMatchingVersion?.Description ?? ''),
      )
      .map(({ LayerName = '' }) => LayerName)
  } catch (thrown) {
    if (thrown instanceof OcheError && thrown.code === 'ACCESS_DENIED') return [...known]
    throw thrown
  }
}
