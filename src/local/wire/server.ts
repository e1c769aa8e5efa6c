import { createServer, type Server } from 'node:net'
import { listen } from '../http/listen.ts'
import { Connection, type ConnectionHooks } from './connection.ts'

/**
 * A server of HTTP/1.1 for the few requests of one protocol, whose answers are JSON. It is asked twice
 * for each invocation: `node:http` would cost more than all the rest of it.
 */
export class WireServer {
  readonly #server: Server
  readonly #connections = new Set<Connection>()

  constructor(hooks: ConnectionHooks) {
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
      const connection = new Connection(socket, hooks)
      this.#connections.add(connection)
      socket.on('close', () => this.#connections.delete(connection))
    })
  }

  /** @returns the port */
  listen(host: string): Promise<number> {
    return listen(this.#server, 0, host)
  }

  /** Ends every connection at once. */
  cut(): void {
    for (const connection of this.#connections) connection.destroy()
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.cut()
    })
  }
}
