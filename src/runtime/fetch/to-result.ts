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

/**
 * A response in the shape that the event's endpoint expects, its body read whole unless it streams: at
 * once where the engine has it as text.
 */
export function toResult(
  response: Response,
  kind: EndpointEvent['kind'],
  streams: boolean,
): HttpResult | StreamedHttpResult | Promise<HttpResult> {
  const members = membersOf(response, kind)
  // What somebody has read already cannot be sent, streaming or not.
  if (streams && !response.bodyUsed) {
    return { ...members, body: response.body ?? (async function* () {})() }
  }
  const type = response.headers.get('content-type')
  if (type !== lastType) {
    lastType = type
    isText = !type || TEXT_TYPE.test(type)
  }
  const text = isText ? takeText(response) : undefined
  if (text === undefined) return readWhole(response, members, isText)
  return withBody(members, text, false)
}

/** Most responses have the type of the one before. */
let lastType: string | null | undefined
let isText: boolean

async function readWhole(response: Response, members: Members, mayBeText: boolean) {
  const bytes = Buffer.from(await response.arrayBuffer())
  // What is not UTF-8 (compressed, another charset) does not survive as text.
  const text = mayBeText || !bytes.length ? utf8(bytes) : undefined
  return withBody(members, text ?? bytes.toString('base64'), text === undefined)
}

function withBody(result: Partial<HttpResult>, body: string, isBase64Encoded: boolean) {
  result.body = body
  result.isBase64Encoded = isBase64Encoded
  return result as HttpResult
}

/** Cookies go by themselves; the others describe a connection that the endpoint makes itself. */
const NOT_SENT = new Set([
  'set-cookie',
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
])

type Members = Omit<HttpResult, 'body' | 'isBase64Encoded'>

/** The status, and headers: cookies never fold into one line. */
function membersOf(
  { status: statusCode, headers: source }: Response,
  kind: EndpointEvent['kind'],
): Members {
  const ownCookies = source.getSetCookie()
  const inLists = kind === 'alb-multi'
  // Any name may come, `__proto__` too.
  const headers = Object.create(null)
  const members: Members = { statusCode, [inLists ? 'multiValueHeaders' : 'headers']: headers }
  source.forEach((value, name) => {
    const text = decodeHeaderValue(value)
    if (!NOT_SENT.has(name)) headers[name] = inLists ? [text] : text
  })
  if (!ownCookies[0]) return members
  const cookies = ownCookies.map(decodeHeaderValue)
  if (kind === 'v2') members.cookies = cookies
  else if (kind === 'alb')
    cookies.forEach((cookie, index) => (headers[spelling('set-cookie', index)] = cookie))
  else if (inLists) headers['set-cookie'] = cookies
  else members.multiValueHeaders = { 'set-cookie': cookies }
  return members
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
