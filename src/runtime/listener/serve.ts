import type {
  ClientRequest,
  IncomingMessage,
  OutgoingHttpHeaders,
  RequestListener,
  Server,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { builtin } from '../builtin.ts'
import { within } from '../current.ts'
import type { FetchEnvironment } from '../fetch/handler.ts'
import type { FetchHandler } from '../handler-types.ts'
import type { CurrentInvocation } from '../shared.ts'
import { listenerOf } from './application.ts'

/** Names the invocation on its way through the server; the listener does not see it. */
const INVOCATION = 'oche-invocation'

/** They describe a connection to an endpoint, not the one to the server here. */
const NOT_SENT =
  /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/

interface Running {
  current: CurrentInvocation
  /** Of the client. */
  ip: string | undefined
  encrypted: boolean
}

/**
 * Starts a server of this process's own on a loopback port, and hands it the requests: what Node's
 * frameworks expect of a request and a response is more than anyone could imitate on every engine.
 */
export async function serve(value: any): Promise<FetchHandler['fetch']> {
  const running = new Map<string, Running>()
  const listener = await listenerOf(value)
  const { port } = await listening(asInvocation(listener, running))
  let last: ClientRequest | undefined
  let count = 0

  return async (request, { event, context }: FetchEnvironment) => {
    const { protocol, pathname, search } = new URL(request.url)
    const id = String(++count)
    running.set(id, {
      current: { event, context },
      ip: clientOf(event),
      encrypted: protocol === 'https:',
    })
    const body = Buffer.from(await request.arrayBuffer())
    const { method } = request
    const options = { host: '127.0.0.1', port, method, path: pathname + search, agent: false }
    // What a fault in the listener has left unanswered.
    if (running.size === 1) last?.destroy()
    try {
      const headers = headersOf(request, body, id)
      return responseOf(
        await new Promise<IncomingMessage>((resolve, reject) => {
          last = builtin('node:http').request({ ...options, headers }, resolve)
          last.once('error', reject).end(body)
        }),
      )
    } finally {
      running.delete(id)
    }
  }
}

/** Runs a listener as a part of the invocation whose request it gets. */
function asInvocation(listener: RequestListener, running: Map<string, Running>): RequestListener {
  return (request, response) => {
    const found = running.get(String(request.headers[INVOCATION]))
    if (!found) return void response.writeHead(403).end()
    const { current, ip: value, encrypted } = found
    delete request.headers[INVOCATION]
    const at = request.rawHeaders.indexOf(INVOCATION)
    if (at >= 0) request.rawHeaders.splice(at, 2)
    if (value) Object.defineProperty(request.socket, 'remoteAddress', { value, configurable: true })
    Object.assign(request.socket, { encrypted })
    within(current, false, () => listener(request, response))
  }
}

async function listening(listener: RequestListener): Promise<AddressInfo> {
  const server: Server = builtin('node:http').createServer({ keepAliveTimeout: 0 }, listener)
  // Lambda's own limits hold.
  Object.assign(server, { timeout: 0, requestTimeout: 0, headersTimeout: 0 })
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve),
  )
  server.unref()
  return server.address() as AddressInfo
}

function headersOf(request: Request, body: Buffer, id: string): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  request.headers.forEach((value, name) => {
    if (!NOT_SENT.test(name)) headers[name] = value
  })
  const mayHaveBody = request.method !== 'GET' && request.method !== 'HEAD'
  return { ...headers, ...(mayHaveBody && { 'content-length': body.length }), [INVOCATION]: id }
}

/** As much of a Response as is asked for here: the body is passed on as it comes. */
function responseOf(message: IncomingMessage): Response {
  const headers = new Headers()
  const { rawHeaders } = message
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name, value] = [rawHeaders[i]!, rawHeaders[i + 1]!]
    // Each endpoint has a date of its own.
    if (name.toLowerCase() !== 'date') headers.append(name, value)
  }
  return {
    status: message.statusCode,
    headers,
    body: message as unknown,
    bodyUsed: false,
    async arrayBuffer() {
      const chunks: Buffer[] = []
      for await (const chunk of message) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    },
  } as unknown as Response
}

/** The address that the endpoint saw. */
function clientOf(event: any): string | undefined {
  const { http, identity } = event.requestContext
  return (
    http?.sourceIp ??
    identity?.sourceIp ??
    event.headers?.['x-forwarded-for']?.split(',').at(-1)?.trim()
  )
}
