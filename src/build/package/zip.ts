import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { isExecutable } from './mode.ts'
import type { PackageFile } from './types.ts'

/** Before the first time that a zip can hold, so every time zone writes that first one. */
const FIXED_TIME = new Date(0)

/**
 * Writes a zip that is byte-identical for identical inputs: entries sorted by name, times fixed,
 * modes told from the contents. Streams, so its memory does not grow with the files.
 *
 * @returns size in bytes and sha256 in hex
 */
export async function writeZip(
  output: string,
  files: readonly PackageFile[],
): Promise<{ bytes: number; sha256: string }> {
  const zip = new ZipFile()
  for (const { name, file } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const mode = isExecutable(file) ? 0o100755 : 0o100644
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
