import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FunctionError } from '../../contract/function-error.ts'
import { responseTooLargeError } from '../../contract/function-error.ts'
import { canonicalName } from '../../contract/http/header-lines.ts'
import { limits } from '../../contract/limits.ts'
import {
  knownErrorType,
  runtimeAccepted,
  runtimeRefusal,
  type RuntimeAnswer,
} from '../../contract/runtime-api-refusals.ts'
import { parseRuntimePath, STREAMING_RESPONSE_MODE } from '../../contract/runtime-api.ts'
import * as runtimeHeaders from '../../contract/runtime-headers.ts'
import { closeServer, listen } from '../http/listen.ts'
import { readBody } from '../http/read-body.ts'
import type { Invocation } from '../invocation/invocation.ts'
import type { Poller, Runtime } from './runtime.ts'

/** Room for the X-Ray cause, a header of up to 64 KiB, beside all others. */
const MAX_HEADER_BYTES = 128 * 1024

/**
 * The Runtime API of one execution environment. Each has a port of its own: `AWS_LAMBDA_RUNTIME_API`
 * holds a host and a port and nothing else that would tell one process from another.
 */
export class RuntimeApiServer {
  readonly #server: Server
  #port = 0
  #runtime: Runtime | undefined

  private constructor() {
    this.#server = createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      noDelay: true,
      // A long poll is under way most of the time.
      keepAliveTimeout: 0,
      headersTimeout: 0,
      requestTimeout: 0,
    })
    this.#server.on('request', (request, response) => this.#handle(request, response))
    this.#server.on('clientError', refuseMalformed)
  }

  static async listen(): Promise<RuntimeApiServer> {
    const api = new RuntimeApiServer()
    api.#port = await listen(api.#server, 0, '127.0.0.1')
    return api
  }

  /** Value for `AWS_LAMBDA_RUNTIME_API`. */
  get address(): string {
    return `127.0.0.1:${this.#port}`
  }

  /** Serves a new process; connections of the one before are cut. */
  serve(runtime: Runtime): void {
    this.#server.closeAllConnections()
    this.#runtime = runtime
  }

  close(): Promise<void> {
    this.#runtime = undefined
    return closeServer(this.#server)
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const runtime = this.#runtime
    const path = parseRuntimePath(request.url!)
    if (runtime === undefined || path === undefined) {
      return answer(response, runtimeRefusal('unknown-path'))
    }
    if (request.method !== (path.resource === 'next' ? 'GET' : 'POST')) {
      return answer(response, runtimeRefusal('method-not-allowed'))
    }
    if (path.resource === 'next') return next(runtime, response)
    if (path.resource === 'init-error') return void initError(runtime, request, response)
    const post = { runtime, request, response, requestId: path.requestId }
    return void (path.resource === 'response' ? respond(post) : fail(post))
  }
}

interface Post {
  runtime: Runtime
  request: IncomingMessage
  response: ServerResponse
  requestId: string
}

function next(runtime: Runtime, response: ServerResponse): void {
  const poller: Poller = {
    get isGone() {
      return response.destroyed
    },
    deliver: (invocation, deadlineMs) => hand(response, invocation, deadlineMs),
  }
  const refused = runtime.next(poller)
  if (refused !== undefined) answer(response, refused)
}

async function respond({ runtime, request, response, requestId }: Post): Promise<void> {
  const mode = request.headers[runtimeHeaders.responseMode]
  if (mode !== undefined && mode !== STREAMING_RESPONSE_MODE) {
    return refuse(request, response, runtimeRefusal('invalid-response-mode'))
  }
  const claim = runtime.claim(requestId, invocationIdOf(request), 'response')
  if ('refused' in claim) return refuse(request, response, claim.refused)
  const { invocation } = claim
  if (mode === STREAMING_RESPONSE_MODE) return stream(runtime, invocation, request, response)
  const body = await readBody(request, limits.invokeResponseBytes)
  if (body === 'truncated') return runtime.unclaim(invocation)
  if (body === 'too-large') {
    invocation.fail(responseTooLargeError(limits.invokeResponseBytes))
    runtime.sent(invocation)
    return answer(response, runtimeRefusal('too-large'))
  }
  invocation.settle({ kind: 'payload', payload: body })
  runtime.sent(invocation)
  answer(response, runtimeAccepted)
}

/** The invoker reads while the function still writes. */
function stream(
  runtime: Runtime,
  invocation: Invocation,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const contentType = request.headers['content-type'] ?? 'application/octet-stream'
  invocation.settleStream(contentType, request)
  request.once('close', () => {
    // Cut off: whether the process ended or goes on shows later, see `Invocation.complete`.
    if (request.complete) invocation.endStream(trailingError(request))
    runtime.sent(invocation)
    if (request.complete) answer(response, runtimeAccepted)
  })
}

async function fail({ runtime, request, response, requestId }: Post): Promise<void> {
  const claim = runtime.claim(requestId, invocationIdOf(request), 'error')
  if ('refused' in claim) return refuse(request, response, claim.refused)
  const body = await readBody(request, limits.invokeResponseBytes)
  if (body === 'truncated') return runtime.unclaim(claim.invocation)
  if (body === 'too-large') {
    claim.invocation.fail(responseTooLargeError(limits.invokeResponseBytes))
    runtime.sent(claim.invocation)
    return answer(response, runtimeRefusal('too-large'))
  }
  claim.invocation.settle({ kind: 'error', payload: errorPayload(request, body) })
  runtime.sent(claim.invocation)
  answer(response, runtimeAccepted)
}

async function initError(
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = runtime.claimInitError()
  if (refused !== undefined) return refuse(request, response, refused)
  const body = await readBody(request, limits.invokeResponseBytes)
  const payload = errorPayload(request, typeof body === 'string' ? Buffer.alloc(0) : body)
  if (body !== 'truncated') answer(response, runtimeAccepted)
  runtime.initError({ payload, errorType: errorTypeOf(request) })
}

function hand(response: ServerResponse, invocation: Invocation, deadlineMs: number): void {
  const { request, invocationId } = invocation
  const headers = [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(request.payload.length),
    NAMES.requestId,
    request.requestId,
    NAMES.deadlineMs,
    String(deadlineMs),
    NAMES.functionArn,
    request.functionArn,
    NAMES.traceId,
    asBytes(request.traceId),
    NAMES.invocationId,
    invocationId,
  ]
  if (request.clientContext) headers.push(NAMES.clientContext, asBytes(request.clientContext))
  if (request.cognitoIdentity) headers.push(NAMES.cognitoIdentity, asBytes(request.cognitoIdentity))
  if (request.tenantId) headers.push(NAMES.tenantId, asBytes(request.tenantId))
  response.writeHead(200, headers)
  response.end(request.payload)
}

/** As AWS spells them: some runtimes do not compare without regard to case. */
const NAMES = Object.fromEntries(
  Object.entries(runtimeHeaders).map(([key, name]) => [key, canonicalName(name)]),
) as Record<keyof typeof runtimeHeaders, string>

/**
 * Header values have one character a byte, and these are UTF-8. A header is one line: what lies below
 * the space is white space in JSON and nothing in a trace id.
 */
function asBytes(text: string): string {
  const bytes = Buffer.from(text)
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! < 0x20 || bytes[i] === 0x7f) bytes[i] = 0x20
  return bytes.toString('latin1')
}

function answer(response: ServerResponse, { status, body }: RuntimeAnswer): void {
  response.writeHead(status, [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(body)),
  ])
  response.end(body)
}

/** A body that nobody wants is read to its end, so that the runtime gets to read the answer. */
function refuse(request: IncomingMessage, response: ServerResponse, reason: RuntimeAnswer): void {
  request.resume()
  answer(response, reason)
}

function invocationIdOf(request: IncomingMessage): string | undefined {
  return headerOf(request, runtimeHeaders.invocationId)
}

function errorTypeOf(request: IncomingMessage): string {
  return knownErrorType(headerOf(request, runtimeHeaders.functionErrorType))
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Verbatim; without a body the type alone is known. */
function errorPayload(request: IncomingMessage, body: Buffer): Buffer {
  if (body.length > 0) return body
  const error: FunctionError = { errorType: errorTypeOf(request), errorMessage: '' }
  return Buffer.from(JSON.stringify(error))
}

/** What went wrong after the body had begun. */
function trailingError({ trailers }: IncomingMessage): FunctionError | undefined {
  const errorType = trailers[runtimeHeaders.functionErrorType]
  if (errorType === undefined) return undefined
  const body = trailers[runtimeHeaders.functionErrorBody] ?? ''
  const text = Buffer.from(body, 'base64').toString()
  try {
    return JSON.parse(text) as FunctionError
  } catch {
    return { errorType: knownErrorType(errorType), errorMessage: text }
  }
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
