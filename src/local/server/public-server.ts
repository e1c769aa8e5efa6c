import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isLambdaApi } from '../../contract/invoke-api.ts'
import { bugEvent, sorry } from '../http/bug.ts'
import { closeServer, listen } from '../http/listen.ts'
import type { Served } from '../http/served.ts'
import type { InvokeApi } from '../invoke-api/handle.ts'
import type { Emit } from '../types.ts'

/** More than any endpoint takes, so that it is the endpoint that refuses. */
const MAX_HEADER_BYTES = 80 * 1024

export interface PublicServerOptions {
  endpoints(request: IncomingMessage, response: ServerResponse): Promise<Served>
  invokeApi: Pick<InvokeApi, 'handle'>
  emit: Emit
}

/** A port that callers use: the Invoke API below its own paths, an endpoint on every other. */
export class PublicServer {
  readonly #options: PublicServerOptions
  readonly #server: Server
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
    this.#server.on('request', (request, response) => void this.#handle(request, response))
    this.#server.on('clientError', refuseMalformed)
  }

  get port(): number {
    return this.#port
  }

  /** @throws OcheError `PORT_IN_USE` and the like */
  async listen(port: number, host: string): Promise<void> {
    this.#port = await listen(this.#server, port, host)
  }

  close(graceMs = 0, hurry?: AbortSignal): Promise<void> {
    return closeServer(this.#server, graceMs, hurry)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now()
    const served = await this.#serve(request, response)
    // A client that went away before it had sent everything gets no answer.
    if (response.headersSent) this.#tell(request, response, served, performance.now() - startedAt)
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
    served: Served,
    durationMs: number,
  ): void {
    this.#options.emit({
      type: 'request',
      method: method!,
      path: url!,
      status: statusCode,
      durationMs,
      ...served,
    })
  }
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
