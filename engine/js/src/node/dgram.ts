import EventEmitter from 'events'
import { checkFunction, coded, kindOf, unavailable } from '../define.ts'
import { lookUp } from '../http/names.ts'
import { native } from '../native.ts'
import { Buffer } from './buffer.ts'
import { isIP } from './net.ts'

type Done = (error: Error | null, bytes?: number) => void
type Message = string | Uint8Array | readonly (string | Uint8Array)[]

/** Above this, IP has no room for a datagram. */
const MOST = 65_507

/** Sends datagrams, as to the daemon of X-Ray and to StatsD. None are received. */
export class Socket extends EventEmitter {
  readonly type: string
  #state: 'new' | 'bound' | 'closed' = 'new'

  constructor(type: string) {
    super()
    this.type = type
  }

  send(message: Message, ...rest: unknown[]): void {
    const { data, port, address, done } = sendArguments(message, rest)
    if (this.#state === 'closed')
      throw coded(new Error('Not running'), 'ERR_SOCKET_DGRAM_NOT_RUNNING')
    if (!(Number.isInteger(port) && port > 0 && port < 65_536))
      throw coded(
        new RangeError(`Port should be > 0 and < 65536. Received ${kindOf(port)}.`),
        'ERR_SOCKET_BAD_PORT',
      )
    if (this.#state === 'new') {
      this.#state = 'bound'
      process.nextTick(() => this.emit('listening'))
    }
    void this.#send(data, port, address).then(
      () => done?.(null, data.length),
      (error: Error) => (done ? done(error) : this.emit('error', error)),
    )
  }

  async #send(data: Uint8Array, port: number, address: string | undefined): Promise<void> {
    const own = this.type === 'udp6' ? '::1' : '127.0.0.1'
    if (data.length > MOST) {
      const error = coded(new Error(`send EMSGSIZE ${address ?? own}:${port}`), 'EMSGSIZE')
      throw Object.assign(error, { errno: -90, syscall: 'send', address: address ?? own, port })
    }
    const family = this.type === 'udp6' ? 6 : 4
    const to =
      address === undefined || isIP(address)
        ? (address ?? own)
        : (await lookUp(address)).find((one) => one.family === family)?.address
    if (to === undefined) throw coded(new Error(`getaddrinfo ENOTFOUND ${address}`), 'ENOTFOUND')
    native.part('datagrams').send(to, port, data)
  }

  override on(event: string | symbol, listener: (...args: any[]) => void): this {
    if (event === 'message') throw unavailable('receiving datagrams')
    return super.on(event, listener)
  }

  override addListener(event: string | symbol, listener: (...args: any[]) => void): this {
    return this.on(event, listener)
  }

  bind(): never {
    throw unavailable('dgram.Socket.bind')
  }

  connect(): never {
    throw unavailable('dgram.Socket.connect')
  }

  address(): never {
    throw unavailable('dgram.Socket.address')
  }

  close(done?: () => void): this {
    if (this.#state === 'closed')
      throw coded(new Error('Not running'), 'ERR_SOCKET_DGRAM_NOT_RUNNING')
    this.#state = 'closed'
    if (done) this.once('close', done)
    process.nextTick(() => this.emit('close'))
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }
}

/** With a part of the message (`offset`, `length`) before the port, or without. */
function sendArguments(message: Message, rest: unknown[]) {
  const isPart = rest[3] !== undefined || (rest[2] !== undefined && typeof rest[2] !== 'function')
  const whole = bytesOf(message)
  const [offset, length] = isPart ? (rest as [number, number]) : [0, whole.length]
  const [port, address, given] = isPart ? rest.slice(2) : rest
  if (isPart && offset + length > whole.length)
    throw coded(
      new RangeError('Attempt to access memory outside buffer bounds'),
      'ERR_BUFFER_OUT_OF_BOUNDS',
    )
  const done = typeof address === 'function' ? address : given
  return {
    data: whole.subarray(offset, offset + length),
    port: Number(port),
    address: typeof address === 'string' && address !== '' ? address : undefined,
    done: typeof done === 'function' ? (done as Done) : undefined,
  }
}

function bytesOf(message: Message): Uint8Array {
  if (typeof message === 'string') return Buffer.from(message)
  if (ArrayBuffer.isView(message))
    return Buffer.from(message.buffer as ArrayBuffer, message.byteOffset, message.byteLength)
  if (Array.isArray(message)) return Buffer.concat(message.map(bytesOf))
  throw coded(
    new TypeError(
      `The "buffer" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received ${kindOf(message)}`,
    ),
    'ERR_INVALID_ARG_TYPE',
  )
}

export function createSocket(
  options: string | { type: string },
  listener?: (...args: unknown[]) => void,
): Socket {
  const type = typeof options === 'string' ? options : options?.type
  if (type !== 'udp4' && type !== 'udp6')
    throw coded(
      new TypeError('Bad socket type specified. Valid types are: udp4, udp6'),
      'ERR_SOCKET_BAD_TYPE',
    )
  if (listener !== undefined) {
    checkFunction(listener, 'listener')
    throw unavailable('receiving datagrams')
  }
  return new Socket(type)
}
