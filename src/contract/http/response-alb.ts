import {
  base64Body,
  booleanOf,
  hasNoContent,
  isObject,
  MalformedResult,
  multiHeaders,
  parseResult,
  scalarBody,
  scalarText,
  singleHeaders,
  statusOf,
  withoutServerLines,
} from './result.ts'
import type { HeaderLine, HttpResponse } from './types.ts'

/**
 * Application Load Balancer. The result must use the members of the target group's mode.
 *
 * @throws MalformedResult
 */
export function albResponse(payload: Uint8Array, multiValue: boolean): HttpResponse {
  const { value } = parseResult(payload)
  if (!isObject(value)) throw new MalformedResult('the result is no object')
  const status = statusOf(value['statusCode'], { lenient: true })
  const reason = reasonOf(value['statusDescription'], status)
  const text = scalarBody(value['body'])
  const body = booleanOf(value['isBase64Encoded']) ? base64Body(text) : Buffer.from(text)
  return {
    status,
    ...(reason !== undefined && { reason }),
    headers: withoutServerLines(headersOf(value, multiValue)),
    body: hasNoContent(status) ? new Uint8Array() : body,
  }
}

function headersOf(result: Record<string, unknown>, multiValue: boolean): HeaderLine[] {
  const [own, other] = multiValue
    ? ['multiValueHeaders', 'headers']
    : ['headers', 'multiValueHeaders']
  if (isNothing(result[own!]) && !isNothing(result[other!])) {
    throw new MalformedResult(`the result has ${other} where the target group wants ${own}`)
  }
  return multiValue ? multiHeaders(result[own!]) : singleHeaders(result[own!])
}

function isNothing(headers: unknown): boolean {
  return (
    headers === undefined ||
    headers === null ||
    (isObject(headers) && Object.keys(headers).length === 0)
  )
}

/** `200 OK` → `OK`. */
function reasonOf(description: unknown, status: number): string | undefined {
  const text = scalarText(description)?.trim()
  if (text === undefined || !/^[\x20-\x7e]*$/.test(text)) return undefined
  return text.startsWith(`${status} `) ? text.slice(4) : text
}
