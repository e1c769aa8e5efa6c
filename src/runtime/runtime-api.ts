import type { FunctionError } from '../contract/function-error.ts'
import {
  errorPath,
  functionErrorBodyHeader,
  functionErrorTypeHeader,
  initErrorPath,
  invocationIdHeader,
  nextPath,
  requestIdHeader,
  responseModeHeader,
  responsePath,
  STREAMING_RESPONSE_MODE,
} from '../contract/runtime-api.ts'
import { errorTypeHeader, messageOf } from './errors.ts'
import { ConnectionLost } from './wire/connection.ts'
import type { Connection } from './wire/connection.ts'
import type { Payload } from './wire/payload.ts'
import type { WireResponse } from './wire/response-reader.ts'

/** What the Runtime API handed out: headers and payload as they came. */
export interface Invocation {
  requestId: string
  response: WireResponse
}

/** What QuickJS has at once, and other engines later: nothing is awaited that need not be. */
type Soon<T> = T | Promise<T>

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
  next(): Soon<Invocation>
  /** @param json the result, encoded. @throws RuntimeApiFailure */
  respond(invocation: Invocation, json: Payload): Soon<void>
  /**
   * Begins an answer whose chunks are written to the connection. Settles when the Runtime API has
   * answered.
   *
   * @param ready that of the connection. @throws RuntimeApiFailure
   */
  startResponse(invocation: Invocation, contentType: string, ready: Promise<unknown>): Promise<void>
  /** @throws RuntimeApiFailure */
  fail(invocation: Invocation, error: FunctionError): Soon<void>
  /** Reports that the function cannot start; the process has to end afterwards. */
  initError(error: FunctionError): Soon<void>
}

/** What asks for invocations, one after the other. */
export interface Poller {
  api: RuntimeApi
  connection: Connection
}

/** Pauses before asking for the next invocation again, in milliseconds. */
const RETRY_PAUSES = [0, 10, 100, 500, 1000]
/** A long poll that lived this long was no failed attempt, in milliseconds. */
const LONG_POLL = 1000

/** @param host as in `AWS_LAMBDA_RUNTIME_API` */
export function runtimeApi(connection: Connection, host: string): RuntimeApi {
  const common = ` HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: oche\r\n`
  const askNext = `GET ${nextPath}${common}\r\n`

  function ask(attempt = 0): Soon<Invocation> {
    const since = Date.now()
    const asked = connection.exchange(askNext)
    if (!(asked instanceof Promise)) return invocationOf(asked)
    return asked.then(invocationOf, async (error: unknown) => {
      if (Date.now() - since >= LONG_POLL) attempt = 0
      const pause = error instanceof ConnectionLost ? RETRY_PAUSES[attempt] : undefined
      if (pause === undefined) throw new RuntimeApiFailure(`next failed: ${why(error)}`)
      await new Promise((resolve) => setTimeout(resolve, pause))
      return ask(attempt + 1)
    })
  }

  function invocationOf(response: WireResponse): Invocation {
    if (response.status !== 200) throw refusal('next', response)
    const requestId = response.header(requestIdHeader)
    if (!requestId) throw new RuntimeApiFailure(`next came without ${requestIdHeader}`)
    connection.keepAlive(false)
    return { requestId, response }
  }

  function headOf(path: string, type: string, invocation: Invocation | undefined, rest: string) {
    // Sent back only where it was received: without it, Lambda checks nothing.
    const id = invocation?.response.header(invocationIdHeader)
    const echo = id ? `${invocationIdHeader}: ${id}\r\n` : ''
    return `POST ${path}${common}Content-Type: ${type}\r\n${echo}${rest}\r\n`
  }

  function postJson(
    what: string,
    path: string,
    invocation: Invocation | undefined,
    json: Payload,
    more = '',
  ): Soon<void> {
    const length = (json as Uint8Array).byteLength ?? Buffer.byteLength(json)
    const rest = `${more}Content-Length: ${length}\r\n`
    const head = headOf(path, 'application/json', invocation, rest)
    const posted = connection.exchange(head, json)
    return posted instanceof Promise ? report(what, posted) : judge(what, posted)
  }

  function postError(path: string, invocation: Invocation | undefined, error: FunctionError) {
    return postJson('error', path, invocation, JSON.stringify(error), errorTypeLine(error))
  }

  return {
    next: ask,
    respond: (invocation, json) =>
      postJson('response', responsePath(invocation.requestId), invocation, json),
    startResponse: (invocation, contentType, ready) =>
      report(
        'response',
        ready.then(() =>
          connection.request(
            headOf(
              responsePath(invocation.requestId),
              contentType,
              invocation,
              `${responseModeHeader}: ${STREAMING_RESPONSE_MODE}\r\n` +
                'Transfer-Encoding: chunked\r\n' +
                `Trailer: ${functionErrorTypeHeader}, ${functionErrorBodyHeader}\r\n`,
            ),
          ),
        ),
      ),
    fail: (invocation, error) => postError(errorPath(invocation.requestId), invocation, error),
    initError: (error) => postError(initErrorPath, undefined, error),
  }
}

/** What was posted is never posted again: whether it arrived is not known. */
function report(what: string, posted: Promise<WireResponse>): Promise<void> {
  return posted.then(
    (answer) => judge(what, answer),
    (error) => console.error(`${what} may be lost: ${why(error)}`),
  )
}

function judge(what: string, answer: WireResponse): void {
  const { status } = answer
  if (status < 300) return
  const refused = refusal(what, answer)
  // A container error: the runtime has to exit promptly. Everything else concerns this invocation only.
  if (status >= 500) throw refused
  console.error(refused.message)
}

/** The header, or trailer, that names an error's type. */
export function errorTypeLine({ errorType }: FunctionError): string {
  return `${functionErrorTypeHeader}: ${errorTypeHeader(errorType)}\r\n`
}

function refusal(what: string, { status, body }: WireResponse): RuntimeApiFailure {
  const reason = (body as string).slice(0, 500).trim()
  return new RuntimeApiFailure(`${what} was answered with ${status}: ${reason}`)
}

function why(error: unknown): string {
  const cause = error instanceof Error && error.cause
  return cause instanceof Error ? `${messageOf(error)}: ${cause.message}` : messageOf(error)
}
