import { unavailable } from '../define.ts'
import { SecureAgent } from '../http/agent.ts'
import { ClientRequest, requestArguments } from '../http/client-request.ts'

export { SecureAgent as Agent }

export const globalAgent = new SecureAgent({ keepAlive: true, timeout: 5000 })

export function request(...args: unknown[]): ClientRequest {
  const { options, listener } = requestArguments(args)
  const made = new ClientRequest(options, { plain: globalAgent, protocol: 'https:' })
  if (listener) made.once('response', listener)
  return made
}

export function get(...args: unknown[]): ClientRequest {
  const made = request(...args)
  made.end()
  return made
}

export function createServer(): never {
  throw unavailable('a server of node:https')
}

export default { Agent: SecureAgent, createServer, get, globalAgent, request }
