import { bufferOf, decodeBase64, utf8 } from './body.ts'
import { encodeHeaderValue, isHeaderName, isHeaderValue } from './header-lines.ts'
import type { HeaderLine } from './types.ts'

/** Thrown inside a mapping for a result that the endpoint does not take; never leaves it. */
export class MalformedResult extends Error {
  override name = 'MalformedResult'
}

/** What a function posted, as JSON. @throws MalformedResult where it is none */
export function parseResult(payload: Uint8Array): { text: string; value: unknown } {
  const text = utf8(bufferOf(payload))
  if (text === undefined) throw new MalformedResult('the payload is no UTF-8')
  try {
    return { text, value: JSON.parse(text) as unknown }
  } catch (cause) {
    throw new MalformedResult('the payload is no JSON', { cause })
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Strings, numbers and booleans as text; anything else is undefined. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined
}

/** A status that a final response can have. */
function isStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 200 && value <= 599
}

/** `201` and, where `lenient`, `"201"`. @throws MalformedResult */
export function statusOf(value: unknown, { lenient }: { lenient: boolean }): number {
  const number = lenient && typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && isStatus(number)) return number
  throw new MalformedResult(`statusCode ${JSON.stringify(value)} is no HTTP status`)
}

/** The lines of a `headers` object; null values are left out. @throws MalformedResult */
export function singleHeaders(headers: unknown): HeaderLine[] {
  return entriesOf('headers', headers).map(([name, value]) => headerLine(name, value))
}

/** The lines of a `multiValueHeaders` object. @throws MalformedResult */
export function multiHeaders(headers: unknown): HeaderLine[] {
  return entriesOf('multiValueHeaders', headers).flatMap(([name, values]) => {
    if (!Array.isArray(values)) throw new MalformedResult(`header ${name} is no list`)
    return values.filter((value) => value !== null).map((value) => headerLine(name, value))
  })
}

function entriesOf(member: string, headers: unknown): [name: string, value: unknown][] {
  if (headers === undefined || headers === null) return []
  if (!isObject(headers)) throw new MalformedResult(`${member} is no object`)
  return Object.entries(headers).filter(([, value]) => value !== null)
}

/** One line with its value as bytes. @throws MalformedResult where HTTP does not allow it */
function headerLine(name: string, value: unknown): HeaderLine {
  const text = scalarText(value)
  if (text === undefined) throw new MalformedResult(`header ${name} has no text`)
  if (!isHeaderName(name) || !isHeaderValue(text)) {
    throw new MalformedResult(`header ${JSON.stringify(name)} is not allowed in HTTP`)
  }
  return [name, encodeHeaderValue(text)]
}

/** `cookies` of payload format 2.0, one line each. @throws MalformedResult */
export function cookieLines(name: string, cookies: unknown): HeaderLine[] {
  if (cookies === undefined || cookies === null) return []
  if (!Array.isArray(cookies)) throw new MalformedResult('cookies is no list')
  return cookies.map((cookie) => headerLine(name, cookie))
}

/** A body of text; none is empty. @throws MalformedResult */
export function scalarBody(body: unknown): string {
  if (body === undefined || body === null) return ''
  const text = scalarText(body)
  if (text === undefined) throw new MalformedResult('the body is no text')
  return text
}

/** @throws MalformedResult */
export function booleanOf(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 'false') return false
  if (value === true || value === 'true') return true
  throw new MalformedResult('isBase64Encoded is no boolean')
}

/** @throws MalformedResult where the text is no base64 */
export function base64Body(text: string): Uint8Array {
  const bytes = decodeBase64(text)
  if (bytes === undefined) throw new MalformedResult('the body is no base64')
  return bytes
}

/** Set by the server for what it sends, whatever a function says. */
const SERVER_LINES = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding'])

/** The lines without those that describe the connection between function and endpoint. */
export function withoutServerLines(lines: readonly HeaderLine[]): HeaderLine[] {
  return lines.filter(([name]) => !SERVER_LINES.has(name.toLowerCase()))
}

/** RFC 9110, 6.4.1: these responses have no content. */
export function hasNoContent(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}
