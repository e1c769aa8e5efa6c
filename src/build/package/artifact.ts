import { createHash } from 'node:crypto'
import { accessSync, constants, createReadStream, existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { messageOf, OcheError } from '../../core/errors.ts'
import { makeOcheFolder } from '../../core/paths.ts'
import { NO_INPUTS } from '../inputs/inputs.ts'
import type { HostBuild } from '../types.ts'
import { sharedPaths } from '../paths.ts'
import { unpackZip } from './unzip.ts'

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
  const taskRoot = await unpacked(root, path, file)
  const executable = join(taskRoot, 'bootstrap')
  if (!existsSync(executable)) {
    throw new OcheError('ARTIFACT_NO_BOOTSTRAP', `${file} has no file "bootstrap" at its root`, {
      remedy: 'Pack it again with the executable called bootstrap and no folder around it.',
    })
  }
  if (!mayExecute(executable)) {
    throw new OcheError('ARTIFACT_NOT_EXECUTABLE', `bootstrap in ${file} may not be executed`, {
      remedy: 'Pack it again after: chmod +x bootstrap',
    })
  }
  return { executable, taskRoot, ...kept }
}

/** Windows has no such permission: everything may be executed there. */
export function mayExecute(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Zips of the same bytes are unpacked once. */
async function unpacked(root: string, path: string, file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const folder = join(sharedPaths(root).artifacts, hash.digest('hex').slice(0, 16))
  if (existsSync(folder)) return folder
  makeOcheFolder(root)
  try {
    await unpackZip(path, folder)
    return folder
  } catch (cause) {
    throw new OcheError('ARTIFACT_NOT_A_ZIP', `${file} cannot be unpacked: ${messageOf(cause)}`, {
      remedy: 'Pack it again: oche build',
      cause,
    })
  }
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
