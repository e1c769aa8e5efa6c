import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Zip, ZipDeflate } from 'fflate'
import { isExecutable } from './mode.ts'
import type { PackageFile } from './types.ts'

/** The first time that a zip can hold, in local time because the format knows no time zones. */
const FIXED_TIME = new Date(1980, 0, 1)

/** Made on Unix: only then are the modes looked at. */
const MADE_ON_UNIX = 3

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
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(zipped(sorted), measure, createWriteStream(output))
  return { bytes, sha256: hash.digest('hex') }
}

async function* zipped(files: readonly PackageFile[]): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    made.push(chunk)
  })
  for (const { name, file } of files) {
    const entry = new ZipDeflate(name, { level: 6 })
    entry.mtime = FIXED_TIME
    entry.os = MADE_ON_UNIX
    entry.attrs = (isExecutable(file) ? 0o100755 : 0o100644) << 16
    zip.add(entry)
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      entry.push(chunk as Uint8Array)
      yield* made.splice(0)
    }
    entry.push(new Uint8Array(), true)
    yield* made.splice(0)
  }
  zip.end()
  yield* made
}
