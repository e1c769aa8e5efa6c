import type { FunctionError } from '../contract/function-error.ts'
import { runtimeHeaders, runtimePaths, STREAMING_RESPONSE_MODE } from '../contract/runtime-api.ts'
import { errorTypeHeader } from './errors.ts'
import { ConnectionLost } from './wire/connection.ts'
import type { Connection, Exchange } from './wire/connection.ts'
import type { Head } from './wire/head.ts'
import type { WireResponse } from './wire/response-reader.ts'

/** What the Runtime API handed out: the head and the payload as they came. */
export interface Invocation {
  requestId: string
  head: Head
  payload: string
}

/** The Runtime API leaves no way to go on: the process has to end. */
export class RuntimeApiFailure extends Error {
  override readonly name = 'RuntimeApiFailure'
}

export interface RuntimeApiOptions {
  connection: Connection
  /** As in `AWS_LAMBDA_RUNTIME_API`. */
  host: string
  /** Told of an answer that is lost or refused although the process goes on. */
  onTrouble(message: string): void
}

/** Pauses before asking for the next invocation again, in milliseconds. */
const RETRY_PAUSES = [0, 10, 100, 500, 1000]
/** A long poll that lived this long was no failed attempt, in milliseconds. */
const LONG_POLL = 1000

/** The Runtime API as one poller speaks it, over a connection of its own. */
export class RuntimeApi {
  readonly #connection: Connection
  readonly #onTrouble: (message: string) => void
  readonly #common: string
  readonly #next: string

  constructor({ connection, host, onTrouble }: RuntimeApiOptions) {
    this.#connection = connection
    this.#onTrouble = onTrouble
    this.#common = ` HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: oche\r\n`
    this.#next = `GET ${runtimePaths.next}${this.#common}\r\n`
  }

  /**
   * Waits for an invocation, however long that takes. Afterwards the connection does not keep the
   * process running, so that it shows when a handler waits for nothing.
   *
   * @throws RuntimeApiFailure
   */
  async next(): Promise<Invocation> {
    const { head, body } = await this.#poll()
    if (head.status !== 200) throw refusal('next', head, body)
    const requestId = head.get(runtimeHeaders.requestId)
    if (requestId === undefined) {
      throw new RuntimeApiFailure(`next came without ${runtimeHeaders.requestId}`)
    }
    this.keepAlive(false)
    return { requestId, head, payload: body }
  }

  /** @param json the result, encoded. @throws RuntimeApiFailure */
  async respond(invocation: Invocation, json: string): Promise<void> {
    const path = runtimePaths.response(encodeURIComponent(invocation.requestId))
    await this.#report('response', this.#post(path, json, echo(invocation)))
  }

  /** Begins an answer whose body follows in chunks; `settle` has to follow. @throws ConnectionLost */
  startResponse(invocation: Invocation, contentType: string): Promise<Exchange> {
    const path = runtimePaths.response(encodeURIComponent(invocation.requestId))
    return this.#connection.start(
      `POST ${path}${this.#common}Content-Type: ${contentType}\r\n${echo(invocation)}` +
        `${runtimeHeaders.responseMode}: ${STREAMING_RESPONSE_MODE}\r\n` +
        'Transfer-Encoding: chunked\r\n' +
        `Trailer: ${runtimeHeaders.functionErrorType}, ${runtimeHeaders.functionErrorBody}\r\n\r\n`,
    )
  }

  /** What the Runtime API said to a streamed answer. @throws RuntimeApiFailure */
  async settle(answered: Promise<WireResponse>): Promise<void> {
    await this.#report('response', answered)
  }

  /** For an answer that cannot be ended properly any more. */
  hangUp(): void {
    this.#connection.close()
  }

  /** Whether the idle connection alone keeps the process running. */
  keepAlive(keeps: boolean): void {
    this.#connection.keepAlive(keeps)
  }

  /** @throws RuntimeApiFailure */
  async fail(invocation: Invocation, error: FunctionError): Promise<void> {
    const path = runtimePaths.error(encodeURIComponent(invocation.requestId))
    await this.#report('error', this.#postError(path, error, echo(invocation)))
  }

  /** Reports that the function cannot start; the process has to end afterwards. */
  async initError(error: FunctionError): Promise<void> {
    await this.#report('init/error', this.#postError(runtimePaths.initError, error, ''))
  }

  async #poll(): Promise<WireResponse> {
    for (let attempt = 0; ; attempt++) {
      const asked = Date.now()
      try {
        return await this.#connection.request(this.#next)
      } catch (error) {
        if (Date.now() - asked >= LONG_POLL) attempt = 0
        const pauseFor = error instanceof ConnectionLost ? RETRY_PAUSES[attempt] : undefined
        if (pauseFor === undefined) {
          throw new RuntimeApiFailure(`next failed: ${message(error)}`, { cause: error })
        }
        await pause(pauseFor)
      }
    }
  }

  #post(path: string, body: string, headers: string): Promise<WireResponse> {
    const type = 'Content-Type: application/json\r\n'
    this.keepAlive(true)
    const length = `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`
    return this.#connection.request(`POST ${path}${this.#common}${type}${headers}${length}${body}`)
  }

  #postError(path: string, error: FunctionError, headers: string): Promise<WireResponse> {
    const type = `${runtimeHeaders.functionErrorType}: ${errorTypeHeader(error.errorType)}\r\n`
    return this.#post(path, JSON.stringify(error), headers + type)
  }

  /** What was posted is never posted again: whether it arrived is not known. */
  async #report(what: string, posted: Promise<WireResponse>): Promise<void> {
    let answer: WireResponse
    try {
      answer = await posted
    } catch (error) {
      return this.#onTrouble(`${what} may be lost: ${message(error)}`)
    }
    const { status } = answer.head
    if (status >= 200 && status < 300) return
    const refused = refusal(what, answer.head, answer.body)
    // A container error: the runtime has to exit promptly. Everything else concerns this invocation only.
    if (status >= 500) throw refused
    this.#onTrouble(refused.message)
  }
}

/** Sent back only where it was received: without it, Lambda checks nothing. */
function echo({ head }: Invocation): string {
  const id = head.get(runtimeHeaders.invocationId)
  return id === undefined ? '' : `${runtimeHeaders.invocationId}: ${id}\r\n`
}

function refusal(what: string, head: Head, body: string): RuntimeApiFailure {
  const reason = body.slice(0, 500).trim()
  return new RuntimeApiFailure(`${what} was answered with ${head.status}: ${reason}`)
}

function message(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
