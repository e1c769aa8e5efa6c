import { setImmediate } from '../boot/timers.ts'
import { define } from '../define.ts'
import { structuredClone } from './clone.ts'
import { Event, eventAttribute, EventTarget } from './events.ts'

export class MessageEvent extends Event {
  readonly data: unknown

  constructor(type: string, init: { data?: unknown } = {}) {
    super(type)
    this.data = init.data ?? null
  }
}

const connect = Symbol('connect')

export class MessagePort extends EventTarget {
  #other: MessagePort | undefined
  #started = false
  #waiting: unknown[] = [];

  [connect](other: MessagePort): void {
    this.#other = other
  }

  postMessage(message: unknown): void {
    const other = this.#other
    if (!other) return
    other.#waiting.push(structuredClone(message))
    if (other.#started) other.#deliver()
  }

  start(): void {
    if (this.#started) return
    this.#started = true
    this.#deliver()
  }

  #deliver(): void {
    setImmediate(() => {
      for (const data of this.#waiting.splice(0))
        this.dispatchEvent(new MessageEvent('message', { data }))
    })
  }

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    super.addEventListener(...args)
    // Node.js starts a port with its first listener.
    if (args[0] === 'message') this.start()
  }

  close(): void {
    this.#other = undefined
  }

  ref(): void {}

  unref(): void {}
}

export class MessageChannel {
  readonly port1 = new MessagePort()
  readonly port2 = new MessagePort()

  constructor() {
    this.port1[connect](this.port2)
    this.port2[connect](this.port1)
  }
}

eventAttribute(MessagePort.prototype, 'message')
define(MessagePort.prototype, Symbol.toStringTag, 'MessagePort')
define(MessageChannel.prototype, Symbol.toStringTag, 'MessageChannel')
