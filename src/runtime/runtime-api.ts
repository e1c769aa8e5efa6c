import type { FunctionError } from '../contract/function-error.ts'
import { runtimePaths, STREAMING_RESPONSE_MODE } from '../contract/runtime-api.ts'
import * as headers from '../contract/runtime-headers.ts'
import { errorTypeHeader, messageOf } from './errors.ts'
import { ConnectionLost } from './wire/connection.ts'
import type { Connection, Exchange } from './wire/connection.ts'
import { headerOf } from './wire/head.ts'
import type { Head } from './wire/head.ts'
import type { WireResponse } from './wire/response-reader.ts'

/** What the Runtime API handed out: the head and the payload as they came. */
export interface Invocation {
  requestId: string
  head: Head
  payload: string
}

/** The Runtime API leaves no way to go on: the process has to end. */
export class RuntimeApiFailure extends Error {}

/** The Runtime API as one poller speaks it, over a connection of its own. */
export interface RuntimeApi {
  /**
   * Waits for an invocation, however long that takes. Afterwards the connection does not keep the
   * process running, so that it shows when a handler waits for nothing.
   *
   * @throws RuntimeApiFailure
   */
  next(): Promise<Invocation>
  /** @param json the result, encoded. @throws RuntimeApiFailure */
  respond(invocation: Invocation, json: string): Promise<void>
  /** Begins an answer whose body follows in chunks; `settle` has to follow. @throws ConnectionLost */
  startResponse(invocation: Invocation, contentType: string): Promise<Exchange>
  /** What the Runtime API said to a streamed answer. @throws RuntimeApiFailure */
  settle(answered: Promise<WireResponse>): Promise<void>
  /** @throws RuntimeApiFailure */
  fail(invocation: Invocation, error: FunctionError): Promise<void>
  /** Reports that the function cannot start; the process has to end afterwards. */
  initError(error: FunctionError): Promise<void>
  /** Whether the idle connection alone keeps the process running. */
  keepAlive(keeps: boolean): void
  /** For an answer that cannot be ended properly any more. */
  hangUp(): void
}

/** Pauses before asking for the next invocation again, in milliseconds. */
const RETRY_PAUSES = [0, 10, 100, 500, 1000]
/** A long poll that lived this long was no failed attempt, in milliseconds. */
const LONG_POLL = 1000

/**
 * @param host as in `AWS_LAMBDA_RUNTIME_API`
 * @param onTrouble told of an answer that is lost or refused although the process goes on
 */
export function runtimeApi(
  connection: Connection,
  host: string,
  onTrouble: (message: string) => void,
): RuntimeApi {
  const common = ` HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: oche\r\n`
  const askNext = `GET ${runtimePaths.next}${common}\r\n`
  const { keepAlive } = connection

  async function poll(): Promise<WireResponse> {
    for (let attempt = 0; ; attempt++) {
      const asked = Date.now()
      try {
        return await connection.request(askNext)
      } catch (cause) {
        if (Date.now() - asked >= LONG_POLL) attempt = 0
        const pause = cause instanceof ConnectionLost ? RETRY_PAUSES[attempt] : undefined
        if (pause === undefined) throw new RuntimeApiFailure(`next failed: ${why(cause)}`, { cause })
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }

  function post(path: string, body: string, more = ''): Promise<WireResponse> {
    keepAlive(true)
    return connection.request(
      `POST ${path}${common}Content-Type: application/json\r\n${more}` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  }

  function postError(path: string, error: FunctionError, more = ''): Promise<WireResponse> {
    return post(path, JSON.stringify(error), more + errorTypeLine(error))
  }

  /** What was posted is never posted again: whether it arrived is not known. */
  async function report(what: string, posted: Promise<WireResponse>): Promise<void> {
    let answer: WireResponse
    try {
      answer = await posted
    } catch (error) {
      return onTrouble(`${what} may be lost: ${why(error)}`)
    }
    const { status } = answer.head
    if (status >= 200 && status < 300) return
    const refused = refusal(what, answer)
    // A container error: the runtime has to exit promptly. Everything else concerns this invocation only.
    if (status >= 500) throw refused
    onTrouble(refused.message)
  }

  return {
    async next() {
      const response = await poll()
      const { head, body } = response
      if (head.status !== 200) throw refusal('next', response)
      const requestId = headerOf(head, headers.requestId)
      if (!requestId) throw new RuntimeApiFailure(`next came without ${headers.requestId}`)
      keepAlive(false)
      return { requestId, head, payload: body }
    },
    respond: (to, json) =>
      report('response', post(runtimePaths.response(encodeURIComponent(to.requestId)), json, echo(to))),
    startResponse: (to, contentType) =>
      connection.start(
        `POST ${runtimePaths.response(encodeURIComponent(to.requestId))}${common}` +
          `Content-Type: ${contentType}\r\n${echo(to)}` +
          `${headers.responseMode}: ${STREAMING_RESPONSE_MODE}\r\nTransfer-Encoding: chunked\r\n` +
          `Trailer: ${headers.functionErrorType}, ${headers.functionErrorBody}\r\n\r\n`,
      ),
    settle: (answered) => report('response', answered),
    fail: (to, error) =>
      report('error', postError(runtimePaths.error(encodeURIComponent(to.requestId)), error, echo(to))),
    initError: (error) => report('init/error', postError(runtimePaths.initError, error)),
    keepAlive,
    hangUp: connection.close,
  }
}

/** The header, or trailer, that names an error's type. */
export function errorTypeLine({ errorType }: FunctionError): string {
  return `${headers.functionErrorType}: ${errorTypeHeader(errorType)}\r\n`
}

/** Sent back only where it was received: without it, Lambda checks nothing. */
function echo({ head }: Invocation): string {
  const id = headerOf(head, headers.invocationId)
  return id ? `${headers.invocationId}: ${id}\r\n` : ''
}

function refusal(what: string, { head, body }: WireResponse): RuntimeApiFailure {
  const reason = body.slice(0, 500).trim()
  return new RuntimeApiFailure(`${what} was answered with ${head.status}: ${reason}`)
}

function why(error: unknown): string {
  const cause = error instanceof Error && error.cause
  return cause instanceof Error ? `${messageOf(error)}: ${cause.message}` : messageOf(error)
}
