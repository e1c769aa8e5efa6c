import EventEmitter from 'events'
import { Socket } from '../node/net.ts'
import type { ConnectOptions } from './connect-arguments.ts'
import { TLSSocket, type SecureOptions } from '../node/tls.ts'

export interface AgentOptions extends SecureOptions {
  keepAlive?: boolean
  maxSockets?: number
  maxFreeSockets?: number
  maxTotalSockets?: number
  keepAliveMsecs?: number
  scheduling?: string
}

export type Target = SecureOptions & { host: string; port: number }

type Give = (socket: any, isNew: boolean) => void

/** Connections by where they lead: those in use, those that are free, and who waits for one. */
export class Agent extends EventEmitter {
  readonly options: AgentOptions
  readonly keepAlive: boolean
  readonly maxSockets: number
  readonly maxFreeSockets: number
  readonly sockets: Record<string, any[]> = {}
  readonly freeSockets: Record<string, any[]> = {}
  readonly requests: Record<string, { give: Give; target: Target }[]> = {}
  readonly protocol: string = 'http:'
  readonly defaultPort: number = 80

  constructor(options: AgentOptions = {}) {
    super()
    this.options = { ...options }
    this.keepAlive = options.keepAlive ?? false
    this.maxSockets = options.maxSockets ?? Number.POSITIVE_INFINITY
    this.maxFreeSockets = options.maxFreeSockets ?? 256
  }

  getName({ host, port, servername }: Partial<Target> = {}): string {
    return `${host ?? 'localhost'}:${port ?? ''}:${servername ? `:${servername}` : ''}`
  }

  createConnection(target: ConnectOptions): any {
    return new Socket().connect(target)
  }

  /** A free connection, a new one, or one that becomes free. */
  take(target: Target, give: Give): void {
    const name = this.getName(target)
    const free = this.freeSockets[name]?.pop()
    if (free) {
      free.ref()
      ;(this.sockets[name] ??= []).push(free)
      return give(free, false)
    }
    if ((this.sockets[name]?.length ?? 0) >= this.maxSockets) {
      ;(this.requests[name] ??= []).push({ give, target })
      return
    }
    const socket = this.createConnection({ ...this.options, ...target })
    ;(this.sockets[name] ??= []).push(socket)
    socket.once('close', () => this.#gone(name, socket))
    give(socket, true)
  }

  #gone(name: string, socket: unknown): void {
    drop(this.sockets, name, socket)
    drop(this.freeSockets, name, socket)
    const next = this.requests[name]?.shift()
    if (next) this.take(next.target, next.give)
  }

  /** The exchange is over, and the connection may carry another. */
  giveBack(target: Target, socket: any): void {
    const name = this.getName(target)
    drop(this.sockets, name, socket)
    const next = this.requests[name]?.shift()
    if (next) {
      ;(this.sockets[name] ??= []).push(socket)
      return next.give(socket, false)
    }
    if (!this.keepAlive || (this.freeSockets[name]?.length ?? 0) >= this.maxFreeSockets)
      return void socket.end()
    socket.setTimeout(0)
    socket.unref()
    ;(this.freeSockets[name] ??= []).push(socket)
    this.emit('free', socket, target)
  }

  destroy(): void {
    for (const all of [this.sockets, this.freeSockets])
      for (const sockets of Object.values(all)) for (const one of sockets.slice()) one.destroy()
  }
}

function drop(all: Record<string, unknown[]>, name: string, socket: unknown): void {
  const left = all[name]?.filter((one) => one !== socket) ?? []
  if (left.length > 0) all[name] = left
  else delete all[name]
}

export class SecureAgent extends Agent {
  override readonly protocol: string = 'https:'
  override readonly defaultPort: number = 443

  override createConnection(target: SecureOptions): any {
    return new TLSSocket(target).secure({ ALPNProtocols: ['http/1.1'], ...target })
  }
}
