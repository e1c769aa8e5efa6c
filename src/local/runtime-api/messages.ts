import type { FunctionError } from '../../contract/function-error.ts'
import { canonicalName } from '../../contract/http/header-lines.ts'
import { knownErrorType } from '../../contract/runtime-api-refusals.ts'
import * as api from '../../contract/runtime-api.ts'
import type { Invocation } from '../invocation/invocation.ts'
import type { Exchange } from '../wire/exchange.ts'

/** Gives the runtime an invocation. */
export function hand(exchange: Exchange, invocation: Invocation, deadlineMs: number): void {
  const { request, invocationId } = invocation
  const lines =
    `${NAMES.requestId}: ${request.requestId}\r\n` +
    `${NAMES.deadlineMs}: ${deadlineMs}\r\n` +
    `${NAMES.functionArn}: ${request.functionArn}\r\n` +
    `${NAMES.invocationId}: ${invocationId}\r\n` +
    line(NAMES.traceId, request.traceId) +
    line(NAMES.clientContext, request.clientContext) +
    line(NAMES.cognitoIdentity, request.cognitoIdentity) +
    line(NAMES.tenantId, request.tenantId)
  exchange.answer({ status: 200, body: request.payload }, lines)
}

/** A line for what callers say, where they say it. */
function line(name: string, value: string | undefined): string {
  return value ? `${name}: ${asBytes(value)}\r\n` : ''
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
  if (isPlain(text)) return text
  const bytes = Buffer.from(text)
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! < 0x20 || bytes[i] === 0x7f) bytes[i] = 0x20
  return bytes.toString('latin1')
}

/** By a loop: a pattern takes four times as long for a trace id. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code > 0x7e) return false
  }
  return true
}

export function invocationIdOf(exchange: Exchange): string | undefined {
  return exchange.header(api.invocationIdHeader)
}

export function errorTypeOf(exchange: Exchange): string {
  return knownErrorType(exchange.header(api.functionErrorTypeHeader))
}

/** Verbatim; without a body the type alone is known. */
export function errorPayload(exchange: Exchange, body: Buffer): Buffer {
  if (body.length > 0) return body
  const error: FunctionError = { errorType: errorTypeOf(exchange), errorMessage: '' }
  return Buffer.from(JSON.stringify(error))
}

/** What went wrong after the body had begun. */
export function trailingError(exchange: Exchange): FunctionError | undefined {
  const errorType = exchange.trailer(api.functionErrorTypeHeader)
  if (errorType === undefined) return undefined
  const body = exchange.trailer(api.functionErrorBodyHeader) ?? ''
  const text = Buffer.from(body, 'base64').toString()
  try {
    return JSON.parse(text) as FunctionError
  } catch {
    return { errorType: knownErrorType(errorType), errorMessage: text }
  }
}
