import { responseReader } from './response-reader.ts'
import type { WireResponse } from './response-reader.ts'
import type { Address, Dial, Socket } from './socket.ts'

/** The connection ended, or could not be made, before a whole response had come. */
export class ConnectionLost extends Error {}

/** A request whose body is still being sent. */
export interface Exchange {
  /** Settles as soon as the server answers, be it in the middle of the request. */
  readonly response: Promise<WireResponse>
  /** False where the system takes no more: wait for `drained` then. */
  write(data: string | Uint8Array): boolean
  /** Also resolves when the connection ends. */
  drained(): Promise<void>
}

/**
 * One kept-alive HTTP/1.1 connection, one exchange at a time. It is opened when first needed and
 * opened again when the server closed it in between; a request that has been sent is never repeated.
 */
export interface Connection {
  /** Sends a whole request. @throws ConnectionLost, or an Error where the answer is not HTTP */
  request(message: string): Promise<WireResponse>
  /** Sends a request's head and leaves its body to the caller. @throws ConnectionLost */
  start(head: string): Promise<Exchange>
  /** Whether the idle connection alone keeps the process running. */
  keepAlive(keeps: boolean): void
  /** Drops the connection; a pending exchange fails. */
  close(): void
}

export function connectionTo(address: Address, dial: Dial): Connection {
  let socket: Socket | undefined
  let reader = responseReader()
  let waiting: { resolve(response: WireResponse): void; reject(error: Error): void } | undefined
  let drain: (() => void) | undefined
  /** When the server, by its own `Keep-Alive: timeout`, may close the idle connection. */
  let expiresAt = Infinity

  function usable(): Socket | undefined {
    if (socket && Date.now() >= expiresAt) drop()
    return socket
  }

  async function open(): Promise<Socket> {
    reader = responseReader()
    let mine: Socket | undefined
    mine = await dial(address, {
      data: (bytes) => mine === socket && receive(bytes),
      drain: () => mine === socket && drain?.(),
      close: (error) => mine === socket && closed(error),
    }).catch((cause: unknown) => {
      throw new ConnectionLost(`cannot connect to ${address.host}:${address.port}`, { cause })
    })
    expiresAt = Infinity
    return (socket = mine)
  }

  function answered(): Promise<WireResponse> {
    return new Promise((resolve, reject) => (waiting = { resolve, reject }))
  }

  function receive(bytes: Buffer): void {
    try {
      if (!waiting) throw new Error('the server spoke without being asked')
      const response = reader.push(bytes)
      if (response) answer(response)
    } catch (error) {
      drop(error as Error)
    }
  }

  function answer(response: WireResponse): void {
    const { resolve } = waiting!
    waiting = undefined
    expiresAt = Date.now() + response.idleMs
    if (response.idleMs <= 0) drop()
    resolve(response)
  }

  function closed(cause: Error | undefined): void {
    const last = waiting && reader.close()
    if (last) return answer(last)
    const when = reader.started() ? 'in the middle of its answer' : 'without an answer'
    drop(new ConnectionLost(`the connection was closed ${when}`, { cause }))
  }

  function drop(error: Error = new ConnectionLost('closed')): void {
    const { 0: last, 1: pending } = [socket, waiting]
    socket = waiting = undefined
    last?.destroy()
    pending?.reject(error)
    drain?.()
  }

  return {
    async request(message) {
      const mine = usable() ?? (await open())
      const response = answered()
      mine.write(message)
      return response
    },
    async start(head) {
      const mine = usable() ?? (await open())
      const response = answered()
      // Whoever only writes need not look at the response for its failure to be handled.
      response.catch(() => {})
      mine.write(head)
      return {
        response,
        write: (data) => socket !== mine || mine.write(data),
        drained: () => new Promise((resolve) => (drain = resolve)),
      }
    },
    keepAlive: (keeps) => socket?.keepAlive(keeps),
    close: () => drop(),
  }
}
