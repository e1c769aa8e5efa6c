import { Kind, sockets } from '../boot/sockets.ts'
import { coded } from '../define.ts'
import { loop, native } from '../native.ts'

const json = native.part('json')
const text = native.part('text')

interface Address {
  host: string
  port: number
}

/** Those of an invocation. */
type Headers = Record<string, string> | undefined

interface Response {
  status: number
  header(name: string): string | undefined
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

  function open(): Promise<void> {
    return (opening ??= new Promise((resolve, reject) => {
      const mine = loop.connect(host, port)
      loop.readHttp(mine)
      sockets.set(
        mine,
        (kind: number, one: unknown, two: unknown, three: unknown, four: unknown) => {
          if (kind === Kind.answer)
            answered(mine, one as Uint8Array, two as number, three as Headers, four as boolean)
          else if (kind === Kind.drained) drain?.()
          else if (kind === Kind.connected) {
            id = mine
            resolve()
          } else if (kind === Kind.failed)
            ended(mine, reject, coded(new Error(two as string), one as string))
          else if (kind === Kind.ended) ended(mine, reject)
        },
      )
    }))
  }

  function ended(mine: number, reject: (error: Error) => void, cause?: Error & { code?: string }) {
    const wasOpen = id === mine
    forget(mine)
    if (!wasOpen) reject(new Lost(`cannot connect to ${host}:${port}`, { cause }))
    else if (cause?.code === 'HPE_INVALID_CONSTANT') fail(cause)
    else fail(new Lost('the connection ended before its answer', { cause }))
  }

  function answered(
    mine: number,
    body: Uint8Array,
    status: number,
    headers: Headers,
    reusable: boolean,
  ): void {
    if (!waiting || !reusable) forget(mine)
    const pending = waiting
    waiting = undefined
    pending?.resolve({
      status,
      header: (name) => headers?.[name],
      body: status === 200 ? body : text.decodeUtf8(body),
      reusable,
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
