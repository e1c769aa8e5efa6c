import { context } from '../context.ts'
import { checkFunction, define } from '../define.ts'
import { loop } from '../native.ts'
import { guarded } from './uncaught.ts'

type Callback = (...args: never[]) => void

/** The longest delay that a timer can have, in milliseconds. */
const LONGEST = 2 ** 31 - 1

const timers = new Map<number, Timeout>()
let immediates: Immediate[] = []
let last = 0

export class Timeout {
  readonly id: number
  private isRef: boolean
  private readonly callback: Callback
  private readonly delay: number
  private readonly args: never[]
  private readonly repeats: boolean

  constructor(callback: Callback, delay: unknown, args: never[], repeats: boolean) {
    checkFunction(callback, 'callback')
    const number = Number(delay)
    this.id = ++last
    this.isRef = true
    this.args = args
    this.repeats = repeats
    this.delay = number >= 1 && number <= LONGEST ? Math.trunc(number) : 1
    this.callback = context.wrap(callback)
    timers.set(this.id, this)
    this.start()
  }

  private start(): void {
    loop.setTimer(this.id, this.delay, this.isRef)
  }

  /** Its time has come. */
  fire(): void {
    if (this.repeats) this.start()
    else timers.delete(this.id)
    guarded(this.callback, this.args)
  }

  ref(): this {
    this.isRef = true
    loop.keepTimer(this.id, true)
    return this
  }

  unref(): this {
    this.isRef = false
    loop.keepTimer(this.id, false)
    return this
  }

  hasRef(): boolean {
    return this.isRef
  }

  refresh(): this {
    if (timers.has(this.id)) this.start()
    return this
  }

  close(): this {
    if (timers.delete(this.id)) loop.clearTimer(this.id)
    return this
  }

  [Symbol.toPrimitive](): number {
    return this.id
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

export class Immediate {
  private callback: Callback | undefined
  private readonly args: never[]

  constructor(callback: Callback, args: never[]) {
    checkFunction(callback, 'callback')
    this.callback = context.wrap(callback)
    this.args = args
    immediates.push(this)
    loop.needImmediate()
  }

  fire(): void {
    const { callback } = this
    this.callback = undefined
    if (callback) guarded(callback, this.args)
  }

  cancel(): void {
    this.callback = undefined
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  hasRef(): boolean {
    return this.callback !== undefined
  }

  [Symbol.dispose](): void {
    this.cancel()
  }
}

export function setTimeout(callback: Callback, delay?: unknown, ...args: never[]): Timeout {
  return new Timeout(callback, delay, args, false)
}

export function setInterval(callback: Callback, delay?: unknown, ...args: never[]): Timeout {
  return new Timeout(callback, delay, args, true)
}

export function setImmediate(callback: Callback, ...args: never[]): Immediate {
  return new Immediate(callback, args)
}

export function clearTimeout(timer: unknown): void {
  if (timer === undefined || timer === null) return
  const id = timer instanceof Timeout ? timer.id : Number(timer)
  timers.get(id)?.close()
}

export function clearInterval(timer: unknown): void {
  clearTimeout(timer)
}

export function clearImmediate(immediate: unknown): void {
  if (immediate instanceof Immediate) immediate.cancel()
}

export function fireTimer(id: number): void {
  timers.get(id)?.fire()
}

/** Those that are set meanwhile wait for the next turn. */
export function fireImmediates(): void {
  const all = immediates
  immediates = []
  for (const one of all) one.fire()
}

for (const global of [
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  clearInterval,
  clearImmediate,
])
  define(globalThis, global.name, global)
