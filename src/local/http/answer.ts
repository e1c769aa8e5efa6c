import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RuntimeAnswer } from '../../contract/runtime-api-refusals.ts'

/** Of the Runtime API and of those beside it. */
export function answer(response: ServerResponse, { status, body }: RuntimeAnswer): void {
  response.writeHead(status, [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(body)),
  ])
  response.end(body)
}

/** A body that nobody wants is read to its end, so that whoever sends it gets to read the answer. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  reason: RuntimeAnswer,
): void {
  request.resume()
  answer(response, reason)
}
