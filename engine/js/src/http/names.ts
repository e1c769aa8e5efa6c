import { Kind, sockets } from '../boot/sockets.ts'
import { coded } from '../define.ts'
import { loop } from '../native.ts'

export interface Address {
  address: string
  family: 4 | 6
}

/** Addresses of a name, as the system resolves it. */
export function lookUp(name: string): Promise<Address[]> {
  return new Promise((resolve, reject) => {
    const id = loop.lookUp(name)
    sockets.set(id, (kind: number, found: string[]) => {
      sockets.delete(id)
      if (kind === Kind.found)
        resolve(
          found.map((address) => ({
            address,
            family: address.includes(':') ? 6 : 4,
          })),
        )
      else reject(nameNotFound(name))
    })
  })
}

/** As Node.js tells it. */
export function nameNotFound(name: string): Error {
  return Object.assign(coded(new Error(`getaddrinfo ENOTFOUND ${name}`), 'ENOTFOUND'), {
    errno: -3008,
    syscall: 'getaddrinfo',
    hostname: name,
  })
}
