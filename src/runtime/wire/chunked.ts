const MAX_LINE = 8192

/** @throws Error always */
export function notHttp(): never {
  throw new Error('the answer is not HTTP/1.1')
}

/**
 * Reads a chunked body, and over its trailers, as it grows.
 *
 * @param at where in the bytes the body begins
 * @returns what takes all bytes so far; undefined comes while the end is still to come
 */
export function chunkReader(
  at: number,
): (bytes: Buffer) => { body: Buffer; end: number } | undefined {
  const parts: Buffer[] = []
  return (bytes) => {
    for (;;) {
      const lineEnd = bytes.indexOf('\r\n', at)
      if (lineEnd < 0) return bytes.length - at > MAX_LINE ? notHttp() : undefined
      const line = bytes.toString('latin1', at, lineEnd)
      const length = /^[0-9a-f]+\s*(;|$)/i.test(line) ? Number.parseInt(line, 16) : notHttp()
      if (length === 0) {
        const last = bytes.indexOf('\r\n\r\n', lineEnd)
        return last < 0 ? undefined : { body: Buffer.concat(parts), end: last + 4 }
      }
      const start = lineEnd + 2
      const end = start + length
      if (bytes.length < end + 2) return undefined
      if (bytes.indexOf('\r\n', end) !== end) notHttp()
      parts.push(bytes.subarray(start, end))
      at = end + 2
    }
  }
}
