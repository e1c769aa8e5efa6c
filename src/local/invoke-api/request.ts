import { invokeHeaders, LOG_TYPE_TAIL, type InvokeTarget } from '../../contract/invoke-api.ts'
import {
  functionNotFound,
  invalidParameter,
  invalidRequestContent,
  requestTooLarge,
  type InvokeError,
} from '../../contract/invoke-errors.ts'
import { decodeHeaderValue } from '../../contract/http/header-lines.ts'
import { limits } from '../../contract/limits.ts'
import { readBody } from '../http/read-body.ts'
import type { Call, Lambda } from '../functions/lambda.ts'
import type { Exchange } from '../wire/exchange.ts'
import { EMPTY_EVENT, jsonFault } from './payload.ts'

type InvocationType = 'RequestResponse' | 'Event' | 'DryRun'

/** A request of the Invoke API that makes sense. */
export interface InvokeRequest {
  operation: InvokeTarget['operation']
  functionName: string
  call: Call
  type: InvocationType
  tail: boolean
}

const TYPES: readonly string[] = ['RequestResponse', 'Event', 'DryRun']

/** Undefined: the client went away before it had sent everything. */
export async function readInvokeRequest(
  exchange: Exchange,
  target: InvokeTarget,
  lambda: Lambda,
): Promise<InvokeRequest | InvokeError | undefined> {
  const type = exchange.header(invokeHeaders.invocationType) ?? 'RequestResponse'
  const limit = type === 'Event' ? limits.asyncRequestBytes : limits.invokeRequestBytes
  const body = await readBody(exchange, limit)
  if (body === 'truncated') return undefined
  if (body === 'too-large') return requestTooLarge(limit)
  const functionName = lambda.nameOf(target.functionName)
  if (!lambda.has(functionName, target.qualifier)) {
    return functionNotFound(lambda.arn(functionName, target.qualifier ?? '$LATEST'))
  }
  if (!TYPES.includes(type)) return oneOf('invocationType', type, TYPES)
  const logType = exchange.header(invokeHeaders.logType) ?? 'None'
  if (logType !== 'None' && logType !== LOG_TYPE_TAIL)
    return oneOf('logType', logType, ['None', LOG_TYPE_TAIL])
  const clientContext = readClientContext(exchange.header(invokeHeaders.clientContext))
  if (typeof clientContext === 'object') return clientContext
  const payload = body.length === 0 ? EMPTY_EVENT : body
  const malformed = jsonFault(payload)
  if (malformed !== undefined) {
    return invalidRequestContent(`Could not parse request body into json: ${malformed}`)
  }
  return {
    operation: target.operation,
    functionName,
    type: type as InvocationType,
    tail: logType === LOG_TYPE_TAIL,
    call: {
      payload,
      qualifier: target.qualifier,
      traceId: exchange.header(invokeHeaders.traceId),
      tenantId: decoded(exchange.header(invokeHeaders.tenantId)),
      clientContext,
      keepsLog: logType === LOG_TYPE_TAIL,
    },
  }
}

function decoded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : decodeHeaderValue(value)
}

function oneOf(parameter: string, value: string, allowed: readonly string[]): InvokeError {
  return invalidParameter(
    `Value '${value}' at '${parameter}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
  )
}

/** The JSON in it, or why it is not accepted. */
function readClientContext(base64: string | undefined): string | InvokeError | undefined {
  if (base64 === undefined) return undefined
  if (base64.length > limits.clientContextBytes) {
    return invalidRequestContent(
      `Client context must not exceed ${limits.clientContextBytes} bytes when base64-encoded.`,
    )
  }
  const bytes = Buffer.from(base64, 'base64')
  if (jsonFault(bytes) === undefined) return bytes.toString()
  return invalidRequestContent('Client context must be a valid Base64-encoded JSON object.')
}
