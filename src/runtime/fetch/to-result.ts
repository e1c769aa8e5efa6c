import { utf8 } from '../../contract/http/body.ts'
import { decodeHeaderValue } from '../../contract/http/header-lines.ts'
import { takeText } from '../wire/quickjs.ts'
import type { EndpointEvent } from './events.ts'

/** What a function returns to an endpoint; which of the members are there depends on the endpoint. */
export interface HttpResult {
  statusCode: number
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  cookies?: string[]
  body: string
  isBase64Encoded: boolean
}

/** The same for an endpoint that passes the body on as it is written. */
export interface StreamedHttpResult extends Omit<HttpResult, 'body' | 'isBase64Encoded'> {
  body: AsyncIterable<Uint8Array>
}

/** A response in the shape that the event's endpoint expects, its body read whole unless it streams. */
export async function toResult(
  response: Response,
  kind: EndpointEvent['kind'],
  streams: boolean,
): Promise<HttpResult | StreamedHttpResult> {
  const { status: statusCode, headers } = response
  const members = { statusCode, ...headerMembers(headers, kind) }
  // What somebody has read already cannot be sent, streaming or not.
  if (streams && !response.bodyUsed) {
    return { ...members, body: response.body ?? (async function* () {})() }
  }
  const type = headers.get('content-type')
  const isText = type === null || TEXT_TYPE.test(type)
  let text = isText ? takeText(response) : undefined
  let body = text
  if (body === undefined) {
    const bytes = Buffer.from(await response.arrayBuffer())
    // What is not UTF-8 (compressed, another charset) does not survive as text.
    if (isText || !bytes.length) text = utf8(bytes)
    body = text ?? bytes.toString('base64')
  }
  return { ...members, body, isBase64Encoded: text === undefined }
}

/** Cookies go by themselves; the others describe a connection that the endpoint makes itself. */
const NOT_SENT = new Set([
  'set-cookie',
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
])

/** Header members of a result: cookies never fold into one line. */
function headerMembers(
  source: Headers,
  kind: EndpointEvent['kind'],
): Omit<HttpResult, 'statusCode' | 'body' | 'isBase64Encoded'> {
  const cookies = source.getSetCookie().map(decodeHeaderValue)
  const sent: [string, string][] = []
  source.forEach((value, name) => {
    if (!NOT_SENT.has(name)) sent.push([name, decodeHeaderValue(value)])
  })
  const headers = Object.fromEntries(sent)
  const multiValueHeaders = cookies[0] && { 'set-cookie': cookies }
  if (kind === 'alb-multi') {
    const lines = Object.entries(headers).map(([name, value]) => [name, [value]])
    return { multiValueHeaders: { ...Object.fromEntries(lines), ...(multiValueHeaders as object) } }
  }
  if (!multiValueHeaders) return { headers }
  if (kind === 'v2') return { headers, cookies }
  if (kind !== 'alb') return { headers, multiValueHeaders }
  cookies.forEach((cookie, index) => (headers[spelling('set-cookie', index)] = cookie))
  return { headers }
}

/**
 * ALB without multi-value headers takes one value a name, and tells names apart by their spelling:
 * each further cookie gets a spelling of its own.
 */
function spelling(name: string, variant: number): string {
  let bit = 0
  return name.replace(/[a-z]/g, (letter) =>
    variant & (1 << bit++) ? letter.toUpperCase() : letter,
  )
}

const TEXT_TYPE =
  /^[^;]*\b(text|json|xml|yaml|(java|ecma)script|x-ndjson|graphql|x-www-form-urlencoded)\b/i
