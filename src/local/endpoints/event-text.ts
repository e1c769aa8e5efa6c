import { randomBytes } from 'node:crypto'
import { bufferOf, utf8 } from '../../contract/http/body.ts'
import type { Endpoint } from '../../contract/http/endpoint.ts'
import { requestTime } from '../../contract/http/request-time.ts'
import type { EndpointContext, HeaderLine, HttpRequest } from '../../contract/http/types.ts'

/** What of an event is another with every request; all the rest follows from where it came and its head. */
type Hole = 'requestId' | 'extendedRequestId' | 'traceId' | 'time' | 'timeEpoch' | 'text' | 'base64'

/** An event's text around its holes: one text more than there are holes. */
interface Template {
  texts: readonly string[]
  holes: readonly Hole[]
}

/** What was sent last with these header lines, and where it came. */
interface Known
  extends
    Pick<HttpRequest, 'method' | 'target' | 'protocol' | 'sourceIp'>,
    Pick<EndpointContext, 'apiId' | 'stage' | 'routeKey' | 'port'> {
  readonly endpoint: Endpoint
  readonly hasBody: boolean
  /** Once the same has come again; null where it makes none. */
  template: Template | null | undefined
}

/** By the lines themselves: a connection has the same list for as long as the same are sent on it. */
const sent = new WeakMap<readonly HeaderLine[], Known>()

/**
 * The event as JSON, as `endpoint.toEvent` has it. A client sends the same head time and again: its event
 * is the one before with other numbers, another time and another body.
 *
 * @param context with a trace id that is a root alone, unless the client has sent it
 */
export function eventText(
  endpoint: Endpoint,
  request: HttpRequest,
  context: EndpointContext,
): string {
  if (context.authorizer !== undefined) return made(endpoint, request, context)
  const before = sent.get(request.headers)
  if (before === undefined || !isSame(before, endpoint, request, context)) {
    sent.set(request.headers, knownOf(endpoint, request, context))
    return made(endpoint, request, context)
  }
  const { template } = before
  if (template) return filled(template, request, context) ?? made(endpoint, request, context)
  const text = made(endpoint, request, context)
  if (template === undefined) before.template = templateOf(endpoint, request, context, text)
  return text
}

function made(endpoint: Endpoint, request: HttpRequest, context: EndpointContext): string {
  return JSON.stringify(endpoint.toEvent(request, context))
}

function isSame(
  known: Known,
  endpoint: Endpoint,
  request: HttpRequest,
  context: EndpointContext,
): boolean {
  return (
    known.endpoint === endpoint &&
    known.hasBody === request.body.length > 0 &&
    known.target === request.target &&
    known.method === request.method &&
    known.protocol === request.protocol &&
    known.sourceIp === request.sourceIp &&
    known.routeKey === context.routeKey &&
    known.apiId === context.apiId &&
    known.stage === context.stage &&
    known.port === context.port
  )
}

function knownOf(endpoint: Endpoint, request: HttpRequest, context: EndpointContext): Known {
  const { method, target, protocol, sourceIp, body } = request
  const { apiId, stage, routeKey, port } = context
  const hasBody = body.length > 0
  const template = undefined
  return {
    endpoint,
    hasBody,
    method,
    target,
    protocol,
    sourceIp,
    apiId,
    stage,
    routeKey,
    port,
    template,
  }
}

/** Stand where the holes are; nobody else can know them. */
const MARKS = {
  requestId: randomBytes(16).toString('hex'),
  extendedRequestId: randomBytes(16).toString('hex'),
  traceId: `Root=${randomBytes(16).toString('hex')}`,
  /** So far away that it is nothing else, and still a time. */
  timeEpoch: 8e15 + randomBytes(6).readUIntBE(0, 6),
  /** Of a length that base64 needs no padding for. */
  body: randomBytes(24).toString('hex'),
}

const HOLES: ReadonlyMap<string, Hole> = new Map([
  [MARKS.requestId, 'requestId'],
  [MARKS.extendedRequestId, 'extendedRequestId'],
  [MARKS.traceId, 'traceId'],
  [requestTime(MARKS.timeEpoch), 'time'],
  [String(MARKS.timeEpoch), 'timeEpoch'],
  [`"${MARKS.body}"`, 'text'],
  [Buffer.from(MARKS.body).toString('base64'), 'base64'],
])

const HOLE = new RegExp(`(${[...HOLES.keys()].join('|').replaceAll('+', '\\+')})`)

/** Null where what comes of it is not the event: something else of it is another each time. */
function templateOf(
  endpoint: Endpoint,
  request: HttpRequest,
  context: EndpointContext,
  text: string,
): Template | null {
  const { requestId, extendedRequestId, traceId, timeEpoch } = MARKS
  const body = request.body.length > 0 ? Buffer.from(MARKS.body) : request.body
  const marked = { ...context, requestId, extendedRequestId, traceId, timeEpoch }
  const parts = made(endpoint, { ...request, body }, marked).split(HOLE)
  const template = {
    texts: parts.filter((_, at) => at % 2 === 0),
    holes: parts.filter((_, at) => at % 2 === 1).map((mark) => HOLES.get(mark)!),
  }
  return filled(template, request, context) === text ? template : null
}

/** Undefined where the body is no text and should be. */
function filled(
  { texts, holes }: Template,
  request: HttpRequest,
  context: EndpointContext,
): string | undefined {
  let text = texts[0]!
  for (let at = 0; at < holes.length; at++) {
    const value = valueOf(holes[at]!, request, context)
    if (value === undefined) return undefined
    text += value + texts[at + 1]!
  }
  return text
}

function valueOf(hole: Hole, { body }: HttpRequest, context: EndpointContext): string | undefined {
  switch (hole) {
    case 'requestId':
      return context.requestId
    case 'extendedRequestId':
      return context.extendedRequestId
    case 'traceId':
      return context.traceId
    case 'time':
      return requestTime(context.timeEpoch)
    case 'timeEpoch':
      return String(context.timeEpoch)
    case 'text': {
      const text = utf8(bufferOf(body))
      return text === undefined ? undefined : JSON.stringify(text)
    }
    case 'base64':
      return bufferOf(body).toString('base64')
  }
}
