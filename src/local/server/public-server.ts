import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { isLambdaApi } from '../../contract/invoke-api.ts'
import { bugEvent, sorry } from '../http/bug.ts'
import { closeServer, listen } from '../http/listen.ts'
import type { Served } from '../http/served.ts'
import { record } from '../http/tape.ts'
import type { InvokeApi } from '../invoke-api/handle.ts'
import { now, type Trace } from '../trace.ts'
import type { Emit } from '../types.ts'
import { headersOf } from '../http/headers-of.ts'

/** More than any endpoint takes, so that it is the endpoint that refuses. */
const MAX_HEADER_BYTES = 80 * 1024

export interface PublicServerOptions {
  endpoints(request: IncomingMessage, response: ServerResponse): Promise<Served>
  invokeApi: Pick<InvokeApi, 'handle'>
  emit: Emit
  /** Told of each request with all that goes through it. @default nothing is recorded */
  trace?: Trace | undefined
}

/** A port that callers use: the Invoke API below its own paths, an endpoint on every other. */
export class PublicServer {
  readonly #options: PublicServerOptions
  readonly #server: Server
  readonly #handling = new Set<Promise<void>>()
  /** Those whose connections this one serves as well. */
  readonly #inherited: PublicServer[] = []
  #successor: PublicServer | undefined
  #port = 0

  constructor(options: PublicServerOptions) {
    this.#options = options
    this.#server = createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
      keepAliveTimeout: 65_000,
      // A slow upload of a large body is no fault.
      requestTimeout: 0,
    })
    this.#server.on('request', (request, response) => this.#receive(request, response))
    this.#server.on('clientError', refuseMalformed)
  }

  get port(): number {
    return this.#port
  }

  /** @throws OcheError `PORT_IN_USE` and the like */
  async listen(port: number, host: string): Promise<void> {
    this.#port = await listen(this.#server, port, host)
  }

  /** Lets go of the port; connections that there are are still served. */
  release(): void {
    // Not the HTTP server's own `close`, which ends connections that have no request right now.
    if (this.#server.listening) NetServer.prototype.close.call(this.#server)
  }

  /** Further requests of connections that stay are another's. */
  handOver(next: PublicServer): void {
    this.#successor = next
    next.#inherited.push(this)
  }

  /** Until every request under way has been answered. */
  async answered(): Promise<void> {
    await Promise.all(this.#handling)
  }

  async close(): Promise<void> {
    // Whoever has taken the connections over closes them.
    if (this.#successor !== undefined) return
    this.#endConnections()
    await closeServer(this.#server)
  }

  /** Also of those whose connections this one serves. */
  #endConnections(): void {
    this.#server.closeAllConnections()
    for (const one of this.#inherited) one.#endConnections()
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    if (this.#successor !== undefined) return this.#successor.#receive(request, response)
    const handled = this.#handle(request, response)
    this.#handling.add(handled)
    void handled.then(() => this.#handling.delete(handled))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now()
    const traced = this.#options.trace && this.#record(request, response, this.#options.trace)
    const served = await this.#serve(request, response)
    traced?.(served)
    // A client that went away before it had sent everything gets no answer.
    if (response.headersSent) this.#tell(request, response, served, performance.now() - startedAt)
  }

  /** @returns to be called at the end */
  #record(
    request: IncomingMessage,
    response: ServerResponse,
    trace: Trace,
  ): (served: Served) => void {
    const tape = record(request, response)
    const { exchange } = tape
    const { localAddress = '127.0.0.1' } = request.socket
    trace({
      type: 'exchange',
      exchange,
      at: now(),
      origin: originOf(localAddress, this.#port),
      isInvokeApi: isLambdaApi(request.url!),
      method: request.method!,
      target: request.url!,
      headers: headersOf(request),
    })
    return ({ refused }) => {
      const { body, response: sent } = tape
      trace({ type: 'exchange-end', exchange, at: now(), body, response: sent, refused })
    }
  }

  /** What is thrown while one request is handled ends there. */
  async #serve(request: IncomingMessage, response: ServerResponse): Promise<Served> {
    const { invokeApi, endpoints, emit } = this.#options
    try {
      return await (isLambdaApi(request.url!)
        ? invokeApi.handle(request, response)
        : endpoints(request, response))
    } catch (thrown) {
      emit(bugEvent(`${request.method} ${request.url}`, thrown))
      sorry(request, response)
      return { function: '', requestId: randomUUID(), coldStart: false }
    }
  }

  #tell(
    { method, url }: IncomingMessage,
    { statusCode }: ServerResponse,
    { function: name, requestId, coldStart, refused }: Served,
    durationMs: number,
  ): void {
    this.#options.emit({
      type: 'request',
      method: method!,
      path: url!,
      status: statusCode,
      durationMs,
      function: name,
      requestId,
      coldStart,
      refused,
    })
  }
}

/** @param address of this side of a connection */
function originOf(address: string, port: number): string {
  const host = address.replace(/^::ffff:/, '')
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** What is no HTTP gets an answer as far as possible, and the connection ends. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
}
