/**
 * The messages of `InvokeWithResponseStream`, as they go into frames of
 * `application/vnd.amazon.eventstream`.
 */
export interface EventStreamMessage {
  /** All are strings here. */
  headers: readonly (readonly [name: string, value: string])[]
  payload: Uint8Array
}

export function payloadChunk(payload: Uint8Array): EventStreamMessage {
  return { headers: eventHeaders('PayloadChunk', 'application/octet-stream'), payload }
}

export interface InvokeComplete {
  ErrorCode?: string
  ErrorDetails?: string
  /** Base64, where the log was asked for. */
  LogResult?: string
}

export function invokeComplete(complete: InvokeComplete): EventStreamMessage {
  return {
    headers: eventHeaders('InvokeComplete', 'application/json'),
    payload: Buffer.from(JSON.stringify(complete)),
  }
}

function eventHeaders(type: string, contentType: string): EventStreamMessage['headers'] {
  return [
    [':message-type', 'event'],
    [':event-type', type],
    [':content-type', contentType],
  ]
}

/** Type of a header value that is a string. */
const STRING = 7

/**
 * A frame: total length, length of the headers, checksum of these two, headers, payload, checksum of
 * everything before it. Numbers are big-endian.
 *
 * @param crc32 zlib's
 */
export function encodeFrame(
  message: EventStreamMessage,
  crc32: (data: Uint8Array) => number,
): Buffer {
  const headers = Buffer.concat(message.headers.map(encodeHeader))
  const length = 12 + headers.length + message.payload.length + 4
  const frame = Buffer.allocUnsafe(length)
  frame.writeUInt32BE(length, 0)
  frame.writeUInt32BE(headers.length, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  headers.copy(frame, 12)
  frame.set(message.payload, 12 + headers.length)
  frame.writeUInt32BE(crc32(frame.subarray(0, length - 4)), length - 4)
  return frame
}

function encodeHeader([name, value]: readonly [string, string]): Buffer {
  const nameBytes = Buffer.from(name)
  const valueBytes = Buffer.from(value)
  const head = Buffer.allocUnsafe(3)
  head.writeUInt8(STRING, 0)
  head.writeUInt16BE(valueBytes.length, 1)
  return Buffer.concat([Buffer.of(nameBytes.length), nameBytes, head, valueBytes])
}
