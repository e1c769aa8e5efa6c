import { crc32 } from 'node:zlib'

export interface Frame {
  headers: Record<string, string>
  payload: Buffer
}

/** The frames of an event stream, both checksums checked. */
export function decodeFrames(bytes: Buffer): Frame[] {
  const frames: Frame[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const frame = bytes.subarray(at, at + length)
    if (crc32(frame.subarray(0, 8)) !== frame.readUInt32BE(8)) throw new Error('prelude checksum')
    if (crc32(frame.subarray(0, length - 4)) !== frame.readUInt32BE(length - 4)) {
      throw new Error('message checksum')
    }
    const headersEnd = 12 + frame.readUInt32BE(4)
    frames.push({
      headers: decodeHeaders(frame.subarray(12, headersEnd)),
      payload: frame.subarray(headersEnd, length - 4),
    })
    at += length
  }
  return frames
}

function decodeHeaders(bytes: Buffer): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let at = 0; at < bytes.length;) {
    const nameEnd = at + 1 + bytes[at]!
    const name = bytes.toString('utf8', at + 1, nameEnd)
    if (bytes[nameEnd] !== 7) throw new Error('a header that is no string')
    const valueEnd = nameEnd + 3 + bytes.readUInt16BE(nameEnd + 1)
    headers[name] = bytes.toString('utf8', nameEnd + 3, valueEnd)
    at = valueEnd
  }
  return headers
}
