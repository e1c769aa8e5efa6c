import { define } from '../define.ts'
import { setImmediate } from './timers.ts'

/** What has been looked at in this turn of the loop, and may not go before it is over. */
let held: unknown[] = []

function hold<T>(target: T): T {
  if (held.length === 0) setImmediate(() => (held = []))
  held.push(target)
  return target
}

const Weak = globalThis.WeakRef

/** QuickJS frees what only a WeakRef has at once; the standard has it live until the turn is over. */
class WeakRef<T extends WeakKey> extends Weak<T> {
  constructor(target: T) {
    super(target)
    hold(target)
  }

  override deref(): T | undefined {
    return hold(super.deref())
  }
}

define(globalThis, 'WeakRef', WeakRef)
