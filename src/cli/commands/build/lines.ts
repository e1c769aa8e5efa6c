import { relative } from 'node:path'
import type { BinaryArtifact } from '../../../build/index.ts'
import type { Artifact, LayerArtifact } from '../../../core/artifact.ts'
import type { Style } from '../../output/output.ts'
import { bytesText } from '../../output/units.ts'

/** A folder that was packed as a layer, with the path of its zip as seen from a folder. */
export function layerLines(layer: LayerArtifact, cwd: string, style: Style): string[] {
  const { folder, zip, zipBytes, sha256 } = layer
  return [
    style('bold', `layer ${folder}`),
    `  ${relative(cwd, zip)}  ${bytesText(zipBytes)}`,
    `  sha256 ${sha256}`,
  ]
}

/** What was built, with paths as seen from a folder. */
export function artifactLines(
  artifact: Artifact | BinaryArtifact,
  cwd: string,
  style: Style,
): string[] {
  const { executable, arch, bytes } = artifact
  const binary = `  ${relative(cwd, executable)}  ${arch}  ${bytesText(bytes)}`
  const name = style('bold', artifact.function)
  const symbols = artifact.symbols && `  ${relative(cwd, artifact.symbols)}  names for stack traces`
  if (!('zip' in artifact)) return [name, binary, ...(symbols ? [symbols] : [])]
  const zip = `  ${relative(cwd, artifact.zip)}  ${bytesText(artifact.zipBytes)}`
  return [name, binary, zip, ...(symbols ? [symbols] : []), `  sha256 ${artifact.sha256}`]
}
