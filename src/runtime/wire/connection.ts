import { ResponseReader } from './response-reader.ts'
import type { WireResponse } from './response-reader.ts'
import type { Address, Dial, Socket } from './socket.ts'

/** The connection ended, or could not be made, before a whole response had come. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

interface Waiting {
  resolve(response: WireResponse): void
  reject(error: Error): void
}

/** A request whose body is still being sent. */
export interface Exchange {
  /** Settles as soon as the server answers, be it in the middle of the request. */
  readonly response: Promise<WireResponse>
  /** False where the system takes no more: wait for `drained` then. */
  write(data: string | Uint8Array): boolean
  /** @throws ConnectionLost where the connection ends instead */
  drained(): Promise<void>
}

/**
 * One kept-alive HTTP/1.1 connection, one exchange at a time. It is opened when first needed and
 * opened again when the server closed it in between; a request that has been sent is never repeated.
 */
export class Connection {
  readonly #address: Address
  readonly #dial: Dial
  #socket: Socket | undefined
  #reader = new ResponseReader()
  #waiting: Waiting | undefined
  #draining: { resolve(): void; reject(error: Error): void } | undefined
  /** When the server, by its own `Keep-Alive: timeout`, may close the idle connection. */
  #expiresAt = Infinity

  constructor(address: Address, dial: Dial) {
    this.#address = address
    this.#dial = dial
  }

  /** Sends a whole request. @throws ConnectionLost, or an Error where the answer is not HTTP */
  async request(message: string | Uint8Array): Promise<WireResponse> {
    const socket = this.#usable() ?? (await this.#open())
    const response = this.#wait()
    socket.write(message)
    return response
  }

  /** Sends a request's head and leaves its body to the caller. @throws ConnectionLost */
  async start(head: string): Promise<Exchange> {
    const socket = this.#usable() ?? (await this.#open())
    const response = this.#wait()
    // Whoever only writes need not look at the response for its failure to be handled.
    response.catch(() => {})
    socket.write(head)
    return {
      response,
      write: (data) => this.#socket !== socket || socket.write(data),
      drained: () => this.#drained(socket),
    }
  }

  /** Whether the idle connection alone keeps the process running. */
  keepAlive(keeps: boolean): void {
    this.#socket?.keepAlive(keeps)
  }

  /** Drops the connection; a pending exchange fails. */
  close(error: Error = new ConnectionLost('closed')): void {
    const { 0: socket, 1: waiting, 2: draining } = [this.#socket, this.#waiting, this.#draining]
    this.#socket = this.#waiting = this.#draining = undefined
    socket?.destroy()
    waiting?.reject(error)
    draining?.reject(error)
  }

  #usable(): Socket | undefined {
    if (this.#socket && Date.now() >= this.#expiresAt) this.close()
    return this.#socket
  }

  async #open(): Promise<Socket> {
    this.#reader = new ResponseReader()
    this.#expiresAt = Infinity
    let current: Socket | undefined
    const socket = await this.#dial(this.#address, {
      data: (bytes) => current === this.#socket && this.#data(bytes),
      drain: () => current === this.#socket && this.#drain(),
      close: (error) => current === this.#socket && this.#closed(error),
    }).catch((error: unknown) => {
      const { host, port } = this.#address
      throw new ConnectionLost(`cannot connect to ${host}:${port}`, { cause: error })
    })
    this.#socket = current = socket
    return socket
  }

  #wait(): Promise<WireResponse> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  async #drained(socket: Socket): Promise<void> {
    if (this.#socket !== socket) throw new ConnectionLost('the connection was closed')
    await new Promise<void>((resolve, reject) => {
      this.#draining = { resolve, reject }
    })
  }

  #drain(): void {
    const draining = this.#draining
    this.#draining = undefined
    draining?.resolve()
  }

  #data(bytes: Buffer): void {
    try {
      if (!this.#waiting) throw new Error('the server spoke without being asked')
      const response = this.#reader.push(bytes)
      if (response) this.#answer(response)
    } catch (error) {
      this.close(error as Error)
    }
  }

  #answer(response: WireResponse): void {
    const waiting = this.#waiting!
    this.#waiting = undefined
    if (response.reusable) this.#expiresAt = expiry(response)
    else this.close()
    waiting.resolve(response)
  }

  #closed(error: Error | undefined): void {
    const last = this.#waiting && this.#reader.close()
    if (last) return this.#answer(last)
    const reason = this.#reader.started ? 'in the middle of its answer' : 'without an answer'
    this.close(new ConnectionLost(`the connection was closed ${reason}`, { cause: error }))
  }
}

/** A second early, so that a request does not cross the server's close. */
function expiry(response: WireResponse): number {
  const timeout = /timeout=(\d+)/.exec(response.head.get('keep-alive') ?? '')
  return timeout ? Date.now() + Math.max(0, Number(timeout[1]) - 1) * 1000 : Infinity
}
