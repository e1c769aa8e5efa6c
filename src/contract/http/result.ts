import { bufferOf, decodeBase64, utf8 } from './body.ts'
import { encodeHeaderValue, isHeaderName, isHeaderValue } from './header-lines.ts'
import { InvalidBase64, MalformedResult, valueText, type Place } from './malformed.ts'
import type { HeaderLine } from './types.ts'

/** What a function posted, as JSON. @throws MalformedResult where it is none */
export function parseResult(payload: Uint8Array): { text: string; value: unknown } {
  const text = utf8(bufferOf(payload))
  if (text === undefined) {
    const remedy = 'send bytes in base64, as body with isBase64Encoded: true'
    throw new MalformedResult({}, 'is not UTF-8', remedy)
  }
  try {
    return { text, value: JSON.parse(text) as unknown }
  } catch {
    throw new MalformedResult({}, 'is not JSON', 'answer with JSON, such as {"statusCode":200}')
  }
}

/** The result as the object that some endpoints want. @throws MalformedResult */
export function resultObject(value: unknown): Record<string, unknown> {
  if (isObject(value)) return value
  const remedy = 'return { statusCode, headers, body }'
  throw new MalformedResult({}, `is ${valueText(value)}, not an object`, remedy)
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
  const isText = typeof value === 'string' && /^\d+$/.test(value) && isStatus(Number(value))
  const problem =
    value === undefined
      ? 'is missing'
      : `is ${valueText(value)}, not ${isText ? 'a number' : 'an HTTP status'}`
  const remedy = isText ? `write ${value} without quotes` : 'give a whole number from 200 to 599'
  throw new MalformedResult({ member: 'statusCode' }, problem, remedy)
}

/** What to do with several values of one header. */
export type SeveralValues =
  | 'join them by a comma, and give cookies in cookies'
  | 'give them in multiValueHeaders'
  | 'join them by a comma'

/** The lines of a `headers` object; null values are left out. @throws MalformedResult */
export function singleHeaders(headers: unknown, several: SeveralValues): HeaderLine[] {
  return entriesOf('headers', headers).map(([name, value]) =>
    headerLine(name, value, { member: 'headers', key: name }, several),
  )
}

/** The lines of a `multiValueHeaders` object. @throws MalformedResult */
export function multiHeaders(headers: unknown): HeaderLine[] {
  return entriesOf('multiValueHeaders', headers).flatMap(([name, values]) => {
    const place = { member: 'multiValueHeaders', key: name }
    if (!Array.isArray(values)) {
      throw new MalformedResult(place, `is ${valueText(values)}, not an array`, 'put it into [ ]')
    }
    return values
      .filter((value) => value !== null)
      .map((value) => headerLine(name, value, place, 'give each as an element of its own'))
  })
}

function entriesOf(member: string, headers: unknown): [name: string, value: unknown][] {
  if (headers === undefined || headers === null) return []
  if (!isObject(headers)) {
    const remedy = 'give an object from names to values'
    throw new MalformedResult({ member }, `is ${valueText(headers)}, not an object`, remedy)
  }
  return Object.entries(headers).filter(([, value]) => value !== null)
}

/** One line with its value as bytes. @throws MalformedResult where HTTP does not allow it */
function headerLine(name: string, value: unknown, place: Place, several: string): HeaderLine {
  const text = scalarText(value)
  if (text === undefined) {
    const remedy = Array.isArray(value) ? several : 'give it as text'
    throw new MalformedResult(place, `is ${valueText(value)}, not a string`, remedy)
  }
  if (!isHeaderName(name)) {
    const remedy = 'use letters, digits and hyphens'
    throw new MalformedResult(place, 'has a name that HTTP does not allow', remedy)
  }
  if (isHeaderValue(text)) return [name, encodeHeaderValue(text)]
  const problem = /[\r\n]/.test(text) ? 'has a line break' : 'has a control character'
  throw new MalformedResult(place, problem, 'leave it out, or encode it')
}

/** `cookies` of payload format 2.0, one line each. @throws MalformedResult */
export function cookieLines(name: string, cookies: unknown): HeaderLine[] {
  if (cookies === undefined || cookies === null) return []
  if (!Array.isArray(cookies)) {
    const remedy = 'write ["name=value"]'
    throw new MalformedResult(
      { member: 'cookies' },
      `is ${valueText(cookies)}, not an array`,
      remedy,
    )
  }
  return cookies.map((cookie, index) =>
    headerLine(
      name,
      cookie,
      { member: 'cookies', key: index },
      'give each as an element of its own',
    ),
  )
}

/** A body of text; none is empty. @throws MalformedResult */
export function scalarBody(body: unknown): string {
  if (body === undefined || body === null) return ''
  const text = scalarText(body)
  if (text !== undefined) return text
  throw new MalformedResult(
    { member: 'body' },
    `is ${valueText(body)}, not a string`,
    'JSON.stringify it',
  )
}

/** @throws MalformedResult */
export function isBase64Encoded({ isBase64Encoded: value }: Record<string, unknown>): boolean {
  if (value === undefined || value === null || value === false || value === 'false') return false
  if (value === true || value === 'true') return true
  const problem = `is ${valueText(value)}, not true or false`
  throw new MalformedResult(
    { member: 'isBase64Encoded' },
    problem,
    'leave it out where body is text',
  )
}

/** @throws MalformedResult where the text is no base64 */
export function base64Body(text: string): Uint8Array {
  const bytes = decodeBase64(text)
  if (bytes !== undefined) return bytes
  const remedy = 'encode it, or leave isBase64Encoded out'
  throw new InvalidBase64({ member: 'body' }, 'is not base64, which isBase64Encoded says', remedy)
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
