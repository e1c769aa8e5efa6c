import { openSocket, type RawSocket, type SocketEvents } from './socket.ts'
import { URL } from '../web/url.ts'

/** A connection that is used for one exchange after the other. */
export interface Connection {
  readonly socket: RawSocket
  /** Who is told meanwhile. */
  events: Partial<SocketEvents>
  /** Whether it has carried an exchange before. */
  used: boolean
}

/** Idle connections by where they lead. */
const idle = new Map<string, Connection[]>()
/** Kept for each place. */
const MOST = 16

export function takeConnection(url: URL): { connection: Connection; isNew: boolean } {
  const kept = idle.get(url.origin)?.pop()
  if (kept) {
    kept.socket.keep(true)
    return { connection: kept, isNew: false }
  }
  return { connection: open(url), isNew: true }
}

function open(url: URL): Connection {
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (isSecure ? 443 : 80))
  const tls = isSecure
    ? {
        serverName: host,
        verify: process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0',
        protocols: ['http/1.1'],
      }
    : undefined
  const connection: Connection = {
    events: {},
    used: false,
    socket: openSocket(host, port, tls, {
      connect: (protocol) => connection.events.connect?.(protocol),
      data: (bytes) => connection.events.data?.(bytes),
      drain: () => connection.events.drain?.(),
      end() {
        forget(url, connection)
        connection.events.end?.()
        connection.socket.destroy()
      },
      error(error) {
        forget(url, connection)
        connection.events.error?.(error)
      },
    }),
  }
  return connection
}

function forget(url: URL, connection: Connection): void {
  const all = idle.get(url.origin)
  if (all)
    idle.set(
      url.origin,
      all.filter((one) => one !== connection),
    )
}

/** It neither keeps the process running nor is told anything, until it is taken again. */
export function giveBack(url: URL, connection: Connection): void {
  const all = idle.get(url.origin) ?? []
  if (all.length >= MOST) return connection.socket.destroy()
  connection.events = {}
  connection.used = true
  connection.socket.keep(false)
  idle.set(url.origin, [...all, connection])
}
