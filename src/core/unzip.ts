import {
  accessSync,
  chmodSync,
  constants,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { messageOf, OcheError } from './errors.ts'

/** The upper half of an entry's external attributes is the mode of Unix. */
const modeOf = (entry: Entry) => (entry.externalFileAttributes >>> 16) & 0o777

/**
 * Unpacks a zip to a folder that does not exist yet, modes included; the folder is there whole or
 * not at all. Symbolic links are not made. An entry whose name leads out of the folder is an error.
 */
export async function unpackZip(file: string, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true })
  const unfinished = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`))
  try {
    const zip = await openPromise(file)
    for await (const entry of zip.eachEntry()) await unpackEntry(zip, entry, unfinished)
    renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

/**
 * Unpacks a function's zip.
 *
 * @param name as it is called in messages
 * @returns path of its bootstrap
 * @throws OcheError `ARTIFACT_NOT_A_ZIP`, `ARTIFACT_NO_BOOTSTRAP`, `ARTIFACT_NOT_EXECUTABLE`
 */
export async function unpackFunction(file: string, folder: string, name: string): Promise<string> {
  try {
    if (!existsSync(folder)) await unpackZip(file, folder)
  } catch (cause) {
    throw new OcheError('ARTIFACT_NOT_A_ZIP', `${name} cannot be unpacked: ${messageOf(cause)}`, {
      remedy: 'Pack it again: oche build',
      cause,
    })
  }
  const executable = join(folder, 'bootstrap')
  if (!existsSync(executable)) {
    throw new OcheError('ARTIFACT_NO_BOOTSTRAP', `${name} has no file "bootstrap" at its root`, {
      remedy: 'Pack it again with the executable called bootstrap and no folder around it.',
    })
  }
  if (!mayExecute(executable)) {
    throw new OcheError('ARTIFACT_NOT_EXECUTABLE', `bootstrap in ${name} may not be executed`, {
      remedy: 'Pack it again after: chmod +x bootstrap',
    })
  }
  return executable
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

async function unpackEntry(zip: ZipFile, entry: Entry, folder: string): Promise<void> {
  const path = join(folder, entry.fileName)
  if (entry.fileName.endsWith('/')) return void mkdirSync(path, { recursive: true })
  mkdirSync(dirname(path), { recursive: true })
  const contents = await zip.openReadStreamPromise(entry)
  // A zip made on Windows says no modes; Lambda gives such files to everybody to read.
  await pipeline(contents, createWriteStream(path))
  chmodSync(path, modeOf(entry) || 0o644)
}
