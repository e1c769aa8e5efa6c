import { existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { OcheError } from '../../core/errors.ts'
import { NO_INPUTS } from '../inputs/inputs.ts'
import type { HostBuild } from '../types.ts'
import { removeRunningFolder, runningFolder } from '../running-folder.ts'
import { unpackFunction } from '../../core/unzip.ts'

/**
 * A finished bootstrap, or the folder that a finished zip unpacks to: what `oche dev --artifact`
 * runs, whatever made it. That folder is new, and nothing of the project can be reached from it.
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
  const inputs = { ...NO_INPUTS, files: [path] }
  if (!(await isZip(path))) {
    return { executable: path, taskRoot: dirname(path), inputs, remove: () => {} }
  }
  const folder = runningFolder()
  const remove = () => removeRunningFolder(folder)
  try {
    const taskRoot = join(folder, 'task')
    const executable = await unpackFunction(path, taskRoot, file)
    return { executable, taskRoot, inputs, remove }
  } catch (thrown) {
    remove()
    throw thrown
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
