const MAX_LINE = 8192

/**
 * Reads a chunked body, and over its trailers.
 *
 * @param at where in the bytes the body begins
 * @returns undefined where its end is still to come
 * @throws Error where the bytes are no chunks
 */
export function readChunks(bytes: Buffer, at: number): { body: Buffer; end: number } | undefined {
  const parts: Buffer[] = []
  /** Of the chunk being read; the last one has none. */
  let length: number | undefined
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) break
    const line = bytes.toString('latin1', at, lineEnd)
    at = lineEnd + 2
    if (length === undefined) {
      length = chunkLength(line)
      parts.push(bytes.subarray(at, (at += length)))
    } else if (length > 0) {
      if (line !== '') throw new Error('a chunk is longer than its size')
      length = undefined
    } else if (line === '') return { body: Buffer.concat(parts), end: at }
  }
  if (bytes.length - at > MAX_LINE) throw new Error('a chunk header is too long')
  return undefined
}

function chunkLength(line: string): number {
  const size = /^([0-9a-f]+)\s*(?:;|$)/i.exec(line)
  if (!size) throw new Error('a chunk has no size')
  return Number.parseInt(size[1]!, 16)
}
