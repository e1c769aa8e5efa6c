import { amazonHeaders } from '../amazon-headers.ts'
import { matchesMediaType, mediaType } from './body.ts'
import { canonicalName, headerValue } from './header-lines.ts'
import { MalformedResult } from './malformed.ts'
import {
  base64Body,
  hasNoContent,
  isBase64Encoded,
  multiHeaders,
  parseResult,
  resultObject,
  scalarBody,
  singleHeaders,
  statusOf,
  withoutServerLines,
} from './result.ts'
import type { HeaderLine, HttpResponse } from './types.ts'

/**
 * HTTP API, payload format 1.0. The result must have a `statusCode`: nothing is inferred.
 *
 * @throws MalformedResult
 */
export function httpApiV1Response(payload: Uint8Array): HttpResponse {
  const value = resultObject(parseResult(payload).value)
  const status = statusOf(value['statusCode'], { lenient: false })
  const lines = [
    ...singleHeaders(value['headers'], SEVERAL),
    ...multiHeaders(value['multiValueHeaders']),
  ]
  const headers = grouped(withoutServerLines(lines)).map(([name, text]): HeaderLine => [
    canonicalName(name),
    text,
  ])
  if (headerValue(headers, 'content-type') === undefined) {
    headers.push(['Content-Type', 'text/plain; charset=utf-8'])
  }
  const text = scalarBody(value['body'])
  const body = isBase64Encoded(value) ? base64Body(text) : Buffer.from(text)
  return { status, headers, body: hasNoContent(status) ? new Uint8Array() : body }
}

const SEVERAL = 'give them in multiValueHeaders'

/** A result of a REST API may hold these members and no others. */
const REST_MEMBERS = new Set([
  'statusCode',
  'headers',
  'multiValueHeaders',
  'body',
  'isBase64Encoded',
])

/**
 * REST API with Lambda proxy integration.
 *
 * @param accept the request's Accept header: its first type decides about decoding base64
 * @throws MalformedResult
 */
export function restResponse(
  payload: Uint8Array,
  accept: string | undefined,
  binaryMediaTypes: readonly string[],
): HttpResponse {
  const value = resultObject(parseResult(payload).value)
  const extra = Object.keys(value).find((name) => !REST_MEMBERS.has(name))
  if (extra !== undefined) {
    const remedy = extra === 'cookies' ? 'give set-cookie in multiValueHeaders' : 'leave it out'
    throw new MalformedResult({ member: extra }, 'is no member that a REST API takes', remedy)
  }
  const status =
    value['statusCode'] === undefined || value['statusCode'] === null
      ? 200
      : statusOf(value['statusCode'], { lenient: true })
  const lines = [
    ...multiHeaders(value['multiValueHeaders']),
    ...singleHeaders(value['headers'], SEVERAL),
  ]
  const headers = grouped(restHeaders(lines))
  if (headerValue(headers, 'content-type') === undefined) {
    headers.push(['Content-Type', 'application/json'])
  }
  const text = scalarBody(value['body'])
  const decode = isBase64Encoded(value) && matchesMediaType(firstType(accept), binaryMediaTypes)
  const body = decode ? base64Body(text) : Buffer.from(text)
  return { status, headers, body: hasNoContent(status) ? new Uint8Array() : body }
}

function firstType(accept: string | undefined): string {
  return mediaType(accept?.split(',', 1)[0])
}

/**
 * Renamed with a prefix on their way to the client, since API Gateway writes its own. The
 * developer guide lists more that "may be remapped"; these are.
 */
const REMAPPED = new Set([
  'connection',
  'content-length',
  'date',
  'server',
  'www-authenticate',
  amazonHeaders.requestId.toLowerCase(),
])

function restHeaders(lines: readonly HeaderLine[]): HeaderLine[] {
  return lines
    .filter(([name]) => name.toLowerCase() !== 'transfer-encoding')
    .map(([name, value]) => [
      REMAPPED.has(name.toLowerCase()) ? amazonHeaders.remapped + name : name,
      value,
    ])
}

/** Lines of one name side by side, in the spelling of the first. */
function grouped(lines: readonly HeaderLine[]): HeaderLine[] {
  const groups = new Map<string, HeaderLine[]>()
  for (const [name, value] of lines) {
    const key = name.toLowerCase()
    const group = groups.get(key) ?? []
    groups.set(key, [...group, [group[0]?.[0] ?? name, value]])
  }
  return [...groups.values()].flat()
}
