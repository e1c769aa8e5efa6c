import type { HeaderLine } from '../../contract/http/types.ts'
import { invokeResponseHeaders as names, LOG_TAIL_BYTES } from '../../contract/invoke-api.ts'
import type { Invocation } from '../invocation/invocation.ts'

/** On every answer that a function was invoked for. */
export function commonHeaders({ request }: Invocation): HeaderLine[] {
  return [
    [names.requestId, request.requestId],
    [names.remappedContentLength, '0'],
    [names.executedVersion, request.version],
    [names.traceId, request.traceId],
  ]
}

/** The last 4 KB of the invocation's log, in base64. */
export function logTail({ logs }: Invocation): string {
  const bytes = Buffer.from(logs.map((line) => `${line}\n`).join(''))
  return bytes.subarray(Math.max(0, bytes.length - LOG_TAIL_BYTES)).toString('base64')
}
