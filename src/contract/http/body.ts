/** A body as it stands in an event. */
export interface EventBody {
  body: string
  isBase64Encoded: boolean
}

/** `Image/PNG; q=1` → `image/png`. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase()
}

const TEXT_TYPES = new Set(['application/json', 'application/xml', 'application/javascript'])

/**
 * HTTP API, Function URL and ALB pass these as text and everything else as base64: a missing type,
 * `application/x-www-form-urlencoded` and `+json` types included.
 */
export function isTextType(contentType: string | undefined): boolean {
  const type = mediaType(contentType)
  return type.startsWith('text/') || TEXT_TYPES.has(type)
}

/** Whether a media type is one of a list that may hold `image/*` and `any type`. */
export function matchesMediaType(type: string, patterns: readonly string[]): boolean {
  return patterns
    .map((pattern) => pattern.toLowerCase())
    .some((pattern) => {
      if (pattern === '*/*') return true
      return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern
    })
}

/**
 * A body for an event. Text that is no UTF-8 (compressed, for example) goes as base64, since no
 * JSON string can carry it.
 */
export function encodeBody(body: Uint8Array, asText: boolean): EventBody {
  const bytes = bufferOf(body)
  const text = asText ? utf8(bytes) : undefined
  if (text !== undefined) return { body: text, isBase64Encoded: false }
  return { body: bytes.toString('base64'), isBase64Encoded: true }
}

/** Undefined where the bytes are no UTF-8. A byte order mark stays. */
export function utf8(bytes: Buffer): string | undefined {
  const text = bytes.toString()
  return text.includes('\ufffd') && !Buffer.from(text).equals(bytes) ? undefined : text
}

/** Bytes that are no UTF-8 become U+FFFD. */
export function utf8Lossy(bytes: Uint8Array): string {
  return bufferOf(bytes).toString()
}

/** Undefined where the text is no base64. Padding may be missing. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replaceAll(/[\r\n]/g, '')
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) return undefined
  if (compact.replaceAll('=', '').length % 4 === 1) return undefined
  return Buffer.from(compact, 'base64')
}

/** The same bytes, as the class that decodes them. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
