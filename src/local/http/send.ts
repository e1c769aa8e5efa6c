import { headerValue } from '../../contract/http/header-lines.ts'
import { hasNoContent } from '../../contract/http/result.ts'
import type { HeaderLine, HttpResponse } from '../../contract/http/types.ts'
import type { Exchange } from '../wire/exchange.ts'
import { linesOf } from '../wire/lines.ts'

/** Sends a whole response; every line as it is, repeated ones included. */
export function send(exchange: Exchange, message: HttpResponse): void {
  const { status, statusText, headers, body } = message
  exchange.respond({
    status,
    statusText,
    lines: linesOf(headers),
    isDated: isDated(headers),
    body,
  })
  const { tape } = exchange
  tape?.head(status, headers)
  if (!hasNoContent(status)) tape?.piece(body)
}

/** Begins a response whose body follows. */
export function sendHead(exchange: Exchange, status: number, headers: readonly HeaderLine[]): void {
  exchange.begin({ status, lines: linesOf(headers), isDated: isDated(headers) })
  exchange.tape?.head(status, headers)
}

/** Writes no faster than the client reads. After a client that went away, what is written is dropped. */
export async function write(exchange: Exchange, chunk: Uint8Array): Promise<void> {
  if (!exchange.isGone) exchange.tape?.piece(chunk)
  await exchange.write(chunk)
}

function isDated(headers: readonly HeaderLine[]): boolean {
  return headerValue(headers, 'date') !== undefined
}
