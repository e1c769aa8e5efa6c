const MAX_LINE = 8192

/**
 * Reads a chunked body, and over its trailers.
 *
 * @param at where in the bytes the body begins
 * @returns undefined where its end is still to come
 */
export function readChunks(
  bytes: Buffer,
  at: number,
): { body: Buffer; end: number } | 'malformed' | undefined {
  const parts: Buffer[] = []
  /** Of the chunk being read; the last one has none. */
  let length: number | undefined
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return bytes.length - at > MAX_LINE ? 'malformed' : undefined
    const line = bytes.toString('latin1', at, lineEnd)
    at = lineEnd + 2
    if (length === undefined) {
      if (!/^[0-9a-f]+\s*(;|$)/i.test(line)) return 'malformed'
      length = Number.parseInt(line, 16)
      parts.push(bytes.subarray(at, (at += length)))
    } else if (length > 0) {
      if (line !== '') return 'malformed'
      length = undefined
    } else if (line === '') return { body: Buffer.concat(parts), end: at }
  }
}
