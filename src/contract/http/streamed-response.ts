import { HTTP_INTEGRATION_DELIMITER_LENGTH } from '../runtime-api.ts'
import { headerValue } from './header-lines.ts'
import {
  cookieLines,
  multiHeaders,
  parseResult,
  resultObject,
  singleHeaders,
  statusOf,
  withoutServerLines,
} from './result.ts'
import type { HeaderLine, HttpResponse } from './types.ts'

/** The metadata and the NUL bytes after it must come within this many bytes of the stream. */
export const METADATA_LIMIT = 16 * 1024

export type StreamHead = Pick<HttpResponse, 'status' | 'headers'>

/** Where the metadata of a streamed HTTP response ends and its body begins. */
export type Prelude = { metadata: Uint8Array; body: Uint8Array } | 'incomplete' | 'missing'

/** Looks for the eight NUL bytes in what has come of a stream so far. */
export function splitPrelude(start: Uint8Array): Prelude {
  const end = delimiterIn(start)
  if (end === -1) return start.length >= METADATA_LIMIT ? 'missing' : 'incomplete'
  if (end + HTTP_INTEGRATION_DELIMITER_LENGTH > METADATA_LIMIT) return 'missing'
  return {
    metadata: start.subarray(0, end),
    body: start.subarray(end + HTTP_INTEGRATION_DELIMITER_LENGTH),
  }
}

function delimiterIn(bytes: Uint8Array): number {
  let zeros = 0
  for (let i = 0; i < bytes.length; i++) {
    zeros = bytes[i] === 0 ? zeros + 1 : 0
    if (zeros === HTTP_INTEGRATION_DELIMITER_LENGTH) return i + 1 - zeros
  }
  return -1
}

const SEVERAL = 'give them in multiValueHeaders'

/**
 * Status and headers from the metadata of a streamed HTTP response.
 *
 * @throws MalformedResult
 */
export function streamHead(metadata: Uint8Array): StreamHead {
  const value = resultObject(parseResult(metadata).value)
  const { statusCode } = value
  const headers: HeaderLine[] = [
    ...withoutServerLines([
      ...multiHeaders(value['multiValueHeaders']),
      ...singleHeaders(value['headers'], SEVERAL),
    ]),
    ...cookieLines('Set-Cookie', value['cookies']),
  ]
  if (headerValue(headers, 'content-type') === undefined) {
    headers.push(['Content-Type', 'application/octet-stream'])
  }
  return {
    status:
      statusCode === undefined || statusCode === null
        ? 200
        : statusOf(statusCode, { lenient: true }),
    headers,
  }
}
