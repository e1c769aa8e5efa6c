import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { runtimeRefusal } from '../../contract/runtime-api-refusals.ts'
import { parseRuntimePath } from '../../contract/runtime-api.ts'
import { parseExtensionPath } from '../../contract/extensions-api.ts'
import { parseSubscriptionPath } from '../../contract/telemetry-api.ts'
import { handleExtension } from '../extensions/exchange.ts'
import type { Extensions } from '../extensions/extensions.ts'
import { subscribe } from '../extensions/subscribe.ts'
import { answer, refuse } from '../http/answer.ts'
import { closeServer, listen } from '../http/listen.ts'
import { fail, initError, next, respond } from './exchange.ts'
import type { Runtime } from './runtime.ts'

/** Room for the X-Ray cause, a header of up to 64 KiB, beside all others. */
const MAX_HEADER_BYTES = 128 * 1024

/** What speaks to the processes of one start. */
export interface Served {
  runtime: Runtime
  extensions: Extensions
}

/**
 * The Runtime API of one execution environment. Each has a port of its own: `AWS_LAMBDA_RUNTIME_API`
 * holds a host and a port and nothing else that would tell one process from another. The APIs of
 * extensions are on the same port.
 */
export class RuntimeApiServer {
  readonly #server: Server
  #port = 0
  #served: Served | undefined

  /** @param onBug told of an exception while a request was handled */
  private constructor(onBug: (thrown: unknown) => void) {
    this.#server = createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
      // A long poll is under way most of the time.
      keepAliveTimeout: 0,
      headersTimeout: 0,
      requestTimeout: 0,
    })
    this.#server.on('request', (request, response) => {
      this.#handle(request, response).catch((thrown: unknown) => {
        onBug(thrown)
        if (response.headersSent) response.destroy()
        else refuse(request, response, runtimeRefusal('internal-error'))
      })
    })
    this.#server.on('clientError', refuseMalformed)
  }

  static async listen(onBug: (thrown: unknown) => void): Promise<RuntimeApiServer> {
    const api = new RuntimeApiServer(onBug)
    api.#port = await listen(api.#server, 0, '127.0.0.1')
    return api
  }

  /** Value for `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `127.0.0.1:${this.#port}`
  }

  /** Serves a new process; connections of the one before are cut. */
  serve(served: Served): void {
    this.#server.closeAllConnections()
    this.#served = served
  }

  close(): Promise<void> {
    this.#served = undefined
    return closeServer(this.#server)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = parseRuntimePath(request.url!)
    if (this.#served === undefined) return answer(response, runtimeRefusal('unknown-path'))
    const { runtime, extensions } = this.#served
    if (path === undefined) return handleOther(extensions, request, response)
    if (request.method !== (path.resource === 'next' ? 'GET' : 'POST')) {
      return answer(response, runtimeRefusal('method-not-allowed'))
    }
    if (path.resource === 'next') return next(runtime, response)
    if (path.resource === 'init-error') return initError(runtime, request, response)
    const post = { runtime, request, response, requestId: path.requestId }
    return path.resource === 'response' ? respond(post) : fail(post)
  }
}

/** What is none of the Runtime API's own paths. */
async function handleOther(
  extensions: Extensions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const api = parseSubscriptionPath(request.url!)
  const [method, resource] =
    api === undefined ? (parseExtensionPath(request.url!) ?? []) : ['PUT', undefined]
  if (method === undefined) return refuse(request, response, runtimeRefusal('unknown-path'))
  if (request.method !== method) {
    return refuse(request, response, runtimeRefusal('method-not-allowed'))
  }
  if (api !== undefined) return subscribe(extensions, api, request, response)
  return handleExtension(extensions, resource!, request, response)
}

function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  // The connection was half closed before a body had come whole.
  const isTruncated = error.code === 'HPE_INVALID_EOF_STATE'
  const { status, body } = isTruncated
    ? runtimeRefusal('truncated')
    : {
        status: 400,
        body: JSON.stringify({ errorMessage: error.message, errorType: 'BadRequest' }),
      }
  socket.end(
    `HTTP/1.1 ${status} Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
