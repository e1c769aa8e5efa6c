import { Kind, sockets } from '../boot/sockets.ts'
import { coded } from '../define.ts'
import { loop, native } from '../native.ts'
import type { WireAnswer } from '../native.ts'
import type { Headers } from '../web/headers.ts'

const json = native.part('json')

interface Address {
  host: string
  port: number
}

class Response {
  readonly status: number
  /** Text where something is refused. */
  readonly body: Uint8Array | string
  readonly reusable: boolean
  private readonly headers: Record<string, string> | undefined

  constructor(answer: WireAnswer) {
    // By their places: to take a list apart costs QuickJS an iterator.
    this.status = answer[0]
    this.body = answer[1] ?? ''
    this.headers = answer[2]
    this.reusable = answer[3]
  }

  header(name: string): string | undefined {
    return this.headers?.[name]
  }
}

interface Waiting {
  resolve(response: Response): void
  reject(error: Error): void
}

type Cause = Error & { code?: string }

type ConnectionLost = new (message: string, options?: ErrorOptions) => Error

/** The runtime's connection to the Runtime API: the host puts the answers together. */
export function connect({ host, port }: Address, Lost: ConnectionLost) {
  let id: number | undefined
  let opening: Promise<void> | undefined
  let waiting: Waiting | undefined
  let drain: (() => void) | undefined
  /** Whether the idle connection keeps the process running, as the host knows it. */
  let keeps = true

  function open(): Promise<void> {
    return (opening ??= new Promise((resolve, reject) => {
      const mine = loop.connect(host, port)
      loop.readHttp(mine)
      sockets.set(
        mine,
        (kind: number, one: unknown, two: unknown, three: unknown, four: unknown) => {
          if (kind === Kind.answer) answered(mine, [one, two, three, four] as never)
          else if (kind === Kind.drained) drain?.()
          else if (kind === Kind.connected) {
            id = mine
            keeps = true
            resolve()
          } else if (kind === Kind.failed)
            ended(mine, reject, coded(new Error(two as string), one as string))
          else if (kind === Kind.ended) ended(mine, reject)
        },
      )
    }))
  }

  function ended(mine: number, reject: (error: Error) => void, cause?: Cause) {
    const wasOpen = id === mine
    forget(mine)
    if (wasOpen) fail(lost(cause))
    else reject(new Lost(`cannot connect to ${host}:${port}`, { cause }))
  }

  const lost = (cause?: Cause): Error =>
    cause?.code === 'HPE_INVALID_CONSTANT'
      ? cause
      : new Lost('the connection ended before its answer', { cause })

  function answered(mine: number, answer: WireAnswer): void {
    const response = new Response(answer)
    if (!waiting || !response.reusable) forget(mine)
    const pending = waiting
    waiting = undefined
    pending?.resolve(response)
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

  function answer(): Promise<Response> {
    return new Promise((resolve, reject) => (waiting = { resolve, reject }))
  }

  function exchange(message: string, body?: Uint8Array | string): Response | Promise<Response> {
    const mine = id
    if (mine === undefined) return open().then(() => exchange(message, body))
    let given: WireAnswer | undefined
    try {
      given = loop.exchange(mine, message, body)
    } catch (error) {
      forget(mine)
      return Promise.reject(lost(error as Cause))
    }
    if (!given) {
      keepAlive(true)
      return answer()
    }
    const response = new Response(given)
    if (!response.reusable) forget(mine)
    return response
  }

  function keepAlive(wanted: boolean): void {
    if (id !== undefined && keeps !== wanted) loop.keep(id, (keeps = wanted))
  }

  async function request(message: string): Promise<Response> {
    if (id === undefined) await open()
    keepAlive(true)
    loop.write(id!, message)
    return answer()
  }

  return {
    ready: () => (id === undefined ? open() : Promise.resolve()),
    exchange,
    request,
    write: (data: string | Uint8Array) => id === undefined || loop.write(id, data),
    drained: () => new Promise<void>((resolve) => (drain = resolve)),
    keepAlive,
    close() {
      if (id !== undefined) forget(id)
      fail(new Lost('closed'))
    },
  }
}

export const { isQuiet } = loop

let headers: typeof Headers | undefined

/** Lines of an event at once; undefined where they have to be looked at one by one. */
export function plainHeaders(record: Record<string, string>): Headers | undefined {
  headers ??= native.load('web:headers')['Headers'] as typeof Headers
  return headers.ofPlainLines(record)
}

export const parseJson = (bytes: Uint8Array | string) => json.parse(bytes)
export const toJson = (value: unknown) => json.toBytes(value)
