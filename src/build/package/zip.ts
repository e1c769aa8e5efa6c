import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A file of the package. */
export interface ZipEntry {
  /** Path in the zip, with forward slashes. */
  name: string
  /** Absolute path of the file to read. */
  file: string
  executable: boolean
}

/** Before the first time that a zip can hold, so every time zone writes that first one. */
const FIXED_TIME = new Date(0)

/**
 * Writes a zip that is byte-identical for identical inputs: entries sorted by name, times and modes
 * fixed. Streams, so its memory does not grow with the files.
 *
 * @returns size in bytes and sha256 in hex
 */
export async function writeZip(
  output: string,
  entries: readonly ZipEntry[],
): Promise<{ bytes: number; sha256: string }> {
  const zip = new ZipFile()
  for (const { name, file, executable } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const mode = executable ? 0o100755 : 0o100644
    zip.addFile(file, name, { mtime: FIXED_TIME, mode, forceDosTimestamp: true })
  }
  zip.end()
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  zip.on('error', (error) => measure.destroy(error))
  await pipeline(zip.outputStream, measure, createWriteStream(output))
  return { bytes, sha256: hash.digest('hex') }
}
