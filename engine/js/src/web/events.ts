import { uncaught } from '../boot/uncaught.ts'
import { setTimeout } from '../boot/timers.ts'
import { coded, define, kindOf } from '../define.ts'
import { system } from '../native.ts'

interface EventInit {
  bubbles?: boolean
  cancelable?: boolean
  composed?: boolean
}

const dispatch = Symbol('dispatch')

interface Dispatch {
  target: EventTarget | null
  current: EventTarget | null
  stopped: boolean
  inPassive: boolean
}

export class Event {
  static readonly NONE = 0
  static readonly CAPTURING_PHASE = 1
  static readonly AT_TARGET = 2
  static readonly BUBBLING_PHASE = 3

  readonly type: string
  readonly bubbles: boolean
  readonly cancelable: boolean
  readonly composed: boolean
  readonly timeStamp = system.now()
  readonly isTrusted = false;
  [dispatch]: Dispatch = { target: null, current: null, stopped: false, inPassive: false }
  #prevented = false
  #propagates = true

  constructor(type: string, init: EventInit = {}) {
    if (arguments.length === 0)
      throw coded(new TypeError('The "type" argument must be specified'), 'ERR_MISSING_ARGS')
    this.type = String(type)
    this.bubbles = Boolean(init?.bubbles)
    this.cancelable = Boolean(init?.cancelable)
    this.composed = Boolean(init?.composed)
    define(this, dispatch, this[dispatch])
  }

  get target(): EventTarget | null {
    return this[dispatch].target
  }

  get srcElement(): EventTarget | null {
    return this[dispatch].target
  }

  get currentTarget(): EventTarget | null {
    return this[dispatch].current
  }

  get eventPhase(): number {
    return this[dispatch].current ? Event.AT_TARGET : Event.NONE
  }

  get defaultPrevented(): boolean {
    return this.#prevented
  }

  get returnValue(): boolean {
    return !this.#prevented
  }

  get cancelBubble(): boolean {
    return !this.#propagates
  }

  composedPath(): EventTarget[] {
    return this[dispatch].current ? [this[dispatch].current] : []
  }

  preventDefault(): void {
    if (this.cancelable && !this[dispatch].inPassive) this.#prevented = true
  }

  stopPropagation(): void {
    this.#propagates = false
  }

  stopImmediatePropagation(): void {
    this.#propagates = false
    this[dispatch].stopped = true
  }
}

export class CustomEvent<T = unknown> extends Event {
  readonly detail: T | null

  constructor(type: string, init: EventInit & { detail?: T } = {}) {
    super(type, init)
    this.detail = init?.detail ?? null
  }
}

type Callback = ((event: Event) => unknown) | { handleEvent(event: Event): unknown }

interface Registered {
  callback: Callback
  capture: boolean
  once: boolean
  passive: boolean
}

interface ListenerOptions {
  capture?: boolean
  once?: boolean
  passive?: boolean
  signal?: AbortSignal
}

export class EventTarget {
  #listeners: Map<string, Registered[]> = new Map()

  addEventListener(
    type: string,
    callback: Callback | null,
    options?: boolean | ListenerOptions,
  ): void {
    const {
      capture = false,
      once = false,
      passive = false,
      signal,
    } = typeof options === 'object' && options ? options : { capture: Boolean(options) }
    if (callback === null || callback === undefined || signal?.aborted) return
    if (typeof callback !== 'function' && typeof callback !== 'object')
      throw coded(
        new TypeError(
          `The "listener" argument must be an instance of EventListener. Received ${kindOf(callback)}`,
        ),
        'ERR_INVALID_ARG_TYPE',
      )
    const all = this.#listeners.get(type) ?? []
    if (all.some((one) => one.callback === callback && one.capture === capture)) return
    all.push({ callback, capture, once, passive })
    this.#listeners.set(String(type), all)
    signal?.addEventListener('abort', () => this.removeEventListener(type, callback, { capture }), {
      once: true,
    })
  }

  removeEventListener(
    type: string,
    callback: Callback | null,
    options?: boolean | ListenerOptions,
  ): void {
    const capture = typeof options === 'object' ? Boolean(options?.capture) : Boolean(options)
    const all = this.#listeners.get(type)
    const at = all?.findIndex((one) => one.callback === callback && one.capture === capture) ?? -1
    if (all && at >= 0) this.#listeners.set(type, all.toSpliced(at, 1))
  }

  dispatchEvent(event: Event): boolean {
    if (!(event instanceof Event))
      throw coded(
        new TypeError(
          `The "event" argument must be an instance of Event. Received ${kindOf(event)}`,
        ),
        'ERR_INVALID_ARG_TYPE',
      )
    const state = event[dispatch]
    if (state.current)
      throw new DOMException('The event is already being dispatched', 'InvalidStateError')
    state.target = state.current = this
    for (const one of this.#listeners.get(event.type) ?? []) {
      if (!this.#listeners.get(event.type)?.includes(one)) continue
      if (one.once) this.removeEventListener(event.type, one.callback, one.capture)
      state.inPassive = one.passive
      this.#call(one.callback, event)
      if (state.stopped) break
    }
    state.inPassive = false
    state.current = null
    return !event.defaultPrevented
  }

  #call(callback: Callback, event: Event): void {
    try {
      if (typeof callback === 'function') callback.call(this, event)
      else callback.handleEvent(event)
    } catch (error) {
      // As Node.js has it: what a listener throws ends the process, and not the dispatch.
      setTimeout(() => uncaught(error), 0)
    }
  }
}

/** Gives a class an `onabort` and its like: a listener that can be replaced. */
export function eventAttribute(target: object, type: string): void {
  const key = Symbol(`on${type}`)
  Object.defineProperty(target, `on${type}`, {
    configurable: true,
    enumerable: true,
    get(this: Record<symbol, { value: unknown } | undefined>) {
      return this[key]?.value ?? null
    },
    set(this: EventTarget & Record<symbol, { value: unknown } | undefined>, value: unknown) {
      const isCallback = typeof value === 'function'
      if (!this[key]) {
        define(this, key, { value: null })
        this.addEventListener(type, (event) => {
          const current = this[key]!.value
          if (typeof current === 'function') current.call(this, event)
        })
      }
      this[key]!.value = isCallback ? value : null
    },
  })
}

const secret = Symbol('secret')

export class AbortSignal extends EventTarget {
  #aborted = false
  #reason: unknown = undefined
  /** Those that follow this one. */
  #dependents: Set<AbortSignal> | undefined

  constructor(key?: symbol) {
    if (key !== secret) throw coded(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR')
    super()
  }

  get aborted(): boolean {
    return this.#aborted
  }

  get reason(): unknown {
    return this.#reason
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason
  }

  [secret](reason: unknown): void {
    if (this.#aborted) return
    this.#aborted = true
    this.#reason = reason
    this.dispatchEvent(new Event('abort'))
    for (const one of this.#dependents ?? []) one[secret](reason)
    this.#dependents = undefined
  }

  static abort(reason: unknown = aborted()): AbortSignal {
    const signal = new AbortSignal(secret)
    signal.#aborted = true
    signal.#reason = reason
    return signal
  }

  static timeout(milliseconds: number): AbortSignal {
    if (!(milliseconds >= 0))
      throw coded(
        new RangeError(
          `The value of "delay" is out of range. It must be >= 0. Received ${milliseconds}`,
        ),
        'ERR_OUT_OF_RANGE',
      )
    const signal = new AbortSignal(secret)
    const reason = () =>
      new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    setTimeout(() => signal[secret](reason()), milliseconds).unref()
    return signal
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const all = [...signals]
    for (const one of all) if (one.aborted) return AbortSignal.abort(one.reason)
    const signal = new AbortSignal(secret)
    for (const one of all) (one.#dependents ??= new Set()).add(signal)
    return signal
  }
}

function aborted(): DOMException {
  return new DOMException('This operation was aborted', 'AbortError')
}

export class AbortController {
  readonly #signal = new AbortSignal(secret)

  get signal(): AbortSignal {
    return this.#signal
  }

  abort(reason: unknown = aborted()): void {
    this.#signal[secret](reason)
  }
}

eventAttribute(AbortSignal.prototype, 'abort')
for (const one of [Event, CustomEvent, EventTarget, AbortSignal, AbortController])
  define(one.prototype, Symbol.toStringTag, one.name)
