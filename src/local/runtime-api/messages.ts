import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FunctionError } from '../../contract/function-error.ts'
import { canonicalName } from '../../contract/http/header-lines.ts'
import { knownErrorType } from '../../contract/runtime-api-refusals.ts'
import * as api from '../../contract/runtime-api.ts'
import type { Invocation } from '../invocation/invocation.ts'

/** Gives the runtime an invocation. */
export function hand(response: ServerResponse, invocation: Invocation, deadlineMs: number): void {
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
const NAMES = {
  requestId: canonicalName(api.requestIdHeader),
  deadlineMs: canonicalName(api.deadlineMsHeader),
  functionArn: canonicalName(api.functionArnHeader),
  traceId: canonicalName(api.traceIdHeader),
  invocationId: canonicalName(api.invocationIdHeader),
  clientContext: canonicalName(api.clientContextHeader),
  cognitoIdentity: canonicalName(api.cognitoIdentityHeader),
  tenantId: canonicalName(api.tenantIdHeader),
}

/**
 * Header values have one character a byte, and these are UTF-8. A header is one line: what lies below
 * the space is white space in JSON and nothing in a trace id.
 */
function asBytes(text: string): string {
  const bytes = Buffer.from(text)
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! < 0x20 || bytes[i] === 0x7f) bytes[i] = 0x20
  return bytes.toString('latin1')
}

export function invocationIdOf(request: IncomingMessage): string | undefined {
  return headerOf(request, api.invocationIdHeader)
}

export function errorTypeOf(request: IncomingMessage): string {
  return knownErrorType(headerOf(request, api.functionErrorTypeHeader))
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Verbatim; without a body the type alone is known. */
export function errorPayload(request: IncomingMessage, body: Buffer): Buffer {
  if (body.length > 0) return body
  const error: FunctionError = { errorType: errorTypeOf(request), errorMessage: '' }
  return Buffer.from(JSON.stringify(error))
}

/** What went wrong after the body had begun. */
export function trailingError({ trailers }: IncomingMessage): FunctionError | undefined {
  const errorType = trailers[api.functionErrorTypeHeader]
  if (errorType === undefined) return undefined
  const body = trailers[api.functionErrorBodyHeader] ?? ''
  const text = Buffer.from(body, 'base64').toString()
  try {
    return JSON.parse(text) as FunctionError
  } catch {
    return { errorType: knownErrorType(errorType), errorMessage: text }
  }
}
