import { createHash } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { OcheError } from '../../core/errors.ts'
import { makeOcheFolder } from '../../core/paths.ts'
import { NO_INPUTS } from '../inputs/inputs.ts'
import type { HostBuild } from '../types.ts'
import { sharedPaths } from '../paths.ts'
import { unpackFunction } from '../../core/unzip.ts'

/**
 * A finished bootstrap, or the folder that a finished zip unpacks to: what `oche dev --artifact`
 * runs, whatever made it.
 *
 * @param file path of an executable or a zip, relative to `root`
 * @throws OcheError `ARTIFACT_NOT_FOUND`, `ARTIFACT_NOT_A_ZIP`, `ARTIFACT_NO_BOOTSTRAP`,
 *   `ARTIFACT_NOT_EXECUTABLE` of a zip's bootstrap
 */
export async function openArtifact(root: string, file: string): Promise<HostBuild> {
  const path = resolve(root, file)
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new OcheError('ARTIFACT_NOT_FOUND', `there is no file ${file}`, {
      remedy: 'Correct --artifact; "oche build" prints where it puts the zip.',
    })
  }
  const kept = { inputs: { ...NO_INPUTS, files: [path] }, remove: () => {} }
  if (!(await isZip(path))) return { executable: path, taskRoot: dirname(path), ...kept }
  const taskRoot = await folderOf(root, path)
  const isUnpacked = !existsSync(taskRoot)
  const executable = await unpackFunction(path, taskRoot, file)
  return { executable, taskRoot, isUnpacked, ...kept }
}

/** Zips of the same bytes are unpacked once. */
async function folderOf(root: string, path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  makeOcheFolder(root)
  return join(sharedPaths(root).artifacts, hash.digest('hex').slice(0, 16))
}

/** Zips start with a local file header, or with the end record where they are empty. */
async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return [0x504b0304, 0x504b0506].includes(buffer.readUInt32BE(0))
  } finally {
    await file.close()
  }
}
