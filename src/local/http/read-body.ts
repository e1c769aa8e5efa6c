import type { ReadBody } from '../wire/body.ts'
import type { Exchange } from '../wire/exchange.ts'
import type { Tape } from '../wire/tape.ts'

/**
 * The body of a request, of which no more than `limit` bytes are kept: to be asked for before anything is
 * waited for. Never rejects.
 */
export function readBody(exchange: Exchange, limit: number): Promise<ReadBody> {
  const reading = exchange.readBody(limit)
  const { tape } = exchange
  return tape === undefined ? reading : kept(reading, tape)
}

async function kept(reading: Promise<ReadBody>, tape: Tape): Promise<ReadBody> {
  const body = await reading
  if (typeof body !== 'string') tape.body = body
  return body
}
