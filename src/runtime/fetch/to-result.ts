import { utf8 } from '../../contract/http/body.ts'
import { decodeHeaderValue } from '../../contract/http/header-lines.ts'
import type { FrontDoorEvent } from './events.ts'

/** What a function returns to a front door; which of the members are there depends on the front door. */
export interface HttpResult {
  statusCode: number
  headers?: Record<string, string>
  multiValueHeaders?: Record<string, string[]>
  cookies?: string[]
  body: string
  isBase64Encoded: boolean
}

/** A response, read whole, in the shape that the event's front door expects. */
export async function toResult(
  response: Response,
  kind: FrontDoorEvent['kind'],
): Promise<HttpResult> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const text = textOf(response.headers, bytes)
  return {
    statusCode: response.status,
    ...headerMembers(response.headers, kind),
    body: text ?? bytes.toString('base64'),
    isBase64Encoded: text === undefined,
  }
}

/** The same for a front door that passes the body on as it is written. */
export interface StreamedHttpResult extends Omit<HttpResult, 'body' | 'isBase64Encoded'> {
  body: AsyncIterable<Uint8Array>
}

export function toStreamedResult(
  response: Response,
  kind: FrontDoorEvent['kind'],
): StreamedHttpResult {
  return {
    statusCode: response.status,
    ...headerMembers(response.headers, kind),
    body: response.body ?? nothing(),
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Cookies go by themselves; the others describe a connection that the front door makes itself. */
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
  kind: FrontDoorEvent['kind'],
): Omit<HttpResult, 'statusCode' | 'body' | 'isBase64Encoded'> {
  const cookies = source.getSetCookie().map(decodeHeaderValue)
  const headers = Object.fromEntries(
    [...source]
      .filter(([name]) => !NOT_SENT.has(name))
      .map(([name, value]) => [name, decodeHeaderValue(value)]),
  )
  if (kind === 'alb-multi') {
    const lines = Object.entries(headers).map(([name, value]) => [name, [value]] as const)
    const all = cookies.length > 0 ? [...lines, ['set-cookie', cookies] as const] : lines
    return { multiValueHeaders: Object.fromEntries(all) }
  }
  if (cookies.length === 0) return { headers }
  if (kind === 'v2') return { headers, cookies }
  if (kind === 'v1') return { headers, multiValueHeaders: { 'set-cookie': cookies } }
  return { headers: { ...headers, ...differentlySpelt('set-cookie', cookies) } }
}

/**
 * ALB without multi-value headers takes one value a name, and tells names apart by their spelling:
 * each further cookie gets a spelling of its own.
 */
function differentlySpelt(name: string, values: string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [spelling(name, index), value]))
}

function spelling(name: string, variant: number): string {
  let bit = 0
  return name.replace(/[a-z]/g, (letter) =>
    variant & (1 << bit++) ? letter.toUpperCase() : letter,
  )
}

const TEXT_TYPE =
  /^(text\/|application\/(json|xml|javascript|ecmascript|x-ndjson|yaml|graphql|x-www-form-urlencoded)\b|[^;]*\+(json|xml|yaml)\b)/i

/** The body as text, undefined where it has to travel as base64. */
function textOf(headers: Headers, bytes: Buffer): string | undefined {
  if (bytes.length === 0) return ''
  const type = headers.get('content-type')
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity' || (type !== null && !TEXT_TYPE.test(type))) return undefined
  // What is not UTF-8 (another charset, bytes under a text type) does not survive as text.
  return utf8(bytes)
}
