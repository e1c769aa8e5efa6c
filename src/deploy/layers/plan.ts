import { OcheError } from '../../core/errors.ts'
import type { Application } from '../model/place.ts'
import type { Change } from '../model/plan.ts'
import type { Account } from '../names.ts'
import { isOurLayer, layerDescription } from './record.ts'
import type { RemoteLayerVersion } from './read.ts'
import type { WantedLayer } from './wanted.ts'

/** What is to be done with a layer. */
export interface LayerPlan {
  name: string
  /** What is to be published; undefined where a version has it already, or none is wanted. */
  publish: { wanted: WantedLayer; description: string } | undefined
  /** Of the version that functions get; it has no number yet where one is to be published. */
  arn: string
  /** Versions that go once functions have theirs. */
  going: readonly RemoteLayerVersion[]
  changes: Change[]
}

/** In place of the number of a version that is to be published. */
export const NEXT = 'next'

/** In place of a version's number where any will do: only `oche deploy` knows what is in a folder. */
export const ANY_VERSION = '*'

export function layerArn(
  { partition, region, id }: Account,
  name: string,
  version: string,
): string {
  return `arn:${partition}:lambda:${region}:${id}:layer:${name}:${version}`
}

/** @throws OcheError `NOT_OURS` */
export function planLayer(
  wanted: WantedLayer,
  found: readonly RemoteLayerVersion[],
  account: Account,
  application: Application,
): LayerPlan {
  const { name, artifact, keepVersions } = wanted
  const [newest] = found
  if (newest !== undefined && !isOurLayer(application, newest.description)) throw notOurs(name)
  const description = layerDescription(application, artifact.sha256)
  // Of two that were published at once both runs take the same.
  const has = found.findLast((version) => version.description === description)
  const kept = found.filter((version) => version !== has)
  // The version in use, and as many before it as are to be kept with it.
  const going = kept
    .filter((version) => isOurLayer(application, version.description))
    .slice(Math.max(0, keepVersions - 1))
  return {
    name,
    arn: has?.arn ?? layerArn(account, name, NEXT),
    publish: has === undefined ? { wanted, description } : undefined,
    going,
    changes: [
      ...(has === undefined ? [publishing(name, newest)] : []),
      ...going.map(({ version }): Change => ({
        resource: 'layer version',
        action: 'delete',
        from: `${name}:${version}`,
      })),
    ],
  }
}

function publishing(name: string, newest: RemoteLayerVersion | undefined): Change {
  return newest === undefined
    ? { resource: 'layer', action: 'create', to: name }
    : { resource: 'layer', action: 'update', path: name, from: newest.version, to: NEXT }
}

/** All of a layer that is ours. */
export function planLayerRemoval(
  name: string,
  found: readonly RemoteLayerVersion[],
  application: Application,
): LayerPlan {
  const going = found.filter(({ description }) => isOurLayer(application, description))
  return {
    name,
    arn: '',
    publish: undefined,
    going,
    changes: going.length === 0 ? [] : [{ resource: 'layer', action: 'delete', from: name }],
  }
}

function notOurs(name: string): OcheError {
  return new OcheError('NOT_OURS', `the layer ${name} exists and was not made by oche for this`, {
    remedy: 'It is left as it is. Call the folder otherwise, or name the layer by its ARN.',
  })
}
