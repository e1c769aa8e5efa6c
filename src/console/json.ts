import type { IncomingMessage, ServerResponse } from 'node:http'
import { limits } from '../contract/limits.ts'
import { OcheError } from '../core/errors.ts'

export function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(value))
}

/** Of a call that cannot be taken as it is. */
export function refused(message: string): OcheError {
  return new OcheError('CONSOLE_REFUSED', message, { remedy: 'Correct it.' })
}

/** A body may hold what Lambda takes, written as a text in JSON. */
const MOST_OF_BODY = 2 * limits.invokeRequestBytes

/** @throws OcheError `CONSOLE_REFUSED` */
export async function readJson(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length <= MOST_OF_BODY) chunks.push(chunk)
    }
  } catch {
    throw refused('the caller went away before it had sent everything')
  }
  if (length > MOST_OF_BODY) throw refused(`the body has ${length} bytes`)
  if (length === 0) return {}
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as unknown
  } catch {
    throw refused('the body is not JSON')
  }
}
