import { context } from '../context.ts'
import { checkFunction, define } from '../define.ts'
import { loop } from '../native.ts'
import { guarded } from './uncaught.ts'

type Callback = (...args: never[]) => void

const ticks: [Callback, never[]][] = []

/** After what runs now, and before every promise's reaction that is still to come. */
export function nextTick(callback: Callback, ...args: never[]): void {
  checkFunction(callback, 'callback')
  ticks.push([context.wrap(callback), args])
  if (ticks.length === 1) loop.needTick()
}

export function runTicks(): void {
  for (let one = ticks.shift(); one; one = ticks.shift()) guarded(one[0], one[1])
}

const soon = globalThis.queueMicrotask

define(globalThis, 'queueMicrotask', function queueMicrotask(callback: Callback): void {
  checkFunction(callback, 'callback')
  const wrapped = context.wrap(callback)
  soon(() => guarded(wrapped, []))
})
