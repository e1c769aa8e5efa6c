import EventEmitter from 'events'
import { AbortSignal, EventTarget } from '../web/events.ts'
import { abortError, checkFunction, coded } from '../define.ts'

interface Options {
  signal?: AbortSignal
}

type Emitter = InstanceType<typeof EventEmitter>

/** Settles with what an event comes with; an `error` rejects. */
export function once(
  emitter: Emitter | EventTarget,
  name: string,
  { signal }: Options = {},
): Promise<unknown[]> {
  if (signal?.aborted) return Promise.reject(abortError(signal))
  return new Promise((resolve, reject) => {
    const leave = () => signal?.removeEventListener('abort', stop)
    const stop = () => reject(abortError(signal!))
    signal?.addEventListener('abort', stop, { once: true })
    if (emitter instanceof EventTarget) {
      emitter.addEventListener(name, (event) => (leave(), resolve([event])), { once: true })
      return
    }
    const fail = (error: unknown) => {
      emitter.removeListener(name, done)
      leave()
      reject(error)
    }
    const done = (...values: unknown[]) => {
      emitter.removeListener('error', fail)
      leave()
      resolve(values)
    }
    emitter.once(name, done)
    if (name !== 'error') emitter.once('error', fail)
  })
}

/** Every event of a name, one after the other, until an `error` or the signal. */
export async function* on(
  emitter: Emitter,
  name: string,
  { signal }: Options = {},
): AsyncGenerator<unknown[]> {
  const waiting: unknown[][] = []
  let failure: { error: unknown } | undefined
  let wake: (() => void) | undefined
  const take = (...values: unknown[]) => {
    waiting.push(values)
    wake?.()
  }
  const fail = (error: unknown) => {
    failure = { error }
    wake?.()
  }
  const stop = () => fail(abortError(signal!))
  if (signal?.aborted) throw abortError(signal)
  emitter.on(name, take)
  if (name !== 'error') emitter.on('error', fail)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    for (;;) {
      const next = waiting.shift()
      if (next) yield next
      else if (failure) throw failure.error
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    emitter.removeListener(name, take)
    emitter.removeListener('error', fail)
    signal?.removeEventListener('abort', stop)
  }
}

export function getEventListeners(emitter: Emitter, name: string): unknown[] {
  return emitter.listeners(name)
}

export function setMaxListeners(count: number, ...emitters: Emitter[]): void {
  if (emitters.length === 0) EventEmitter.defaultMaxListeners = count
  for (const one of emitters) if (one instanceof EventEmitter) one.setMaxListeners(count)
}

export function getMaxListeners(emitter: Emitter): number {
  return emitter instanceof EventEmitter
    ? emitter.getMaxListeners()
    : EventEmitter.defaultMaxListeners
}

export function listenerCount(emitter: Emitter, name: string): number {
  return emitter.listenerCount(name)
}

export function addAbortListener(
  signal: AbortSignal,
  listener: (event: unknown) => void,
): Disposable {
  signal.addEventListener('abort', listener, { once: true })
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) }
}

export const errorMonitor = Symbol('events.errorMonitor')
export const captureRejectionSymbol = Symbol.for('nodejs.rejection')
export const defaultMaxListeners = EventEmitter.defaultMaxListeners

const { emit } = EventEmitter.prototype

/** Whoever monitors errors hears of them first; what nobody takes is thrown as Node.js throws it. */
EventEmitter.prototype.emit = function (
  this: Emitter,
  name: string | symbol,
  ...values: never[]
): boolean {
  if (name === 'error' && this.listenerCount(errorMonitor) > 0)
    emit.call(this, errorMonitor, ...values)
  const isThrown = name === 'error' && this.listenerCount('error') === 0
  if (isThrown && !((values[0] as unknown) instanceof Error)) throw unhandled(values[0])
  return emit.call(this, name, ...values)
}

function unhandled(value: unknown): Error {
  const error = new Error(
    `Unhandled error. (${typeof value === 'string' ? `'${value}'` : String(value)})`,
  )
  return Object.assign(coded(error, 'ERR_UNHANDLED_ERROR'), { context: value })
}

for (const name of [
  'on',
  'addListener',
  'once',
  'prependListener',
  'prependOnceListener',
] as const) {
  const original = EventEmitter.prototype[name]
  EventEmitter.prototype[name] = function (
    this: Emitter,
    event: string | symbol,
    listener: (...args: any[]) => void,
  ) {
    checkFunction(listener, 'listener')
    return original.call(this, event, listener)
  }
}

Object.assign(EventEmitter, {
  EventEmitter,
  once,
  on,
  getEventListeners,
  setMaxListeners,
  getMaxListeners,
  listenerCount,
  addAbortListener,
  errorMonitor,
  captureRejectionSymbol,
})

export { EventEmitter }
export default EventEmitter
