import { createServer, type Server } from 'node:net'
import { Connection, type ConnectionHooks, type ConnectionSettings } from './connection.ts'
import { listen } from './listen.ts'

/** How often connections that wait too long are looked for, in milliseconds. */
const LOOKS = 1000

/** A server of HTTP/1.1: of each invocation it takes less than half of what `node:http` would. */
export class WireServer {
  readonly #server: Server
  readonly #connections = new Set<Connection>()
  readonly #looking: NodeJS.Timeout | undefined

  constructor(hooks: ConnectionHooks, settings: ConnectionSettings) {
    const options = { noDelay: true, allowHalfOpen: true, pauseOnConnect: true }
    this.#server = createServer(options, (socket) => {
      const connection = new Connection(socket, hooks, settings)
      this.#connections.add(connection)
      socket.on('close', () => this.#connections.delete(connection))
    })
    const { patience } = settings
    if (patience === undefined) return
    const often = Math.min(LOOKS, patience.headMs, patience.idleMs)
    this.#looking = setInterval(() => this.#look(), often).unref()
  }

  /** @returns the port @throws OcheError `PORT_IN_USE` and the like */
  listen(port: number, host: string): Promise<number> {
    return listen(this.#server, port, host)
  }

  /** Lets go of the port; connections that there are are still served. */
  release(): void {
    if (this.#server.listening) this.#server.close()
  }

  /** Ends every connection at once. */
  cut(): void {
    for (const connection of this.#connections) connection.destroy()
  }

  close(): Promise<void> {
    clearInterval(this.#looking)
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
      this.cut()
    })
  }

  #look(): void {
    const now = Date.now()
    for (const connection of this.#connections) connection.check(now)
  }
}
