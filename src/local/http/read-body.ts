import type { ReadBody } from '../wire/body.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Tape } from '../wire/tape.ts'

/**
 * The body of a request, of which no more than `limit` bytes are kept: to be asked for before anything is
 * waited for. Never rejects.
 */
export function readBody(exchange: Exchange, limit: number): Promise<ReadBody> {
  const { tape } = exchange
  return exchange.readBody(limit, tape && ((body) => keep(body, tape)))
}

function keep(body: ReadBody, tape: Tape): void {
  if (typeof body !== 'string') tape.body = body
}
