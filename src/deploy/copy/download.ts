import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { EXIT, messageOf, OcheError } from '../../core/errors.ts'

/** A file and what is in it. */
export interface Download {
  /** Size in bytes. */
  bytes: number
  /** Of its content, in hex. */
  sha256: string
}

/**
 * Writes what lies behind an address that AWS has signed to a file; the address is a secret and in no message.
 *
 * @throws OcheError `COPY_CODE_UNREADABLE`
 */
export async function download(
  location: string,
  file: string,
  signal?: AbortSignal,
): Promise<Download> {
  try {
    const { ok, status, body } = await fetch(location, signal && { signal })
    if (!ok || body === null) throw new Error(`HTTP ${status}`)
    const hash = createHash('sha256')
    let bytes = 0
    async function* counted(chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    }
    const source = Readable.fromWeb(body as ReadableStream)
    await pipeline(source, counted, createWriteStream(file), signal ? { signal } : {})
    return { bytes, sha256: hash.digest('hex') }
  } catch (cause) {
    signal?.throwIfAborted()
    throw new OcheError(
      'COPY_CODE_UNREADABLE',
      `the code of the deployed function cannot be fetched: ${messageOf(cause)}`,
      { remedy: 'Run it again.', exit: EXIT.aws },
    )
  }
}
