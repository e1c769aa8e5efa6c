import { randomUUID } from 'node:crypto'
import { METHODS } from 'node:http'
import { isLambdaApi } from '../../contract/invoke-api.ts'
import { bugEvent, sorry } from '../http/bug.ts'
import type { Served } from '../http/served.ts'
import type { InvokeApi } from '../invoke-api/handle.ts'
import { now, type Trace } from '../trace.ts'
import type { Emit } from '../types.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { MalformedRequest } from '../wire/malformed.ts'
import { Tape } from '../wire/tape.ts'
import { WireServer } from '../wire/server.ts'

/** More than any endpoint takes, so that it is the endpoint that refuses. */
const MAX_HEADER_BYTES = 80 * 1024

/** All but the one that asks for a connection to somewhere else. */
const KNOWN_METHODS: ReadonlySet<string> = new Set(METHODS.filter((name) => name !== 'CONNECT'))

/** In milliseconds. A slow upload of a large body is no fault. */
const PATIENCE = { headMs: 60_000, idleMs: 65_000, lingerMs: 5000 }

export interface PublicServerOptions {
  endpoints(exchange: Exchange): Promise<Served>
  invokeApi: Pick<InvokeApi, 'handle'>
  emit: Emit
  /** Told of each request with all that goes through it. @default nothing is recorded */
  trace?: Trace | undefined
}

/** A port that callers use: the Invoke API below its own paths, an endpoint on every other. */
export class PublicServer {
  readonly #options: PublicServerOptions
  readonly #server: WireServer
  readonly #handling = new Set<Promise<void>>()
  /** Those whose connections this one serves as well. */
  readonly #inherited: PublicServer[] = []
  #successor: PublicServer | undefined
  #port = 0

  constructor(options: PublicServerOptions) {
    this.#options = options
    this.#server = new WireServer(
      { handle: (exchange) => this.#receive(exchange), refusal },
      { mostHeadBytes: MAX_HEADER_BYTES, methods: KNOWN_METHODS, patience: PATIENCE },
    )
  }

  get port(): number {
    return this.#port
  }

  /** @throws OcheError `PORT_IN_USE` and the like */
  async listen(port: number, host: string): Promise<void> {
    this.#port = await this.#server.listen(port, host)
  }

  /** Lets go of the port; connections that there are are still served. */
  release(): void {
    this.#server.release()
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
    await this.#server.close()
  }

  /** Also of those whose connections this one serves. */
  #endConnections(): void {
    this.#server.cut()
    for (const one of this.#inherited) one.#endConnections()
  }

  #receive(exchange: Exchange): void {
    if (this.#successor !== undefined) return this.#successor.#receive(exchange)
    const handled = this.#handle(exchange)
    this.#handling.add(handled)
    void handled.then(() => this.#handling.delete(handled))
  }

  async #handle(exchange: Exchange): Promise<void> {
    const startedAt = performance.now()
    const traced = this.#options.trace && this.#record(exchange, this.#options.trace)
    let served: Served
    try {
      served = await this.#serve(exchange)
    } catch (thrown) {
      served = this.#fail(exchange, thrown)
    }
    traced?.(served)
    // A client that went away before it had sent everything gets no answer.
    if (exchange.status !== undefined) this.#tell(exchange, served, performance.now() - startedAt)
  }

  /** @returns to be called at the end */
  #record(caller: Exchange, trace: Trace): (served: Served) => void {
    const tape = new Tape()
    caller.tape = tape
    const { exchange } = tape
    const { method, target, lines, peer } = caller
    trace({
      type: 'exchange',
      exchange,
      at: now(),
      origin: originOf(peer.localAddress, this.#port),
      isInvokeApi: isLambdaApi(target),
      method,
      target,
      headers: lines,
    })
    return ({ refused }) => {
      const { body, response: sent } = tape
      trace({ type: 'exchange-end', exchange, at: now(), body, response: sent, refused })
    }
  }

  #serve(exchange: Exchange): Promise<Served> {
    const { invokeApi, endpoints } = this.#options
    return isLambdaApi(exchange.target) ? invokeApi.handle(exchange) : endpoints(exchange)
  }

  /** What is thrown while one request is handled ends there. */
  #fail(exchange: Exchange, thrown: unknown): Served {
    this.#options.emit(bugEvent(`${exchange.method} ${exchange.target}`, thrown))
    sorry(exchange)
    return { function: '', requestId: randomUUID(), coldStart: false }
  }

  #tell(
    { method, target, status }: Exchange,
    { function: name, requestId, coldStart, refused }: Served,
    durationMs: number,
  ): void {
    this.#options.emit({
      type: 'request',
      method,
      path: target,
      status: status!,
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
function refusal(reason: MalformedRequest | 'truncated') {
  return { status: reason === 'truncated' ? 400 : reason.status, lines: '', body: '' }
}
