import type { AddressInfo, Server } from 'node:net'
import { OcheError, systemCode } from '../../core/errors.ts'

/**
 * Listens and says on which port.
 *
 * @throws OcheError `PORT_IN_USE`, `PORT_NOT_ALLOWED`, `HOST_UNKNOWN`
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(explained(error, port, host))
    server.once('error', fail)
    server.listen({ port, host, backlog: 511 }, () => {
      server.off('error', fail)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function explained(error: Error, port: number, host: string): Error {
  const code = systemCode(error)
  if (code === 'EADDRINUSE') {
    return new OcheError('PORT_IN_USE', `port ${port} is in use`, {
      remedy: 'Choose another with --port, or a free one with --port 0.',
      cause: error,
    })
  }
  if (code === 'EACCES') {
    return new OcheError('PORT_NOT_ALLOWED', `port ${port} may not be used by this user`, {
      remedy: 'Choose one above 1023 with --port.',
      cause: error,
    })
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new OcheError('HOST_UNKNOWN', `${host} is no address of this machine`, {
      remedy: 'Correct --host; 127.0.0.1 is the default.',
      cause: error,
    })
  }
  return error
}
