import { canonicalName, headerValue } from './header-lines.ts'
import {
  base64Body,
  cookieLines,
  hasNoContent,
  isBase64Encoded,
  isObject,
  parseResult,
  scalarBody,
  scalarText,
  singleHeaders,
  statusOf,
  withoutServerLines,
} from './result.ts'
import type { HeaderLine, HttpResponse } from './types.ts'

/**
 * HTTP API, payload format 2.0: what a function posted → the response, without the endpoint's own
 * headers.
 *
 * @throws MalformedResult
 */
export function httpApiResponse(payload: Uint8Array): HttpResponse {
  const { text, value } = parseResult(payload)
  if (!isObject(value) || value['statusCode'] === undefined) {
    return plain(typeof value === 'string' ? value : text)
  }
  return structured(value, {
    status: statusOf(value['statusCode'], { lenient: false }),
    body: scalarBody(value['body']),
    contentType: 'text/plain; charset=utf-8',
    spell: canonicalName,
    cookieName: 'Set-Cookie',
  })
}

/**
 * Function URL in mode BUFFERED.
 *
 * @throws MalformedResult
 */
export function functionUrlResponse(payload: Uint8Array): HttpResponse {
  const { text, value } = parseResult(payload)
  if (!isObject(value) || value['statusCode'] === undefined) {
    return plain(typeof value === 'string' ? value : compactJson(text, value))
  }
  return structured(value, {
    status: statusOf(value['statusCode'], { lenient: true }),
    body: dumpedBody(value['body']),
    contentType: 'application/json',
    spell: (name) => name,
    cookieName: 'Set-Cookie',
  })
}

/** A result without `statusCode` is the body. */
function plain(body: string): HttpResponse {
  return {
    status: 200,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(body),
  }
}

interface Structure {
  status: number
  body: string
  /** Where the function gives none. */
  contentType: string
  spell: (name: string) => string
  cookieName: string
}

const SEVERAL = 'join them by a comma, and give cookies in cookies'

function structured(result: Record<string, unknown>, rules: Structure): HttpResponse {
  const isBase64 = isBase64Encoded(result)
  const headers: HeaderLine[] = [
    ...withoutServerLines(singleHeaders(result['headers'], SEVERAL)).map(
      ([name, value]): HeaderLine => [rules.spell(name), value],
    ),
    ...cookieLines(rules.cookieName, result['cookies']),
  ]
  if (headerValue(headers, 'content-type') === undefined) {
    headers.push(['Content-Type', rules.contentType])
  }
  const body = isBase64 ? base64Body(rules.body) : Buffer.from(rules.body)
  return {
    status: rules.status,
    headers,
    body: hasNoContent(rules.status) ? new Uint8Array() : body,
  }
}

function dumpedBody(body: unknown): string {
  if (body === undefined || body === null) return ''
  return scalarText(body) ?? JSON.stringify(body)
}

/**
 * JSON written anew without white space. Numbers stay as they were written: parsing them would
 * round `12345678901234567890`.
 *
 * @param value the same, parsed
 */
export function compactJson(json: string, value: unknown): string {
  // Most runtimes write JSON like this in the first place.
  if (JSON.stringify(value) === json) return json
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|\s+/g, (token) =>
    token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : '',
  )
}
