import type { ServerResponse } from 'node:http'
import { bufferOf } from '../../contract/http/body.ts'
import { hasNoContent } from '../../contract/http/result.ts'
import type { HeaderLine, HttpResponse } from '../../contract/http/types.ts'
import { tapeOf } from './tape.ts'

/** Sends a whole response; every line as it is, repeated ones included. */
export function send(response: ServerResponse, message: HttpResponse): void {
  const { status, statusText, body } = message
  const headers = flat(message.headers)
  if (!hasNoContent(status)) headers.push('Content-Length', String(body.length))
  writeHead(response, status, statusText, headers)
  const tape = tapeOf(response)
  tape?.head(status, message.headers)
  tape?.piece(body)
  // As text it leaves in one piece with the head.
  if (body.length > SMALL) response.end(body)
  else response.end(bufferOf(body).toString('latin1'), 'latin1')
}

/** Up to here the bytes of a body are copied sooner than they are sent by themselves. */
const SMALL = 8 * 1024

/** Begins a response whose body follows. */
export function sendHead(
  response: ServerResponse,
  status: number,
  headers: readonly HeaderLine[],
): void {
  writeHead(response, status, undefined, flat(headers))
  tapeOf(response)?.head(status, headers)
  // `flushHeaders` would encode the bytes of the values once more, as UTF-8.
  response.write('', 'latin1')
}

function writeHead(
  response: ServerResponse,
  status: number,
  statusText: string | undefined,
  headers: string[],
): void {
  if (statusText === undefined) response.writeHead(status, headers)
  else response.writeHead(status, statusText, headers)
}

function flat(lines: readonly HeaderLine[]): string[] {
  const all: string[] = []
  for (const [name, value] of lines) all.push(name, value)
  return all
}
