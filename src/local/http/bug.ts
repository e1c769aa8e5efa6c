import { messageOf } from '../../core/errors.ts'
import type { LocalEvent } from '../types.ts'
import type { Exchange } from '../wire/exchange.ts'
import { send } from './send.ts'

/** What is told of an exception of Oche's own. */
export function bugEvent(what: string, thrown: unknown): LocalEvent {
  const stack = thrown instanceof Error ? thrown.stack : undefined
  return { type: 'bug', message: `${what}: ${messageOf(thrown)}`, stack }
}

/** An answer that cannot be made any more: a 500 where nothing has been sent, the end otherwise. */
export function sorry(exchange: Exchange): void {
  if (exchange.status !== undefined) return exchange.destroy()
  const body = Buffer.from('Internal Server Error: a bug of Oche, see its output.\n')
  send(exchange, { status: 500, headers: [['Content-Type', 'text/plain']], body })
}
