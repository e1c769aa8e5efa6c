import { context } from '../context.ts'
import { Kind, sockets } from '../boot/sockets.ts'
import { coded } from '../define.ts'
import { nameNotFound } from './names.ts'
import { loop, type Data, type TlsOptions } from '../native.ts'

export interface SocketEvents {
  connect?(protocol?: string): void
  data(bytes: Uint8Array): void
  drain?(): void
  /** The other side sends no more. */
  end(): void
  /** Afterwards there is no socket any more. */
  error(error: Error): void
}

export interface RawSocket {
  readonly id: number
  write(data: Data, more?: Data): boolean
  end(): void
  pause(paused: boolean): void
  keep(keeps: boolean): void
  destroy(): void
}

/** A TCP connection, with TLS where options for it are given. */
export function openSocket(
  host: string,
  port: number,
  tls: TlsOptions | undefined,
  events: SocketEvents,
): RawSocket {
  const id = loop.connect(host, port, tls)
  sockets.set(id, context.wrap(tell))

  function tell(kind: number, one: unknown, two: unknown): void {
    if (kind === Kind.data) return events.data(one as Uint8Array)
    if (kind === Kind.connected) return events.connect?.(one as string | undefined)
    if (kind === Kind.drained) return events.drain?.()
    if (kind === Kind.ended) return events.end()
    sockets.delete(id)
    events.error(connectionError(one as string, two as string, host, port))
  }

  return {
    id,
    write: (data, more) => loop.write(id, data, more),
    end: () => loop.end(id),
    pause: (paused) => loop.pause(id, paused),
    keep: (keeps) => loop.keep(id, keeps),
    destroy() {
      sockets.delete(id)
      loop.destroy(id)
    },
  }
}

/** In the words that Node.js has for it. */
function connectionError(code: string, message: string, host: string, port: number): Error {
  if (code === 'ENOTFOUND') return nameNotFound(host)
  const isConnecting =
    code === 'ECONNREFUSED' ||
    code === 'EHOSTUNREACH' ||
    code === 'ENETUNREACH' ||
    code === 'ETIMEDOUT'
  if (isConnecting)
    return Object.assign(coded(new Error(`connect ${code} ${host}:${port}`), code), {
      syscall: 'connect',
      address: host,
      port,
    })
  if (code === 'ECONNRESET')
    return Object.assign(coded(new Error('read ECONNRESET'), code), { syscall: 'read' })
  return coded(new Error(message), code)
}
