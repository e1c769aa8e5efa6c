import { Deflate } from 'fflate'

/** Files are deflated in pieces of this size, each for itself: one that comes again can be kept. */
export const BLOCK_BYTES = 1024 * 1024

/**
 * Raw deflate of a piece of a file. The pieces of a file, one after the other, are one stream.
 *
 * @param last false: the stream goes on after it
 */
export function deflateBlock(block: Uint8Array, last: boolean): Buffer {
  const parts: Uint8Array[] = []
  const stream = new Deflate({ level: 6 }, (part) => parts.push(part))
  stream.push(block, last)
  if (!last) {
    stream.flush()
    parts.push(syncMarker(stream))
  }
  return Buffer.concat(parts)
}

/**
 * Ends a piece at a whole byte: an empty stored block, RFC 1951, 3.2.4. fflate's own, `flush(true)`,
 * counts the bits of the unfinished byte wrongly in 0.8.3.
 */
function syncMarker(stream: Deflate): Uint8Array {
  // The bits that no whole byte was made of yet: how many in the lower three, then themselves.
  const { r: rest } = (stream as unknown as { s: { r: number } }).s
  const header = (rest & 7) + 3 > 8 ? [rest >> 3, 0] : [rest >> 3]
  return Uint8Array.from([...header, 0, 0, 0xff, 0xff])
}
