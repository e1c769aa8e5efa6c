import { absent } from '../define.ts'
import { SecureAgent } from '../http/agent.ts'
import { requestsBy } from '../http/client-request.ts'

export { SecureAgent as Agent }

export const globalAgent = new SecureAgent({ keepAlive: true, timeout: 5000 })

export const { request, get } = requestsBy(globalAgent)

export const createServer = absent('a server of node:https')
