import type { Payload } from './payload.ts'
import { responseReader } from './response-reader.ts'
import type { WireResponse } from './response-reader.ts'
import type { Address, Dial, Socket } from './socket.ts'

/** The connection ended, or could not be made, before a whole response had come. */
export class ConnectionLost extends Error {}

/**
 * One kept-alive HTTP/1.1 connection, one exchange at a time. It is opened when first needed and
 * opened again when the server closed it in between; a request that has been sent is never repeated.
 */
export interface Connection {
  /** Makes sure that the next request is sent at once. @throws ConnectionLost */
  ready(): Promise<unknown>
  /**
   * Sends a whole request, and keeps the process running until it is answered. The answer itself where
   * the engine could wait for it in place.
   *
   * @throws (as a rejection) ConnectionLost, or an Error where the answer is not HTTP
   */
  exchange(message: string, body?: Payload): WireResponse | Promise<WireResponse>
  /**
   * Sends a request, of which `write` sends further parts. Settles as soon as the server answers, be
   * it in the middle of the request. Rejects as `exchange` does.
   */
  request(message: string): Promise<WireResponse>
  /** False where the system takes no more: wait for `drained` then. */
  write(data: string | Uint8Array): boolean
  /** Also resolves when the exchange ends. */
  drained(): Promise<void>
  /** Whether the idle connection alone keeps the process running. */
  keepAlive(keeps: boolean): unknown
  /** Drops the connection; a pending exchange fails. */
  close(): void
}

export function connectionTo(address: Address, dial: Dial): Connection {
  let socket: Socket | undefined
  let reader = responseReader()
  let waiting: { resolve(response: WireResponse): void; reject(error: Error): void } | undefined
  let drain: (() => void) | undefined

  async function open(): Promise<Socket> {
    reader = responseReader()
    let mine: Socket | undefined
    socket = mine = await dial(address, {
      data: (bytes) => mine === socket && receive(bytes),
      drain: () => mine === socket && drain?.(),
      close: (error) => mine === socket && closed(error),
    }).catch((cause: unknown) => {
      throw new ConnectionLost(`cannot connect to ${address.host}:${address.port}`, { cause })
    })
    return mine
  }

  function receive(bytes: Buffer): void {
    // The server speaks without being asked.
    if (!waiting) return drop()
    try {
      const response = reader.push(bytes)
      if (response) answer(response)
    } catch (error) {
      drop(error as Error)
    }
  }

  function answer(response: WireResponse): void {
    const { resolve } = waiting!
    waiting = undefined
    if (!response.reusable) drop()
    resolve(response)
    drain?.()
  }

  function closed(cause: Error | undefined): void {
    const last = waiting && reader.close()
    if (last) return answer(last)
    drop(new ConnectionLost('the connection ended before its answer', { cause }))
  }

  function drop(error: Error = new ConnectionLost('closed')): void {
    const last = socket
    const pending = waiting
    socket = waiting = undefined
    last?.destroy()
    pending?.reject(error)
    drain?.()
  }

  async function request(message: string, body: Payload = ''): Promise<WireResponse> {
    const ready = socket ?? (await open())
    ready.ref()
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      ready.write(message + body)
    })
  }

  return {
    ready: async () => socket ?? open(),
    exchange: request,
    request,
    write: (data) => !socket || socket.write(data),
    drained: () => new Promise((resolve) => (drain = resolve)),
    keepAlive: (keeps) => socket?.[keeps ? 'ref' : 'unref'](),
    close: () => drop(),
  }
}
