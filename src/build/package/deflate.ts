import { constants, Deflate } from 'pako'

/** Files are deflated in pieces of this size, each for itself: one that comes again can be kept. */
export const BLOCK_BYTES = 1024 * 1024

/**
 * Raw deflate of a piece of a file. The pieces of a file, one after the other, are one stream.
 *
 * @param last false: the stream goes on after it
 */
export function deflateBlock(block: Uint8Array, last: boolean): Buffer {
  const parts: Uint8Array[] = []
  const stream = new Deflate({ level: 6, raw: true })
  stream.onData = (part) => void parts.push(part as Uint8Array)
  // A flush ends the piece at a whole byte; pieces know nothing of one another anyhow.
  stream.push(block, last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH)
  return Buffer.concat(parts)
}
