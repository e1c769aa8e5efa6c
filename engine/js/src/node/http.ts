import { coded, unavailable } from '../define.ts'
import { Agent, type AgentOptions } from '../http/agent.ts'
import { ClientRequest, requestArguments } from '../http/client-request.ts'
import { IncomingMessage } from '../http/incoming.ts'
import { METHODS, STATUS_CODES } from '../http/words.ts'
import { Writable } from './stream.ts'

export { Agent, ClientRequest, IncomingMessage, METHODS, STATUS_CODES }
export type { AgentOptions }

export const globalAgent = new Agent({ keepAlive: true, timeout: 5000 })

export function request(...args: unknown[]): ClientRequest {
  const { options, listener } = requestArguments(args)
  const made = new ClientRequest(options, { plain: globalAgent, protocol: 'http:' })
  if (listener) made.once('response', listener)
  return made
}

export function get(...args: unknown[]): ClientRequest {
  const made = request(...args)
  made.end()
  return made
}

export function validateHeaderName(name: string): void {
  if (!/^[\w!#$%&'*+\-.^`|~]+$/.test(name))
    throw coded(
      new TypeError(`Header name must be a valid HTTP token ["${name}"]`),
      'ERR_INVALID_HTTP_TOKEN',
    )
}

export function validateHeaderValue(name: string, value: unknown): void {
  if (value === undefined)
    throw coded(
      new TypeError(`Invalid value "${value}" for header "${name}"`),
      'ERR_HTTP_INVALID_HEADER_VALUE',
    )
  if (/[^\t\x20-\x7e\x80-\xff]/.test(String(value)))
    throw coded(
      new TypeError(`Invalid character in header content ["${name}"]`),
      'ERR_INVALID_CHAR',
    )
}

export const maxHeaderSize = 65_536

/** A function serves by its handler; frameworks look at these two where they are loaded. */
export class ServerResponse extends Writable {
  constructor() {
    super()
    throw unavailable('a server of node:http (Express and its like)')
  }
}

export class Server {
  constructor() {
    throw unavailable('a server of node:http (Express and its like)')
  }
}

export class OutgoingMessage extends Writable {
  constructor() {
    super()
    throw unavailable('http.OutgoingMessage')
  }
}

export function createServer(): never {
  throw unavailable('a server of node:http (Express and its like)')
}

export default {
  Agent,
  ClientRequest,
  IncomingMessage,
  METHODS,
  OutgoingMessage,
  STATUS_CODES,
  Server,
  ServerResponse,
  createServer,
  get,
  globalAgent,
  maxHeaderSize,
  request,
  validateHeaderName,
  validateHeaderValue,
}
