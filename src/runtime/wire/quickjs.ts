import { builtin } from '../builtin.ts'
import type { Connection, ConnectionLost } from './connection.ts'
import type { Address } from './socket.ts'

/** What `engine: quickjs` gives the runtime: answers put together, and JSON, by the host. */
interface QuickJs {
  connect(address: Address, lost: typeof ConnectionLost): Connection
  /** @throws SyntaxError */
  parseJson(payload: Payload): unknown
  /** Undefined for what JSON has no word for. */
  toJson(value: unknown): Uint8Array | undefined
  decode(bytes: Uint8Array): string
}

/** JSON as it is sent and received: on QuickJS as bytes, which spares two copies of each. */
export type Payload = string | Uint8Array

/** Undefined on Bun and Node.js. */
export const quickjs = builtin('oche:connection' as 'node:net') as unknown as QuickJs | undefined

/** @throws SyntaxError */
export function parsePayload(payload: Payload): unknown {
  return quickjs ? quickjs.parseJson(payload) : JSON.parse(payload as string)
}

/** Undefined for what JSON has no word for. @throws TypeError for cycles and BigInt */
export function toPayload(value: unknown): Payload | undefined {
  return quickjs ? quickjs.toJson(value) : JSON.stringify(value)
}

export function textOf(payload: Payload): string {
  return typeof payload === 'string' ? payload : quickjs!.decode(payload)
}
