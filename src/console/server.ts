import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { debug } from '../core/debug.ts'
import { messageOf, OcheError, systemCode } from '../core/errors.ts'
import { answerCall } from './api.ts'
import { readJson, sendJson } from './json.ts'
import { MemoryHistory } from './memory-history.ts'
import { Tickets } from './tickets.ts'
import { hasToken, isForeign, refusalOf, SAFE_HEADERS } from './guard.ts'
import { readPage, type PageFile } from './page-files.ts'
import type { ApiError, ConsoleHost } from './types.ts'

/** The page and its API, on loopback. */
export interface RunningConsole {
  /** With the session's token behind `#`, which a browser sends nowhere. */
  readonly url: string
  readonly port: number
  readonly token: string
  /**
   * An address for whoever opens a browser: others see its arguments, so it holds a ticket, which is good
   * for one minute and one page.
   */
  ticketUrl(): string
  close(): Promise<void>
}

export interface ConsoleOptions {
  host: ConsoleHost
  /** @default 0: any that is free */
  port?: number | undefined
  /** Told of exceptions of Oche's own. */
  onBug(message: string, stack: string | undefined): void
}

const TOKEN_PATH = '/api/token'

/** In milliseconds. */
const MEMORY_EVERY = 2000

const LOOPBACK = '127.0.0.1'

/**
 * Serves the console.
 *
 * @throws OcheError `CONSOLE_PORT_IN_USE` where the port is not to be had
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const token = randomBytes(24).toString('base64url')
  const page = readPage()
  const tickets = new Tickets()
  const memory = new MemoryHistory()
  const { host } = options
  const looking = setInterval(
    () => memory.look(host.environments(), Date.now()),
    MEMORY_EVERY,
  ).unref()
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo
    void handle({ request, response, port, token, tickets, memory, page, options })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explained(error, options.port ?? 0)))
    server.listen(options.port ?? 0, LOOPBACK, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${LOOPBACK}:${port}/#token=${token}`,
    port,
    token,
    ticketUrl: () => `http://${LOOPBACK}:${port}/#ticket=${tickets.issue()}`,
    close: () =>
      new Promise((resolve) => {
        clearInterval(looking)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  port: number
  token: string
  tickets: Tickets
  memory: MemoryHistory
  page: ReadonlyMap<string, PageFile>
  options: ConsoleOptions
}

async function handle(exchange: Exchange): Promise<void> {
  const { request, response, port, options } = exchange
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value)
  const reason = refusalOf(request.headers, port)
  if (reason !== undefined) return refuse(exchange, 403, reason)
  try {
    if (request.url!.startsWith('/api/')) await call(exchange)
    else servePage(exchange)
  } catch (thrown) {
    if (thrown instanceof OcheError) return sendError(response, statusOf(thrown), thrown)
    options.onBug(
      `${request.method} ${request.url} of the console: ${messageOf(thrown)}`,
      stackOf(thrown),
    )
    sendError(response, 500, new OcheError('BUG', 'a bug of Oche, see its output'))
  }
}

async function call(exchange: Exchange): Promise<void> {
  const { request, response, token, tickets, memory, options } = exchange
  if (isForeign(request.headers)) return refuse(exchange, 403, 'another page asks')
  if (request.method === 'POST' && request.url === TOKEN_PATH) {
    const asked = (await readJson(request)) as { ticket?: unknown } | null
    if (!tickets.take(String(asked?.ticket)))
      return refuse(exchange, 401, 'that ticket was taken, or is old')
    return sendJson(response, { token })
  }
  if (!hasToken(request.headers, token)) {
    return refuse(exchange, 401, 'the address that oche dev prints is needed')
  }
  await answerCall(request, response, { host: options.host, memory })
}

/** Holds nothing of anybody's: whoever has no token sees an empty page. */
function servePage({ request, response, page }: Exchange): void {
  request.resume()
  const [path] = request.url!.split('?', 1)
  const file = request.method === 'GET' ? page.get(path!) : undefined
  if (file === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' })
    return void response.end('There is nothing here.\n')
  }
  const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding']))
  response.writeHead(200, {
    'Content-Type': file.type,
    Vary: 'Accept-Encoding',
    ...(isZipped && { 'Content-Encoding': 'gzip' }),
  })
  response.end(isZipped ? file.zipped : file.bytes)
}

function refuse({ request, response }: Exchange, status: number, reason: string): void {
  request.resume()
  debug('dev', () => `${request.method} from ${request.headers.host}: ${reason}`)
  sendError(response, status, new OcheError('CONSOLE_REFUSED', reason))
}

function sendError(
  response: ServerResponse,
  status: number,
  { code, message, remedy }: OcheError,
): void {
  if (response.headersSent) return void response.destroy()
  const body: ApiError = { error: { code, message, remedy } }
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(body))
}

function statusOf({ code }: OcheError): number {
  return code === 'CONSOLE_NOT_FOUND' ? 404 : 400
}

function stackOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack : undefined
}

function explained(error: Error, port: number): Error {
  if (systemCode(error) !== 'EADDRINUSE') return error
  return new OcheError('CONSOLE_PORT_IN_USE', `port ${port} is in use`, {
    remedy: 'Choose another with --console-port, or leave it out for a free one.',
    cause: error,
  })
}
