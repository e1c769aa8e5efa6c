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

function wrap<F extends (...args: never[]) => unknown>(callback: F): F {
  const stores = current
  if (typeof callback !== 'function') return callback
  return function (this: unknown, ...args: never[]) {
    return within(stores, () => callback.apply(this, args))
  } as F
}

context.wrap = wrap

/**
 * QuickJS does not tell what an `await` continues. The build writes `await` out as calls of `then` in
 * a function that uses this module; each carries the stores along here.
 */
const { then } = Promise.prototype

define(Promise.prototype, 'then', function (this: Promise<unknown>, done?: never, failed?: never) {
  return then.call(this, wrap(done as never) as never, wrap(failed as never) as never)
})

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

let lastId = 1

export class AsyncResource {
  readonly type: string
  readonly #stores = current
  readonly #id = ++lastId

  constructor(type: string) {
    this.type = type
  }

  static bind<F extends (...args: never[]) => unknown>(callback: F): F {
    return wrap(callback)
  }

  bind<F extends (...args: never[]) => unknown>(callback: F): F {
    return ((...args: never[]) =>
      this.runInAsyncScope(callback as never, undefined, ...args)) as unknown as F
  }

  runInAsyncScope<R>(work: (...args: never[]) => R, self?: unknown, ...args: never[]): R {
    return within(this.#stores, () => work.apply(self, args))
  }

  emitDestroy(): this {
    return this
  }

  asyncId(): number {
    return this.#id
  }

  triggerAsyncId(): number {
    return 1
  }
}

export const executionAsyncId = () => 1
export const triggerAsyncId = () => 0
export const executionAsyncResource = () => ({})

export function createHook(): never {
  throw unavailable('async_hooks.createHook')
}
