import { checkFunction } from '../define.ts'

type Subscriber = (message: unknown, name: string | symbol) => void

const channels = new Map<string | symbol, Channel>()

export class Channel {
  readonly name: string | symbol
  #subscribers: Subscriber[] = []
  #stores: Map<
    { run(value: unknown, work: () => unknown): unknown },
    ((data: unknown) => unknown) | undefined
  > = new Map()

  constructor(name: string | symbol) {
    this.name = name
  }

  get hasSubscribers(): boolean {
    return this.#subscribers.length > 0 || this.#stores.size > 0
  }

  subscribe(subscriber: Subscriber): void {
    checkFunction(subscriber, 'subscription')
    this.#subscribers = [...this.#subscribers, subscriber]
  }

  unsubscribe(subscriber: Subscriber): boolean {
    const at = this.#subscribers.indexOf(subscriber)
    if (at < 0) return false
    this.#subscribers = this.#subscribers.toSpliced(at, 1)
    return true
  }

  bindStore(
    store: { run(value: unknown, work: () => unknown): unknown },
    transform?: (data: unknown) => unknown,
  ): void {
    this.#stores.set(store, transform)
  }

  unbindStore(store: { run(value: unknown, work: () => unknown): unknown }): boolean {
    return this.#stores.delete(store)
  }

  publish(message: unknown): void {
    for (const one of this.#subscribers) {
      try {
        one(message, this.name)
      } catch (error) {
        process.nextTick(() => {
          throw error
        })
      }
    }
  }

  runStores<T>(
    message: unknown,
    work: (...args: unknown[]) => T,
    self?: unknown,
    ...args: unknown[]
  ): T {
    const inner = () => {
      this.publish(message)
      return work.apply(self, args)
    }
    return [...this.#stores].reduce<() => unknown>(
      (next, [store, transform]) =>
        () =>
          store.run(transform ? transform(message) : message, next),
      inner,
    )() as T
  }
}

export function channel(name: string | symbol): Channel {
  const known = channels.get(name)
  if (known) return known
  const made = new Channel(name)
  channels.set(name, made)
  return made
}

export const hasSubscribers = (name: string | symbol) => channels.get(name)?.hasSubscribers ?? false
export const subscribe = (name: string | symbol, subscriber: Subscriber) =>
  channel(name).subscribe(subscriber)
export const unsubscribe = (name: string | symbol, subscriber: Subscriber) =>
  channel(name).unsubscribe(subscriber)

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

class TracingChannel {
  readonly start: Channel
  readonly end: Channel
  readonly asyncStart: Channel
  readonly asyncEnd: Channel
  readonly error: Channel

  constructor(given: string | Record<(typeof EVENTS)[number], Channel>) {
    const of = (event: (typeof EVENTS)[number]) =>
      typeof given === 'string' ? channel(`tracing:${given}:${event}`) : given[event]
    this.start = of('start')
    this.end = of('end')
    this.asyncStart = of('asyncStart')
    this.asyncEnd = of('asyncEnd')
    this.error = of('error')
  }

  get hasSubscribers(): boolean {
    return EVENTS.some((event) => this[event].hasSubscribers)
  }

  subscribe(handlers: Partial<Record<(typeof EVENTS)[number], Subscriber>>): void {
    for (const event of EVENTS) if (handlers[event]) this[event].subscribe(handlers[event])
  }

  unsubscribe(handlers: Partial<Record<(typeof EVENTS)[number], Subscriber>>): boolean {
    return EVENTS.every((event) => !handlers[event] || this[event].unsubscribe(handlers[event]))
  }

  traceSync<T>(
    work: (...args: unknown[]) => T,
    context: Record<string, unknown> = {},
    self?: unknown,
    ...args: unknown[]
  ): T {
    return this.start.runStores(context, () => {
      try {
        return (context['result'] = work.apply(self, args)) as T
      } catch (error) {
        context['error'] = error
        this.error.publish(context)
        throw error
      } finally {
        this.end.publish(context)
      }
    })
  }

  tracePromise<T>(
    work: (...args: unknown[]) => Promise<T>,
    context: Record<string, unknown> = {},
    self?: unknown,
    ...args: unknown[]
  ): Promise<T> {
    const settle = () => {
      this.asyncStart.publish(context)
      this.asyncEnd.publish(context)
    }
    return this.traceSync(work, context, self, ...args).then(
      (result) => {
        context['result'] = result
        settle()
        return result
      },
      (error: unknown) => {
        context['error'] = error
        this.error.publish(context)
        settle()
        throw error
      },
    )
  }
}

export const tracingChannel = (given: ConstructorParameters<typeof TracingChannel>[0]) =>
  new TracingChannel(given)
