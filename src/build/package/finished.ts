import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Artifact } from '../../core/artifact.ts'
import { makeOcheFolder } from '../../core/paths.ts'
import type { FunctionConfig, Project } from '../../core/project.ts'
import { checkExecutables } from '../lambda/check/executable.ts'
import { buildPaths } from '../paths.ts'
import { openArtifact } from './artifact.ts'
import { packageContents } from './contents.ts'
import { folderContents } from './include.ts'
import { writeZip } from './zip.ts'

export interface PackOptions {
  project: Project
  fn: FunctionConfig
  /** Path of an executable or a zip, relative to the project's root. */
  file: string
}

/**
 * A finished executable or zip as a deploy takes it: checked as a build's own, an executable packed.
 *
 * @throws OcheError as `openArtifact`, and where Lambda could not start it
 */
export async function packArtifact({ project, fn, file }: PackOptions): Promise<Artifact> {
  const { executable, taskRoot } = await openArtifact(project.root, file)
  const { arch } = fn
  const isZip = executable !== resolve(project.root, file)
  const bootstrap = { name: 'bootstrap', file: executable }
  const files = packageContents(isZip ? folderContents(taskRoot, taskRoot) : [bootstrap])
  checkExecutables({ arch, compiled: [bootstrap], files, hasLayers: fn.layers.length > 0 })
  const given = resolve(project.root, file)
  const artifact = { function: fn.name, arch, executable, cached: false }
  const { size: bytes } = statSync(executable)
  if (isZip) {
    const zipBytes = statSync(given).size
    return { ...artifact, bytes, zip: given, zipBytes, sha256: await sha256(given) }
  }
  makeOcheFolder(project.root)
  const zip = join(buildPaths(project.root, fn.name).folder, 'artifact', `${fn.name}.zip`)
  mkdirSync(dirname(zip), { recursive: true })
  const packed = await writeZip(zip, files)
  return { ...artifact, bytes, zip, zipBytes: packed.bytes, sha256: packed.sha256 }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
