import { createHash } from 'node:crypto'
import type { LayerArtifact } from '../../core/artifact.ts'
import { OcheError } from '../../core/errors.ts'
import { isLayerFolder, layerFolder, layerWord } from '../../core/layers.ts'
import type { FunctionConfig } from '../../core/project.ts'
import { stagedName } from '../../core/stage.ts'
import type { Application } from '../model/place.ts'
import type { Account } from '../names.ts'

/** A folder as a layer of an application's, which its functions share. */
export interface WantedLayer {
  name: string
  artifact: LayerArtifact
  /** Versions to keep: as many as any of its functions keeps. */
  keepVersions: number
}

const MAX_NAME = 140

/** What the layer of a folder is called in AWS. */
export function layerName({ name, stage }: Application, folder: string): string {
  const whole = stagedName(`${name}-${layerWord(folder)}`, stage)
  if (whole.length <= MAX_NAME) return whole
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8)
  return `${whole.slice(0, MAX_NAME - 9)}-${hash}`
}

export function wantedLayers(
  application: Application,
  functions: readonly FunctionConfig[],
  artifacts: readonly LayerArtifact[],
): WantedLayer[] {
  return artifacts.map((artifact) => {
    const sharing = functions.filter((fn) => foldersOf(fn).includes(artifact.folder))
    return {
      name: layerName(application, artifact.folder),
      artifact,
      keepVersions: Math.max(1, ...sharing.map(({ keepVersions }) => keepVersions)),
    }
  })
}

function foldersOf({ layers }: Pick<FunctionConfig, 'layers'>): string[] {
  return layers.filter(isLayerFolder).map(layerFolder)
}

/** Size of the files of a function's layers that are folders, in bytes. */
export function layerBytes(
  fn: Pick<FunctionConfig, 'layers'>,
  artifacts: readonly LayerArtifact[],
): number {
  const folders = foldersOf(fn)
  return artifacts
    .filter(({ folder }) => folders.includes(folder))
    .reduce((sum, { bytes }) => sum + bytes, 0)
}

/** A function whose layers are all named by ARNs. */
export function withLayerArns(
  fn: FunctionConfig,
  arnOf: (folder: string) => string,
): FunctionConfig {
  const arns = fn.layers.map((layer) => (isLayerFolder(layer) ? arnOf(layerFolder(layer)) : layer))
  return { ...fn, layers: arns }
}

const ARN = /^arn:[^:]+:lambda:([^:]+):/

/** @throws OcheError `LAYER_UNUSABLE` for an ARN of another region, which Lambda does not take */
export function requireLayersOfRegion(
  { name, layers }: Pick<FunctionConfig, 'name' | 'layers'>,
  { region }: Account,
): void {
  for (const layer of layers) {
    const its = ARN.exec(layer)?.[1]
    if (its === undefined || its === region) continue
    throw new OcheError(
      'LAYER_UNUSABLE',
      `a layer of ${name} is in ${its}, and the function in ${region}`,
      {
        remedy:
          'Lambda takes layers of its own region: name one of there, by stage where regions differ.',
      },
    )
  }
}
