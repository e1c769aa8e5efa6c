import { builtin } from '../builtin.ts'

/**
 * Lets packages that answer a request without a server (serverless-http) give a response an object
 * with some of a socket's methods. Bun calls further ones, where Node does not.
 *
 * Part of a bundle only where something in it calls `assignSocket`.
 */
const { prototype } = builtin('node:http').ServerResponse
const { assignSocket } = prototype

const METHODS = ['on', 'once', 'off', 'removeListener', 'emit', 'setTimeout', 'cork', 'uncork']

prototype.assignSocket = function (socket) {
  const imitated = socket as unknown as Record<string, unknown>
  for (const method of [...METHODS, 'destroy']) imitated[method] ??= () => {}
  return assignSocket.call(this, socket)
}
