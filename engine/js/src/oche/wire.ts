import { Kind, sockets } from '../boot/sockets.ts'
import { coded } from '../define.ts'
import { loop, native } from '../native.ts'

const http = native.part('http')
const json = native.part('json')
const text = native.part('text')

interface Address {
  host: string
  port: number
}

type Header = (name: string) => string | undefined

interface Response {
  status: number
  header: Header
  /** Text where something is refused. */
  body: Uint8Array | string
  reusable: boolean
}

interface Waiting {
  resolve(response: Response): void
  reject(error: Error): void
}

type ConnectionLost = new (message: string, options?: ErrorOptions) => Error

/** The runtime's connection to the Runtime API: the host puts the answers together. */
export function connect({ host, port }: Address, Lost: ConnectionLost) {
  let id: number | undefined
  let opening: Promise<void> | undefined
  let waiting: Waiting | undefined
  let drain: (() => void) | undefined
  let header: Header = () => undefined

  function open(): Promise<void> {
    return (opening ??= new Promise((resolve, reject) => {
      const mine = loop.connect(host, port)
      loop.readHttp(mine)
      sockets.set(mine, (kind: number, ...rest: unknown[]) => {
        if (kind === Kind.answer) answered(mine, rest)
        else if (kind === Kind.drained) drain?.()
        else if (kind === Kind.connected) {
          id = mine
          resolve()
        } else if (kind === Kind.failed || kind === Kind.ended) {
          const cause =
            kind === Kind.failed
              ? coded(new Error(rest[1] as string), rest[0] as string)
              : undefined
          const wasOpen = id === mine
          forget(mine)
          if (wasOpen)
            fail(
              cause?.code === 'HPE_INVALID_CONSTANT'
                ? cause
                : new Lost('the connection ended before its answer', { cause }),
            )
          else reject(new Lost(`cannot connect to ${host}:${port}`, { cause }))
        }
      })
    }))
  }

  function answered(mine: number, [body, status, head, reusable]: unknown[]): void {
    if (typeof head === 'string') {
      const all = http.headers(head)
      header = (name) => all[name]
    }
    if (!waiting || !reusable) forget(mine)
    const pending = waiting
    waiting = undefined
    pending?.resolve({
      status: status as number,
      header,
      body: status === 200 ? (body as Uint8Array) : text.decodeUtf8(body as Uint8Array),
      reusable: reusable as boolean,
    })
    drain?.()
  }

  function forget(mine: number): void {
    sockets.delete(mine)
    loop.destroy(mine)
    opening = id = undefined
  }

  function fail(error: Error): void {
    const pending = waiting
    waiting = undefined
    pending?.reject(error)
    drain?.()
  }

  function send(message: string, body: Uint8Array | string | undefined): Promise<Response> {
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      loop.write(id!, message, body)
    })
  }

  return {
    ready: () => (id === undefined ? open() : Promise.resolve()),
    request: (message: string, body?: Uint8Array | string) =>
      id === undefined ? open().then(() => send(message, body)) : send(message, body),
    write: (data: string | Uint8Array) => id === undefined || loop.write(id, data),
    drained: () => new Promise<void>((resolve) => (drain = resolve)),
    keepAlive(keeps: boolean) {
      if (id !== undefined) loop.keep(id, keeps)
    },
    close() {
      if (id !== undefined) forget(id)
      fail(new Lost('closed'))
    },
  }
}

export const parseJson = (bytes: Uint8Array | string) => json.parse(bytes)
export const toJson = (value: unknown) => json.toBytes(value)
