import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { Zip, type AsyncFlateStreamHandler, type ZipInputFile } from 'fflate'
import { BLOCK_BYTES } from './deflate.ts'
import { MOST_AT_ONCE, simpleDeflater, type Deflater } from './deflater.ts'
import { isExecutable } from './mode.ts'
import type { PackageFile } from './types.ts'

/** The first time that a zip can hold, in local time because the format knows no time zones. */
const FIXED_TIME = new Date(1980, 0, 1)

/** Made on Unix: only then are the modes looked at. */
const MADE_ON_UNIX = 3

const DEFLATED = 8

export interface ZipOptions {
  /** Is closed at the end. @default this thread deflates */
  deflater?: Deflater
  /** Cancels it; the promise then rejects. */
  signal?: AbortSignal | undefined
}

/**
 * Writes a zip that is byte-identical for identical inputs: entries sorted by name, times fixed,
 * modes told from the contents, and deflated by code that gives the same everywhere, which Node's
 * own zlib does not. Streams, so its memory does not grow with the files.
 *
 * @returns size in bytes and sha256 in hex
 */
export async function writeZip(
  output: string,
  files: readonly PackageFile[],
  { deflater = simpleDeflater, signal }: ZipOptions = {},
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
  try {
    await pipeline(zipped(sorted, deflater), measure, createWriteStream(output), { signal })
  } finally {
    await deflater.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}

async function* zipped(
  files: readonly PackageFile[],
  deflater: Deflater,
): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    made.push(chunk)
  })
  for (const file of files) {
    const entry = new Entry(file)
    zip.add(entry)
    for await (const piece of deflatedPieces(file.file, deflater)) {
      entry.push(piece)
      yield* made.splice(0)
    }
  }
  zip.end()
  yield* made
}

/** A file of the zip whose contents come deflated. */
class Entry implements ZipInputFile {
  readonly filename: string
  readonly compression = DEFLATED
  readonly os = MADE_ON_UNIX
  readonly mtime = FIXED_TIME
  readonly attrs: number
  size = 0
  crc = 0
  /** Set by the zip that it is added to. */
  ondata!: AsyncFlateStreamHandler

  constructor({ name, file }: PackageFile) {
    this.filename = name
    this.attrs = (isExecutable(file) ? 0o100755 : 0o100644) << 16
  }

  push({ block, last, deflated }: DeflatedPiece): void {
    this.size += block.length
    this.crc = crc32(block, this.crc)
    this.ondata(null, deflated as Uint8Array<ArrayBuffer>, last)
  }
}

interface Piece {
  block: Buffer
  last: boolean
}

interface DeflatedPiece extends Piece {
  deflated: Uint8Array
}

/** In the file's order, some of them being deflated while others are written. */
async function* deflatedPieces(path: string, deflater: Deflater): AsyncGenerator<DeflatedPiece> {
  const underway: Promise<DeflatedPiece>[] = []
  for await (const piece of pieces(path)) {
    const next = deflated(piece, deflater)
    // It is waited for in its turn, unless one before it fails.
    next.catch(() => {})
    underway.push(next)
    if (underway.length > 2 * MOST_AT_ONCE) yield await underway.shift()!
  }
  for (const piece of underway) yield await piece
}

async function deflated(piece: Piece, deflater: Deflater): Promise<DeflatedPiece> {
  return { ...piece, deflated: await deflater.deflate(piece.block, piece.last) }
}

/** A file in pieces of equal size, at least one. */
async function* pieces(path: string): AsyncGenerator<Piece> {
  const file = await open(path)
  try {
    let block = await readPiece(file)
    while (block.length === BLOCK_BYTES) {
      const next = await readPiece(file)
      yield { block, last: next.length === 0 }
      if (next.length === 0) return
      block = next
    }
    yield { block, last: true }
  } finally {
    await file.close()
  }
}

/** Whole but at the end of the file, however little a read gives. */
async function readPiece(file: Awaited<ReturnType<typeof open>>): Promise<Buffer> {
  const block = Buffer.alloc(BLOCK_BYTES)
  let length = 0
  while (length < BLOCK_BYTES) {
    const { bytesRead } = await file.read(block, length, BLOCK_BYTES - length, null)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return block.subarray(0, length)
}
