import { absent, placeholder, unavailable } from '../define.ts'
import { Agent, type AgentOptions } from '../http/agent.ts'
import { ClientRequest, requestsBy } from '../http/client-request.ts'
import { IncomingMessage } from '../http/incoming.ts'
import { METHODS, STATUS_CODES } from '../http/words.ts'
import { Writable } from './stream.ts'

export { validateHeaderName, validateHeaderValue } from '../http/header-rules.ts'
export { Agent, ClientRequest, IncomingMessage, METHODS, STATUS_CODES }
export type { AgentOptions }

export const globalAgent = new Agent({ keepAlive: true, timeout: 5000 })

export const { request, get } = requestsBy(globalAgent)

export const maxHeaderSize = 65_536

const SERVER = 'a server of node:http (Express and its like)'

/** A function serves by its handler; frameworks look at these two where they are loaded. */
export const ServerResponse = placeholder(
  class ServerResponse extends Writable {
    constructor() {
      super()
      throw unavailable(SERVER)
    }
  },
)

export const OutgoingMessage = placeholder(
  class OutgoingMessage extends Writable {
    constructor() {
      super()
      throw unavailable('http.OutgoingMessage')
    }
  },
)

export const Server = absent(SERVER)
export const createServer = absent(SERVER)
