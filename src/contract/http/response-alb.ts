import { MalformedResult } from './malformed.ts'
import {
  base64Body,
  hasNoContent,
  isBase64Encoded,
  isObject,
  multiHeaders,
  parseResult,
  resultObject,
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
  const value = resultObject(parseResult(payload).value)
  const status = statusOf(value['statusCode'], { lenient: true })
  const statusText = statusTextOf(value['statusDescription'], status)
  const text = scalarBody(value['body'])
  const body = isBase64Encoded(value) ? base64Body(text) : Buffer.from(text)
  return {
    status,
    ...(statusText !== undefined && { statusText }),
    headers: withoutServerLines(headersOf(value, multiValue)),
    body: hasNoContent(status) ? new Uint8Array() : body,
  }
}

const SEVERAL = 'join them by a comma'

function headersOf(result: Record<string, unknown>, multiValue: boolean): HeaderLine[] {
  const [own, other] = multiValue
    ? ['multiValueHeaders', 'headers']
    : ['headers', 'multiValueHeaders']
  if (isNothing(result[own!]) && !isNothing(result[other!])) {
    const problem = `stands where this load balancer takes ${own}`
    const remedy = `move it there, or set multiValueHeaders: ${!multiValue} in http`
    throw new MalformedResult({ member: other! }, problem, remedy)
  }
  return multiValue ? multiHeaders(result[own!]) : singleHeaders(result[own!], SEVERAL)
}

function isNothing(headers: unknown): boolean {
  return (
    headers === undefined ||
    headers === null ||
    (isObject(headers) && Object.keys(headers).length === 0)
  )
}

/** `200 OK` → `OK`. */
function statusTextOf(description: unknown, status: number): string | undefined {
  const text = scalarText(description)?.trim()
  if (text === undefined || !/^[\x20-\x7e]*$/.test(text)) return undefined
  return text.startsWith(`${status} `) ? text.slice(4) : text
}
