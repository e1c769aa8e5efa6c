import { parseExtensionPath } from '../../contract/extensions-api.ts'
import { runtimeRefusal } from '../../contract/runtime-api-refusals.ts'
import { parseRuntimePath } from '../../contract/runtime-api.ts'
import { parseSubscriptionPath } from '../../contract/telemetry-api.ts'
import { handleExtension } from '../extensions/exchange.ts'
import type { Extensions } from '../extensions/extensions.ts'
import { subscribe } from '../extensions/subscribe.ts'
import type { ConnectionHooks } from '../wire/connection.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { MalformedRequest } from '../wire/malformed.ts'
import { WireServer } from '../wire/server.ts'
import { fail, initError, next, respond } from './exchange.ts'
import type { Runtime } from './runtime.ts'

/** Room for the X-Ray cause, a header of up to 64 KiB, beside all others; and for an error in trailers. */
const MAX_HEAD_BYTES = 128 * 1024

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
  readonly #server: WireServer
  #port = 0
  #served: Served | undefined

  /** @param onBug told of an exception while a request was handled */
  private constructor(onBug: (thrown: unknown) => void) {
    const hooks: ConnectionHooks = {
      handle: (exchange) => {
        const failed = (thrown: unknown) => {
          onBug(thrown)
          exchange.answer(runtimeRefusal('internal-error'))
        }
        try {
          this.#handle(exchange)?.catch(failed)
        } catch (thrown) {
          failed(thrown)
        }
      },
      refusal,
    }
    this.#server = new WireServer(hooks, { mostHeadBytes: MAX_HEAD_BYTES })
  }

  static async listen(onBug: (thrown: unknown) => void): Promise<RuntimeApiServer> {
    const api = new RuntimeApiServer(onBug)
    api.#port = await api.#server.listen(0, '127.0.0.1')
    return api
  }

  /** Value for `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `127.0.0.1:${this.#port}`
  }

  /** Serves a new process; connections of the one before are cut. */
  serve(served: Served): void {
    this.#server.cut()
    this.#served = served
  }

  close(): Promise<void> {
    this.#served = undefined
    return this.#server.close()
  }

  #handle(exchange: Exchange): Promise<void> | void {
    const path = parseRuntimePath(exchange.target)
    if (this.#served === undefined) return exchange.answer(runtimeRefusal('unknown-path'))
    const { runtime, extensions } = this.#served
    if (path === undefined) return handleOther(extensions, exchange)
    if (exchange.method !== (path.resource === 'next' ? 'GET' : 'POST')) {
      return exchange.answer(runtimeRefusal('method-not-allowed'))
    }
    if (path.resource === 'next') return next(runtime, exchange)
    if (path.resource === 'init-error') return initError(runtime, exchange)
    const post = { runtime, exchange, requestId: path.requestId }
    return path.resource === 'response' ? respond(post) : fail(post)
  }
}

/** What is none of the Runtime API's own paths. */
function handleOther(extensions: Extensions, exchange: Exchange): Promise<void> | void {
  const api = parseSubscriptionPath(exchange.target)
  const [method, resource] =
    api === undefined ? (parseExtensionPath(exchange.target) ?? []) : ['PUT', undefined]
  if (method === undefined) return exchange.answer(runtimeRefusal('unknown-path'))
  if (exchange.method !== method) return exchange.answer(runtimeRefusal('method-not-allowed'))
  if (api !== undefined) return subscribe(extensions, api, exchange)
  return handleExtension(extensions, resource!, exchange)
}

function refusal(reason: MalformedRequest | 'truncated') {
  const lines = 'Content-Type: application/json\r\n'
  if (reason === 'truncated') return { ...runtimeRefusal('truncated'), lines }
  const { status, message: errorMessage } = reason
  return { status, lines, body: JSON.stringify({ errorMessage, errorType: 'BadRequest' }) }
}
