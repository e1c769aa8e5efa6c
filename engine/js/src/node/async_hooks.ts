import {
  beginIfHooked,
  beginResource,
  createHook,
  currentResource,
  withinResource,
  type Resource,
} from '../async-resources.ts'
import { context } from '../context.ts'
import { define, unavailable } from '../define.ts'

type Stores = ReadonlyMap<AsyncLocalStorage<unknown>, unknown>

/** The stores of what runs now. */
let current: Stores = new Map()

function within<T>(stores: Stores, work: () => T): T {
  const before = current
  current = stores
  try {
    return work()
  } finally {
    current = before
  }
}

type Callback = (...args: never[]) => unknown

function wrap<F extends Callback>(callback: F): F {
  return wrapFor(beginIfHooked('CALLBACK'), callback)
}

function wrapFor<F extends Callback>(resource: Resource | undefined, callback: F): F {
  const stores = current
  if (typeof callback !== 'function') return callback
  if (resource === undefined)
    return function (this: unknown, ...args: never[]) {
      return within(stores, () => callback.apply(this, args))
    } as F
  return function (this: unknown, ...args: never[]) {
    return within(stores, () => withinResource(resource, () => callback.apply(this, args)))
  } as F
}

context.wrap = wrap

/**
 * QuickJS does not tell what an `await` continues. The build writes `await` out as calls of `then` in
 * a function that uses this module; each carries the stores along here.
 */
const { then } = Promise.prototype

define(Promise.prototype, 'then', function (this: Promise<unknown>, done?: never, failed?: never) {
  const resource = beginIfHooked('PROMISE')
  return then.call(
    this,
    wrapFor(resource, done as never) as never,
    wrapFor(resource, failed as never) as never,
  )
})

const { resolve } = Promise
const settled = resolve.call(Promise, undefined)

/** What is awaited and has a `then` of its own is asked in the next microtask, with the stores too. */
define(Promise, 'resolve', function (this: PromiseConstructor, value: unknown) {
  if (this !== Promise || !isThenable(value)) return resolve.call(this, value)
  return new Promise((done, failed) => {
    const ask = () => {
      try {
        value.then(done, failed)
      } catch (error) {
        failed(error)
      }
    }
    void then.call(settled, wrap(ask))
  })
})

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
  return !(value instanceof Promise) && typeof (value as { then?: unknown }).then === 'function'
}

/** Said by a bundle’s first line, which runs after what it imports. */
const isFollowed = () => (globalThis as { __oche_follows?: boolean }).__oche_follows === true

export class AsyncLocalStorage<T> {
  #default: T | undefined
  readonly name: string

  constructor(options: { defaultValue?: T; name?: string } = {}) {
    if (!isFollowed()) throw unavailable('an AsyncLocalStorage that the build did not see')
    this.#default = options.defaultValue
    this.name = options.name ?? ''
  }

  static bind<F extends (...args: never[]) => unknown>(callback: F): F {
    return wrap(callback)
  }

  static snapshot(): <R>(work: (...args: never[]) => R, ...args: never[]) => R {
    const stores = current
    return (work, ...args) => within(stores, () => work(...args))
  }

  getStore(): T | undefined {
    return (current.has(this as never) ? current.get(this as never) : this.#default) as
      | T
      | undefined
  }

  run<R>(store: T, work: (...args: never[]) => R, ...args: never[]): R {
    return within(new Map(current).set(this as never, store), () => work(...args))
  }

  exit<R>(work: (...args: never[]) => R, ...args: never[]): R {
    return this.run(undefined as T, work, ...args)
  }

  enterWith(store: T): void {
    current = new Map(current).set(this as never, store)
  }

  disable(): void {
    const left = new Map(current)
    left.delete(this as never)
    current = left
  }
}

export class AsyncResource {
  readonly type: string
  readonly #stores = current
  readonly #resource: Resource

  constructor(type: string) {
    this.type = type
    this.#resource = beginResource(type, this)
  }

  static bind<F extends (...args: never[]) => unknown>(callback: F): F {
    return wrap(callback)
  }

  bind<F extends (...args: never[]) => unknown>(callback: F): F {
    return ((...args: never[]) =>
      this.runInAsyncScope(callback as never, undefined, ...args)) as unknown as F
  }

  runInAsyncScope<R>(work: (...args: never[]) => R, self?: unknown, ...args: never[]): R {
    return within(this.#stores, () => withinResource(this.#resource, () => work.apply(self, args)))
  }

  emitDestroy(): this {
    return this
  }

  asyncId(): number {
    return this.#resource.id
  }

  triggerAsyncId(): number {
    return this.#resource.triggerId
  }
}

export const executionAsyncId = () => currentResource().id
export const triggerAsyncId = () => currentResource().triggerId
export const executionAsyncResource = () => currentResource()

export { createHook }
