import { relative } from 'node:path'
import type { BinaryArtifact } from '../../../build/index.ts'
import type { Artifact } from '../../../core/artifact.ts'
import type { Style } from '../../output/output.ts'
import { bytesText } from '../../output/units.ts'

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
